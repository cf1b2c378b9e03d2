// From a route to a stream that HTTP can be spoken on: the name, TCP, a tunnel through the proxy, TLS.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "http/client_context.h"
#include "http/failure.h"
#include "http/h1/response_parser.h"
#include "http/route.h"
#include "net/connector.h"
#include "net/stream.h"
#include "net/tls.h"

namespace acrida::http {

struct Dialled {
  std::unique_ptr<net::Stream> stream;  // null: see failure
  std::string_view protocol;            // agreed on by ALPN; empty: nothing was
  std::optional<Failure> failure;
  base::Duration dns{}, connect{}, tls{};  // how long each took; a tunnel belongs to connect
};

// Has no limit of time itself: whoever dials gives up by destroying it.
class Dial {
 public:
  using Done = std::function<void(Dialled)>;

  // `done` is called once, later, never from inside the constructor; it may destroy this. `protocols`: to be
  // offered by ALPN. `session` is resumed, must outlive the stream, and learns what the server hands out.
  Dial(ClientContext& context, const Route& route, std::string_view protocols, net::TlsSession& session,
       Done done);

  // What it is at: "no connection", "no answer from the proxy", "no end of the TLS handshake".
  std::string_view missing() const;

 private:
  enum class Stage { connecting, tunnelling, shaking_hands };

  void on_connected(net::ConnectResult result);
  void ask_proxy();
  void on_proxy();
  void begin_tls();
  void on_tls();
  void fail(FailureKind kind, std::string text);
  void finish();
  base::TimePoint now() const { return context_.loop.clock().now(); }

  ClientContext& context_;
  Route route_;
  std::string protocols_;
  net::TlsSession& session_;
  Done done_;
  Stage stage_ = Stage::connecting;
  base::TimePoint began_, tls_began_;
  std::unique_ptr<net::Connector::Attempt> attempt_;
  std::unique_ptr<net::Stream> stream_;
  net::TlsStream* tls_ = nullptr;  // stream_, in its handshake
  std::optional<h1::ResponseParser> proxy_parser_;
  Response proxy_answer_;
  Dialled result_;
};

}  // namespace acrida::http
