// Questions about all bytes of a text, asked of eight bytes at a time.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace acrida::base {

namespace words {

constexpr std::uint64_t kOnes = 0x0101010101010101, kTops = 0x8080808080808080;

// Whether any byte is below `limit` (1 … 128), or above it (0 … 127). (S. E. Anderson, Bit Twiddling Hacks.)
constexpr bool any_below(std::uint64_t word, std::uint64_t limit) {
  return ((word - kOnes * limit) & ~word & kTops) != 0;
}
constexpr bool any_above(std::uint64_t word, std::uint64_t limit) {
  return (((word + kOnes * (127 - limit)) | word) & kTops) != 0;
}

}  // namespace words

// Whether test(word) is true for any part of the text. Parts overlap, and a short one is filled up with bytes
// of the text.
template <class Test>
bool any_word(std::string_view text, Test&& test) {
  const auto load = [](const char* from) {
    std::uint64_t word;
    std::memcpy(&word, from, sizeof word);
    return word;
  };
  const auto load_half = [](const char* from) {
    std::uint32_t half;
    std::memcpy(&half, from, sizeof half);
    return std::uint64_t{half};
  };
  const char* const begin = text.data();
  const std::size_t size = text.size();
  if (size >= 8) {
    for (std::size_t i = 0; i + 8 < size; i += 8) {
      if (test(load(begin + i))) return true;
    }
    return test(load(begin + size - 8));
  }
  if (size >= 4) return test(load_half(begin) | load_half(begin + size - 4) << 32);
  if (size == 0) return false;
  const auto byte = [&](std::size_t at) { return std::uint64_t{static_cast<unsigned char>(begin[at])}; };
  return test(byte(0) * words::kOnes) || test(byte(size / 2) * words::kOnes) ||
         test(byte(size - 1) * words::kOnes);
}

}  // namespace acrida::base
