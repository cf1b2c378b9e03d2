// One call on a connection of HTTP/2.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "http/call.h"
#include "http/failure.h"

namespace acrida::http::h2 {

struct Stream {
  enum class Stage {
    waits,   // to be sent when there is a connection, and the turn is over
    out,     // handed to the session
    closed,  // nothing more will come
  };

  Call* call = nullptr;  // null: given up, or told of its end
  std::int32_t id = -1;
  Stage stage = Stage::waits;
  base::TimePoint deadline = base::TimePoint::max();  // unknown until the call has started
  base::TimePoint write_began, last_read;
  bool awaits_continue = false;  // its body is held back until the server asks for it
  bool head_sent = false, all_sent = false;
  bool answer_began = false, head_done = false;
  bool reset = false;     // by the server
  bool refused = false;   // the server has not looked at it
  bool has_news = false;  // more of its answer has come
  bool changed = false;   // and whoever looks after it is to look
  bool ended = false;     // the answer is complete, or failure says why not
  std::optional<Failure> failure;
  std::string piece;  // from the source of its body, and how much of it is taken
  std::size_t taken = 0;
  bool last_piece = false;
  std::size_t header_bytes = 0, unconsumed = 0;
};

}  // namespace acrida::http::h2
