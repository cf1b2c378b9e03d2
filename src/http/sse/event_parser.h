// Reads streams of events ("text/event-stream") as the WHATWG's HTML standard defines them, §9.2.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <acrida/export.h>

#include "http/failure.h"

namespace acrida::http::sse {

// Bytes are taken as they come: whether they are UTF-8 is not checked.
struct Event {
  std::string type;  // "message" where the stream names none
  std::string data;  // its lines, joined by line feeds
  std::string id;    // the last one the stream has named, by this event or before
  // How long to wait before connecting again, where the stream has said so since the event before.
  std::optional<std::chrono::milliseconds> retry;
};

// Takes a stream in any pieces. An event that the end of the stream cuts short is none, so there is nothing
// to finish.
class ACRIDA_API EventParser {
 public:
  static constexpr std::size_t kMostBytes = std::size_t{1} << 20;

  enum class Got { event, need_more, failed };

  // `most`: how many bytes the data of an event, or a line, may have.
  explicit EventParser(std::size_t most = kMostBytes) : most_(most) {}

  // A new stream; keeps the memory of the old one.
  void begin();

  // Calls on_event(const Event&) for each event that ends in `bytes`; the reference is valid during the call.
  // False when an event is too large, and from then on.
  template <class F>
  bool feed(std::string_view bytes, F&& on_event) {
    for (;;) {
      switch (next(bytes)) {
        case Got::event: on_event(event()); break;
        case Got::need_more: return true;
        case Got::failed: return false;
      }
    }
  }

  // Takes bytes from the front up to the end of an event, or all of them.
  Got next(std::string_view& bytes);
  // After Got::event; valid until the next call.
  const Event& event() const { return event_; }
  // REQUIRES: next() or feed() has failed
  const Failure& failure() const { return failure_; }

 private:
  bool take_line(std::string_view line);
  bool take_field(std::string_view name, std::string_view value);
  bool end_event();
  void forget_event();
  bool fail();

  std::size_t most_;
  Event event_;
  bool told_ = false;       // event_ is one that was handed out
  bool has_data_ = false;   // a line of data has come
  bool first_line_ = true;  // which may begin with a byte order mark
  bool after_cr_ = false;   // a line feed now belongs to the line end before
  std::string partial_;     // a line's beginning, when it came in pieces
  Failure failure_;
};

}  // namespace acrida::http::sse
