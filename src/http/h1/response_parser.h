// Reads one answer after the other from the bytes of a connection, however they are cut.
#pragma once

#include <string_view>

#include <acrida/export.h>

#include "http/h1/body.h"
#include "http/h1/framing.h"
#include "http/h1/lines.h"
#include "http/message.h"

namespace acrida::http::h1 {

// Owns no socket. HTTP/1.0 and 1.1 as RFC 9112; interim answers (1xx) are passed over.
class ACRIDA_API ResponseParser {
 public:
  enum class State { need_more, done, failed };

  explicit ResponseParser(const Limits& limits = {}) : limits_(limits), body_(limits) {}

  // Begins an answer. `to_head`: it answers a HEAD request and has no body. `into` must outlive it; a body
  // that is not kept is counted only. `unlimited`: the body may be of any length, since somebody takes it
  // away as it comes.
  void begin(bool to_head, bool keep_body, Response& into, bool unlimited = false);
  // Takes what belongs to this answer from the front of `data`; what is left when `done` belongs to nobody.
  State feed(std::string_view& data);
  // The connection has closed. `properly`: the server meant it, so that a body that lasts until then is
  // complete.
  State end_of_stream(bool properly = true);

  // The head of the answer itself, not of an interim one, is in.
  bool in_body() const { return part_ == Part::body || part_ == Part::done; }
  // An interim answer 100 has come: the server wants the body.
  bool told_to_continue() const { return told_to_continue_; }
  // After `done`: another request may follow on this connection.
  bool keep_alive() const { return keep_alive_; }
  // After `failed`.
  const Failure& failure() const { return failure_; }

 private:
  enum class Part { status_line, fields, body, done, failed };

  bool begins_well(std::string_view rest) const;
  State parse_status_line(std::string_view line);
  State end_of_fields();
  State body_state(BodyReader::State state);
  State fail(FailureKind kind, std::string_view text);

  Limits limits_;
  Part part_ = Part::status_line;
  bool to_head_ = false;
  bool keep_body_ = true;
  bool http_1_0_ = false;
  bool keep_alive_ = false;
  bool told_to_continue_ = false;
  Response* into_ = nullptr;
  LineReader lines_;
  Framing framing_;
  BodyReader body_;
  Failure failure_;
};

}  // namespace acrida::http::h1
