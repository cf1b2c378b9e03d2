// One content coding, undone piece by piece: what Decoder makes a chain of.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace acrida::http {

class Coding {
 public:
  enum class State {
    need_more,  // `in` is used up and all that it says was given
    go_on,      // call again, with what is left of `in` (perhaps nothing) and new room
    damaged,
  };
  struct Step {
    std::size_t made;  // bytes written to the front of `room`, also when damaged
    State state;
  };

  virtual ~Coding() = default;
  // A new body; keeps what memory it can.
  virtual void begin() = 0;
  // Takes bytes from the front of `in`. REQUIRES: a room that is not empty
  virtual Step step(std::string_view& in, std::span<char> room) = 0;
  // A body may end here: at its end, or before its first byte.
  virtual bool complete() const = 0;
};

// Several members may follow each other; what else follows a member is ignored, as browsers do.
std::unique_ptr<Coding> make_gzip();
// In zlib's format, as the standard wants it, or raw, as some servers send it.
std::unique_ptr<Coding> make_deflate();
std::unique_ptr<Coding> make_brotli();
// Several frames may follow each other. One that asks for a window above 8 MiB counts as damaged (RFC 9659).
std::unique_ptr<Coding> make_zstd();

}  // namespace acrida::http
