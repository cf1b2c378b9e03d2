// Random numbers for payloads, waits and choices: small, fast, and the same on every machine for the same
// seed.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>

namespace acrida {

// xoshiro256++ (Blackman and Vigna, https://prng.di.unimi.it/), seeded through splitmix64. Not for
// cryptography. Every user owns one; it is not safe to share between threads.
class Random {
 public:
  using result_type = std::uint64_t;

  explicit Random(std::uint64_t seed = 0) { reseed(seed); }

  void reseed(std::uint64_t seed) {
    for (auto& word : state_) {
      seed += 0x9e3779b97f4a7c15u;
      std::uint64_t z = seed;
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
      z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
      word = z ^ (z >> 31);
    }
  }

  // 64 random bits. With min() and max() this makes Random a standard uniform random bit generator.
  std::uint64_t operator()() {
    const std::uint64_t result = rotated(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotated(state_[3], 45);
    return result;
  }
  static constexpr std::uint64_t min() { return 0; }
  static constexpr std::uint64_t max() { return ~std::uint64_t{0}; }

  // A whole number, uniform in [low, high], both ends included; `low` when high < low. No modulo bias (Lemire
  // 2019).
  std::int64_t integer(std::int64_t low, std::int64_t high) {
    if (high <= low) return low;
    const std::uint64_t span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
    if (span == 0) return static_cast<std::int64_t>((*this)());  // the whole 64-bit range
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + below(span));
  }

  // Uniform in [0, 1), with 53 random bits.
  double real() { return static_cast<double>((*this)() >> 11) * 0x1.0p-53; }
  // Uniform in [low, high).
  double real(double low, double high) { return low + (high - low) * real(); }
  // True with this probability, 0..1.
  bool chance(double probability) { return real() < probability; }
  // Exponentially distributed with this mean: the gap between the arrivals of a Poisson process.
  double exponential(double mean) { return -mean * std::log1p(-real()); }

  // One element, each equally likely. REQUIRES: not empty.
  template <class Container>
  decltype(auto) pick(Container& from) {
    return from[static_cast<std::size_t>(below(static_cast<std::uint64_t>(std::size(from))))];
  }

 private:
  static std::uint64_t rotated(std::uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }

  std::uint64_t below(std::uint64_t bound) {
    __extension__ using Wide = unsigned __int128;
    Wide product = static_cast<Wide>((*this)()) * bound;
    if (static_cast<std::uint64_t>(product) < bound) {
      const std::uint64_t threshold = (0 - bound) % bound;
      while (static_cast<std::uint64_t>(product) < threshold) product = static_cast<Wide>((*this)()) * bound;
    }
    return static_cast<std::uint64_t>(product >> 64);
  }

  std::uint64_t state_[4];
};

}  // namespace acrida
