// Takes a fuzzer's input apart.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

class Input {
 public:
  Input(const std::uint8_t* bytes, std::size_t size) : rest_(reinterpret_cast<const char*>(bytes), size) {}

  bool empty() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }
  // The next byte; 0 at the end.
  unsigned char byte() {
    if (rest_.empty()) return 0;
    const char first = rest_.front();
    rest_.remove_prefix(1);
    return static_cast<unsigned char>(first);
  }
  // As many bytes as the next one says; fewer at the end.
  std::string_view text() {
    const std::size_t length = byte();
    const auto text = rest_.substr(0, length);
    rest_.remove_prefix(text.size());
    return text;
  }
  // Up to the end of the line, which is left out.
  std::string_view line() {
    const auto line = rest_.substr(0, rest_.find('\n'));
    rest_.remove_prefix(std::min(line.size() + 1, rest_.size()));
    return line;
  }

 private:
  std::string_view rest_;
};
