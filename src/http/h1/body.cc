#include "http/h1/body.h"

#include <algorithm>

#include "base/text.h"
#include "http/h1/framing.h"

namespace acrida::http::h1 {

using State = BodyReader::State;

namespace {

constexpr std::string_view kLineEnd = "\r\n";

}  // namespace

void BodyReader::begin(Part part, std::string* into) {
  part_ = part;
  into_ = into;
  bytes_ = 0;
  left_ = 0;
}

State BodyReader::begin_length(std::uint64_t length, std::string* into) {
  begin(Part::content, into);
  if (length > most_) return fail(FailureKind::body_limit, "the body is larger than the limit");
  left_ = length;
  return length == 0 ? State::done : State::need_more;
}

State BodyReader::begin_chunked(std::string* into) {
  begin(Part::chunk_size, into);
  lines_.reset(limits_.header_bytes);
  return State::need_more;
}

State BodyReader::begin_until_close(std::string* into) {
  begin(Part::until_close, into);
  return State::need_more;
}

State BodyReader::feed(std::string_view& data) {
  switch (part_) {
    case Part::content:
      if (!take(data, left_)) return State::failed;
      return left_ == 0 ? State::done : State::need_more;
    case Part::until_close: return take(data, data.size()) ? State::need_more : State::failed;
    default: return feed_chunked(data);
  }
}

State BodyReader::end_of_stream(bool properly) {
  if (part_ == Part::until_close && properly) return State::done;
  return fail(FailureKind::truncated, "the connection closed in the middle of the body");
}

// Moves at most `most` bytes over; false when that would be more than the limit.
bool BodyReader::take(std::string_view& data, std::uint64_t most) {
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(most, data.size()));
  bytes_ += count;
  if (bytes_ > most_) {
    fail(FailureKind::body_limit, "the body is larger than the limit");
    return false;
  }
  if (into_ != nullptr) into_->append(data.substr(0, count));
  data.remove_prefix(count);
  left_ -= std::min<std::uint64_t>(left_, count);
  return true;
}

State BodyReader::feed_chunked(std::string_view& data) {
  std::string_view line;
  while (true) {
    switch (part_) {
      case Part::chunk_size:
        if (const State state = read_line(data, line); state != State::done) return state;
        if (!parse_chunk_size(line)) return State::failed;
        part_ = left_ == 0 ? Part::trailers : Part::chunk_data;
        lines_.reset(limits_.header_bytes);
        break;
      case Part::chunk_data:
        if (!take(data, left_)) return State::failed;
        if (left_ > 0) return State::need_more;
        part_ = Part::chunk_end;
        left_ = kLineEnd.size();
        break;
      case Part::chunk_end:
        if (data.empty()) return State::need_more;
        if (data.front() != kLineEnd[kLineEnd.size() - left_]) {
          return fail(FailureKind::malformed, "a chunk is longer than its size says");
        }
        data.remove_prefix(1);
        if (--left_ == 0) part_ = Part::chunk_size;
        break;
      case Part::trailers: {
        if (const State state = read_line(data, line); state != State::done) return state;
        if (line.empty()) return State::done;
        Framing ignored;  // trailers may not change the framing; they are checked and dropped
        if (const char* wrong = ignored.add(line)) return fail(FailureKind::malformed, wrong);
        break;
      }
      case Part::content:
      case Part::until_close: return State::done;
    }
  }
}

State BodyReader::read_line(std::string_view& data, std::string_view& line) {
  switch (lines_.next(data, line)) {
    case LineReader::Got::line: return State::done;
    case LineReader::Got::need_more: return State::need_more;
    case LineReader::Got::bad_ending:
      return fail(FailureKind::malformed, "a line ends without a carriage return");
    case LineReader::Got::too_long:
      return fail(FailureKind::header_limit, "a chunk's line or the trailers are too long");
  }
  return State::failed;
}

// "1a2b" or "1a2b;name=value" (RFC 9112 §7.1); extensions are passed over.
bool BodyReader::parse_chunk_size(std::string_view line) {
  std::size_t digits = 0;
  left_ = 0;
  for (; digits < line.size(); ++digits) {
    const char c = line[digits];
    const int value = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (value < 0) break;
    left_ = left_ * 16 + static_cast<std::uint64_t>(value);
    if (digits >= 15) {
      fail(FailureKind::malformed, "a chunk's size is absurd");
      return false;
    }
  }
  const auto rest = line.substr(digits);
  const auto extension = rest.find_first_not_of(" \t");
  if (digits == 0 || (extension != std::string_view::npos && rest[extension] != ';') ||
      base::has_control_character(rest)) {
    fail(FailureKind::malformed, "a chunk does not begin with its size");
    return false;
  }
  if (left_ > most_ - bytes_) {
    fail(FailureKind::body_limit, "the body is larger than the limit");
    return false;
  }
  return true;
}

State BodyReader::fail(FailureKind kind, const char* text) {
  failure_ = Failure{kind, text};
  return State::failed;
}

}  // namespace acrida::http::h1
