// Cuts lines out of a stream of pieces.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace acrida::http::h1 {

class LineReader {
 public:
  enum class Got {
    line,        // `line` is one, without its CR LF; valid until the next call
    need_more,   // `data` is used up
    bad_ending,  // a line feed without a carriage return
    too_long,    // more than the limit since reset()
  };

  // `limit`: how many bytes may be read, line ends included, until the next reset().
  void reset(std::size_t limit);
  // Takes one line from the front of `data`, or all of it.
  Got next(std::string_view& data, std::string_view& line);
  // How many bytes more may be read.
  std::size_t left() const { return left_; }
  // After `need_more`: the line's beginning so far.
  std::string_view partial() const { return partial_; }

 private:
  std::string partial_;    // a line's beginning, when it came in pieces
  bool hand_out_ = false;  // the last line was handed out from partial_
  std::size_t left_ = 0;
};

}  // namespace acrida::http::h1
