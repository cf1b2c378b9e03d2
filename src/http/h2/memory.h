// Memory for nghttp2, which asks for some pieces for each stream and gives them back with it.
#pragma once

#include <nghttp2/nghttp2.h>

#include <array>
#include <cstddef>

namespace acrida::http::h2 {

// Keeps small pieces that were given back, by their size, for the next stream: malloc() keeps seven of a size
// at hand, and a connection may end a hundred streams at once. One thread only; must outlive the sessions
// that use it.
class Memory {
 public:
  Memory() = default;
  ~Memory();
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  nghttp2_mem functions();

 private:
  static constexpr std::size_t kStep = 64;     // sizes are rounded up to multiples of it
  static constexpr std::size_t kClasses = 17;  // up to 1 KiB; larger pieces are malloc's
  // In front of each piece, which keeps it as aligned as malloc's.
  struct alignas(16) Head {
    std::size_t size_class;  // kClasses: of malloc
    Head* next;              // among the free ones
  };

  void* take(std::size_t size);
  void give_back(void* piece);
  void* resize(void* piece, std::size_t size);

  std::array<Head*, kClasses> free_{};
};

}  // namespace acrida::http::h2
