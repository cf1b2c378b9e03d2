// Reads one request after the other from the bytes of a connection: the server's side of HTTP/1.
#pragma once

#include <string_view>

#include <acrida/export.h>

#include "http/h1/body.h"
#include "http/h1/framing.h"
#include "http/h1/lines.h"
#include "http/message.h"

namespace acrida::http::h1 {

// Stricter than RFC 9112 where leniency has let requests be smuggled: both Transfer-Encoding and
// Content-Length, a coding other than chunked, and anything but one Host in HTTP/1.1 are refused.
class ACRIDA_API RequestParser {
 public:
  enum class State { need_more, done, failed };

  explicit RequestParser(const Limits& limits = {}) : limits_(limits), body_(limits) {}

  // Begins a request; `into` must outlive it.
  void begin(Request& into);
  // Takes what belongs to this request from the front of `data`; what is left when `done` is the next one's.
  State feed(std::string_view& data);

  // Nothing of the request has come yet: the connection may close without harm.
  bool untouched() const { return part_ == Part::request_line && !began_; }
  // The header is complete and its sender waits for "100 Continue" before it sends the body.
  bool wants_continue() const {
    return part_ == Part::body && framing_.expects_continue && !http_1_0_ && body_.bytes() == 0;
  }
  // After `done`: the client will keep the connection if we do.
  bool keep_alive() const { return !framing_.close && (!http_1_0_ || framing_.keep_alive); }
  // After `done`: an HTTP/1.0 client, which must be told when the connection is kept.
  bool is_http_1_0() const { return http_1_0_; }
  // After `failed`: the status to answer with, and why.
  int status() const { return status_; }
  const Failure& failure() const { return failure_; }

 private:
  enum class Part { request_line, fields, body, done, failed };

  State parse_request_line(std::string_view line);
  State end_of_fields();
  State body_state(BodyReader::State state);
  State fail(int status, FailureKind kind, std::string_view text);

  Limits limits_;
  Part part_ = Part::request_line;
  bool began_ = false;
  bool http_1_0_ = false;
  int hosts_ = 0;
  int status_ = 0;
  Request* into_ = nullptr;
  LineReader lines_;
  Framing framing_;
  BodyReader body_;
  Failure failure_;
};

}  // namespace acrida::http::h1
