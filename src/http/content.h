// The body of an answer that is more than its bytes: compressed, made of events, or wanted piece by piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "http/decoder_pool.h"
#include "http/failure.h"
#include "http/message.h"
#include "http/sse/event_parser.h"

namespace acrida::http {

class Content {
 public:
  struct Timed {
    sse::Event event;
    base::TimePoint at;  // when it was complete
  };

  // Of an answer whose head is in. `streaming`: somebody takes what comes from ready() or events().
  Content(const Response& response, bool streaming, DecoderPool& decoders);

  // Takes what has come of the body, which leaves it empty.
  std::optional<Failure> take(std::string& body, base::TimePoint now);
  // That was all. Gives the body back, decoded, unless it is streamed, and says how long it was.
  std::optional<Failure> finish(Response& response);

  // Decoded bytes, and events, that nobody has taken yet. Whoever takes of the one wants nothing of the
  // other.
  std::string& ready() { return ready_; }
  std::deque<Timed>& events() { return events_; }
  bool has_events() const { return parser_.has_value(); }
  // So much waits that no more should come before something is taken.
  bool full() const { return streaming_ && ready_.size() > kPlenty; }

  // When the first event was complete, and how long each other came after the one before.
  std::optional<base::TimePoint> first_event() const { return first_event_; }
  const std::vector<base::Duration>& gaps() const { return gaps_; }

 private:
  static constexpr std::size_t kPlenty = std::size_t{256} << 10;

  std::optional<Failure> look_for_events(std::string_view bytes, base::TimePoint now);

  bool streaming_;
  DecoderPool::Lent decoder_;  // null: nothing is to be undone
  std::optional<sse::EventParser> parser_;
  std::string ready_;
  std::uint64_t bytes_ = 0;  // decoded so far
  std::deque<Timed> events_;
  std::optional<base::TimePoint> first_event_;
  base::TimePoint last_event_;
  std::vector<base::Duration> gaps_;
};

}  // namespace acrida::http
