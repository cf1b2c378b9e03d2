// The HTTP client of one user.
#pragma once

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include <acrida/export.h>

#include "http/call.h"
#include "http/client_context.h"
#include "http/cookies.h"
#include "http/url.h"

namespace acrida::http {

namespace h1 {
class Connection;
}
namespace h2 {
class Connection;
class Pool;
}  // namespace h2

// Keeps its connections alive between calls: one a server, more only while several calls are out at once
// (with HTTP/2 these share it). Before one is used again it is looked at: if the server has closed it
// meanwhile, a new one is made. A connection that closes before any byte of an answer came is tried again
// once, on a new one, if the method is idempotent. Keeps cookies, follows redirects, decodes what is
// compressed.
class ACRIDA_API Client {
 public:
  explicit Client(ClientContext& context);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Sends call.request to `server`, which must live until the call is done. call.on_done() follows, if the
  // call is not cancelled before. A call that is still out is cancelled first.
  void send(Call& call, const Url& server);

  // What servers have set, and what is sent back.
  CookieJar& cookies();
  // From now on it sends on the other's HTTP/1 connections, and keeps none.
  void share_connections(std::shared_ptr<Client> with) { lender_ = std::move(with); }

  // For carriers.
  // Lines that the request needs besides its own fields; valid until the next call of anything here.
  std::string_view extra_fields(const Call& call);
  // The head of an answer whose body is more than its bytes has come: makes call.content, unless nobody wants
  // it.
  bool make_content(Call& call);
  // Sends a call again that lost its connection before the server did anything.
  void send_again(Call& call) { dispatch(call); }
  // The end of an answer, or a failure.
  void on_end(Call& call);

 private:
  static const Url& server_of(const Call& call);
  Route route_of(const Call& call) const;
  void dispatch(Call& call);
  h1::Connection& connection_for(const Call& call, const Url& server, const ProxyPointer& proxy);
  h2::Connection& http2_connection_for(const Call& call, const Url& server, const ProxyPointer& proxy);
  bool fits(const Route& route, const Call& call, const Url& server, const ProxyPointer& proxy) const;
  void append_cookies(const Call& call, std::string& out);
  void keep_cookies(const Call& call);
  bool leads_on(const Call& call) const;
  bool follow(Call& call);
  void go_on(Call& call, Hop hop);

  ClientContext& context_;
  std::vector<std::unique_ptr<h1::Connection>> connections_;
  std::shared_ptr<Client> lender_;   // whose connections are used; null: ours
  std::unique_ptr<h2::Pool> http2_;  // our own, when none is shared
  std::unique_ptr<CookieJar> cookies_;
};

}  // namespace acrida::http
