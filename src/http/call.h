// One request and what came of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <acrida/export.h>

#include "base/clock.h"
#include "http/content.h"
#include "http/failure.h"
#include "http/message.h"
#include "http/redirect.h"
#include "http/route.h"

namespace acrida::http {

class Call;
class Client;

// What a call is out on: a connection of one call, or one of many.
class Carrier {
 public:
  // Forgets the call. False when the server cannot have heard of it, since it lay in the outbox still.
  virtual bool give_up(Call& call) = 0;
  // Whoever consumes a stream has room again.
  virtual void read_on(Call& call) = 0;

 protected:
  ~Carrier() = default;
};

// Filled in, given to Client::send, and told when it is done; until then it must stay where it is. Destroying
// it earlier gives the request up and closes its connection. What the subclass does with the end is its own
// business: a coroutine is resumed, a greenlet switched to.
class ACRIDA_API Call {
 public:
  Call() = default;
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  // To be set before sending.
  Request request;
  static constexpr unsigned kMostRedirects = 30;
  // What the client does besides sending it.
  struct Options {
    base::Duration timeout = std::chrono::seconds(60);  // from the start to the last byte, redirects included
    base::Duration connect_timeout{};  // name, TCP, proxy and TLS; 0: as the settings say; HTTP/1 only
    base::Duration read_timeout{};     // longest silence once the request is sent; 0: as long as the timeout
    unsigned most_redirects = kMostRedirects;  // 0: an answer that leads elsewhere is the answer
    bool keep_body = true;
    bool streaming = false;  // on_data() tells what has come, and `content` holds it
    bool keep_hops = false;  // `redirected` tells what each answer said that led on
    bool verify = true;      // false: whatever certificate the server shows will do
    ProxyPointer proxy{};    // null: the one that all use, if there is one
    std::string cookies{};   // "a=b; c=d", sent besides those of the jar
  };
  Options options;

  // Set when done: an answer of any status, or a failure. Of a streamed answer the status and the fields are
  // there at the first on_data().
  Response response;
  std::optional<Failure> failure;
  // The body that is streamed, and events as they came; null while there is nothing special about it.
  std::unique_ptr<Content> content;
  // An answer that led on.
  struct Earlier {
    int status = 0;
    std::string method, url;  // of its request
    std::string reason;
    Fields fields;
  };
  // Where redirects have led; null: nowhere else.
  struct Redirected {
    Request request;
    Url server;
    unsigned hops = 0;
    bool abroad =
        false;  // another server is asked now, or was on the way: it gets no credentials of the first
    base::Duration waiting{}, receiving{};  // for and of the answers that led on
    std::vector<Earlier> earlier;           // in order, if they were to be kept
  };
  std::unique_ptr<Redirected> redirected;

  // When things happened; those that did not are left at started. A retry starts none of them anew but the
  // later ones; of redirects the last one counts.
  base::TimePoint started, sent, first_byte, finished;
  base::Duration dns{}, connect{}, tls{};            // 0 on a connection kept alive
  base::Duration sending{};                          // first byte handed to the kernel … last one
  std::uint64_t bytes_sent = 0, bytes_received = 0;  // of HTTP: what TLS and its handshake add is not in it
  std::uint32_t reconnects = 0;

  // The parts of the time between the last byte sent and the end, over all hops. Zero when no answer came,
  // and the first also when it came before all was sent. An answer made of events has come with the first of
  // them.
  base::Duration time_to_first_byte() const;
  base::Duration time_of_body() const;

  bool in_flight() const { return carrier_ != nullptr; }
  // Gives up: no on_done() will come. False when the server cannot have heard of it, since it lay in the
  // outbox still.
  bool cancel() { return carrier_ != nullptr && carrier_->give_up(*this); }
  // After room was made in `content`: goes on reading, if it was full.
  void read_on() {
    if (carrier_ != nullptr) carrier_->read_on(*this);
  }

  // For carriers: the request to be sent next, and the call's beginning and end.
  const Request& next_request() const { return redirected ? redirected->request : request; }
  // `place`: where it stands in the carrier's own list.
  void attach(Carrier& carrier, std::size_t place = 0) {
    carrier_ = &carrier;
    place_ = place;
  }
  std::size_t place() const { return place_; }
  void detach() { carrier_ = nullptr; }
  void start(base::TimePoint at);
  void end(base::TimePoint at);
  Client& client() const { return *client_; }
  bool needs_extra_fields() const { return needs_extra_fields_; }  // see Client::extra_fields
  // Some of a streamed answer has come. May cancel the call and send anew, but not destroy its client.
  virtual void on_data() {}

 protected:
  ~Call() { cancel(); }
  // The end, told from a turn of the loop, never from inside Client::send. May destroy the call, and may send
  // anew.
  virtual void on_done() = 0;

 private:
  friend class Client;

  Carrier* carrier_ = nullptr;
  std::size_t place_ = 0;
  Client* client_ = nullptr;
  const Url* server_ = nullptr;
  bool begun_ = false, needs_extra_fields_ = false;
};

}  // namespace acrida::http
