// Bytes on their way into a stream that does not take them all at once.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace acrida::base {

// What is taken is only counted, not moved to the front: a body of many megabytes goes in many pieces.
class Unsent {
 public:
  bool empty() const { return taken_ == bytes_.size(); }
  std::size_t size() const { return bytes_.size() - taken_; }
  std::string_view rest() const { return std::string_view(bytes_).substr(taken_); }
  void add(std::string_view bytes) { bytes_.append(bytes); }
  // The first `count` bytes of the rest have been taken; the memory goes with the last.
  void take(std::size_t count) {
    taken_ += count;
    if (empty()) clear();
  }
  void clear() {
    taken_ = 0;
    bytes_.clear();
    bytes_.shrink_to_fit();
  }

 private:
  std::string bytes_;
  std::size_t taken_ = 0;
};

}  // namespace acrida::base
