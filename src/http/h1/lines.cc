#include "http/h1/lines.h"

namespace acrida::http::h1 {

void LineReader::reset(std::size_t limit) {
  constexpr std::size_t kWorthKeeping =
      4096;  // a long line must not stay for as long as the connection lives
  partial_.clear();
  if (partial_.capacity() > kWorthKeeping) partial_.shrink_to_fit();
  hand_out_ = false;
  left_ = limit;
}

LineReader::Got LineReader::next(std::string_view& data, std::string_view& line) {
  if (hand_out_) {
    partial_.clear();
    hand_out_ = false;
  }
  const auto feed = data.find('\n');
  const std::size_t length = feed == std::string_view::npos ? data.size() : feed + 1;
  if (length > left_) return Got::too_long;
  left_ -= length;
  if (feed == std::string_view::npos || !partial_.empty()) {
    partial_.append(data.substr(0, length));
    data.remove_prefix(length);
    if (feed == std::string_view::npos) return Got::need_more;
    line = partial_;
    hand_out_ = true;
  } else {
    line = data.substr(0, length);
    data.remove_prefix(length);
  }
  if (line.size() < 2 || line[line.size() - 2] != '\r') return Got::bad_ending;
  line.remove_suffix(2);
  return Got::line;
}

}  // namespace acrida::http::h1
