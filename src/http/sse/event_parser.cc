#include "http/sse/event_parser.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>

namespace acrida::http::sse {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

bool ends_line(char c) { return c == '\n' || c == '\r'; }

// Digits only; a number that is too large for anybody to wait is none.
std::optional<std::chrono::milliseconds> milliseconds_of(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::int64_t number = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc()) return std::nullopt;
  return std::chrono::milliseconds(number);
}

}  // namespace

void EventParser::begin() {
  forget_event();
  event_.id.clear();
  event_.retry.reset();
  first_line_ = true;
  after_cr_ = false;
  partial_.clear();
  failure_ = {};
}

EventParser::Got EventParser::next(std::string_view& bytes) {
  if (!failure_.text.empty()) return Got::failed;
  if (told_) {
    forget_event();
    event_.retry.reset();
  }
  while (!bytes.empty()) {
    if (after_cr_) {
      after_cr_ = false;
      if (bytes.front() == '\n') {
        bytes.remove_prefix(1);
        continue;
      }
    }
    const auto length =
        static_cast<std::size_t>(std::find_if(bytes.begin(), bytes.end(), ends_line) - bytes.begin());
    std::string_view line = bytes.substr(0, length);
    if (line.size() > most_ - partial_.size()) {
      fail();
      return Got::failed;
    }
    if (length == bytes.size()) {
      partial_ += line;
      bytes = {};
      break;
    }
    after_cr_ = bytes[length] == '\r';
    bytes.remove_prefix(length + 1);
    if (!partial_.empty()) line = partial_ += line;
    if (first_line_ && line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
    first_line_ = false;
    const bool ended = line.empty() && end_event();
    const bool fits = line.empty() || take_line(line);
    partial_.clear();
    if (!fits) return Got::failed;
    if (ended) return Got::event;
  }
  return Got::need_more;
}

bool EventParser::take_line(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == 0) return true;  // a comment
  if (colon == std::string_view::npos) return take_field(line, {});
  std::string_view value = line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  return take_field(line.substr(0, colon), value);
}

bool EventParser::take_field(std::string_view name, std::string_view value) {
  if (name == "data") {
    if (value.size() + (has_data_ ? 1 : 0) > most_ - event_.data.size()) return fail();
    if (has_data_) event_.data += '\n';
    event_.data += value;
    has_data_ = true;
  } else if (name == "event") {
    event_.type = value;
  } else if (name == "id") {
    if (value.find('\0') == std::string_view::npos) event_.id = value;
  } else if (name == "retry") {
    if (const auto retry = milliseconds_of(value)) event_.retry = retry;
  }
  return true;
}

// True if there is one.
bool EventParser::end_event() {
  if (!has_data_) {
    forget_event();
    return false;
  }
  if (event_.type.empty()) event_.type = "message";
  told_ = true;
  return true;
}

void EventParser::forget_event() {
  event_.type.clear();
  event_.data.clear();
  has_data_ = false;
  told_ = false;
}

bool EventParser::fail() {
  failure_ = {FailureKind::body_limit, "bad answer: an event is larger than the limit"};
  return false;
}

}  // namespace acrida::http::sse
