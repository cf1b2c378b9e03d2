// How long things took, kept so that any percentile can be asked later and two histograms add up exactly.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>

#include <acrida/export.h>

#include "base/clock.h"

namespace acrida::stats {

// Log-linear: 2^7 buckets an octave, from 1 µs to 1 h; what is below 128 µs is exact to the microsecond,
// above it a bucket's midpoint is off by less than 0.4 %. Values are floored to whole microseconds; negative
// ones count as 0. Merging adds integers, so it is exact, associative and commutative: over threads, seconds
// and machines. An octave's page (1 KB) is made when its first value comes.
class ACRIDA_API Histogram {
 public:
  static constexpr int kSubBits = 7;                        // 128 buckets an octave
  static constexpr std::uint64_t kHighest = 3'600'000'000;  // µs; above: the last bucket, and overflow
  static constexpr std::size_t kPages = 26;                 // [0,128) µs, then one an octave up to 2^32 µs

  Histogram() = default;
  Histogram(const Histogram& other);
  Histogram& operator=(const Histogram& other);
  Histogram(Histogram&&) noexcept = default;
  Histogram& operator=(Histogram&&) noexcept = default;

  void record(base::Duration value, std::uint64_t times = 1);
  void merge(const Histogram& other);

  std::uint64_t count() const { return count_; }
  std::uint64_t overflow() const { return overflow_; }  // values above one hour
  // Exact (of the values floored to µs); nullopt when empty.
  std::optional<base::Duration> min() const;
  std::optional<base::Duration> max() const;
  std::optional<double> mean_us() const;
  // The value at rank max(1, ⌈p·n⌉), 0 <= p <= 1: its bucket's midpoint clipped to [min, max]; nullopt when
  // empty.
  std::optional<base::Duration> percentile(double p) const;
  // Which of n values, counted from 1, is the percentile p.
  static std::uint64_t rank_of(double p, std::uint64_t n);
  // The value at this rank, 1…, of what is left without `part`; nullopt when so many are not left.
  // REQUIRES: all of `part` is in here, too
  std::optional<base::Duration> at_rank_without(const Histogram& part, std::uint64_t rank) const;
  // How many values are at most `limit`, exact up to a bucket's width.
  std::uint64_t count_at_most(base::Duration limit) const;

  // Visits every bucket that holds something, from low to high: f(lowest µs, width µs, count).
  template <class F>
  void for_each_bucket(F&& f) const {
    for (std::size_t page = 0; page < kPages; ++page) {
      if (!pages_[page]) continue;
      for (std::size_t i = 0; i < kPageSize; ++i) {
        if ((*pages_[page])[i] != 0) f(lowest_of(page, i), width_of(page), (*pages_[page])[i]);
      }
    }
  }

  // Its numbers, to be sent elsewhere.
  struct Numbers {
    std::uint64_t overflow = 0, sum_us = 0, min_us = 0, max_us = 0;
  };
  Numbers numbers() const { return {overflow_, sum_us_, min_us_, max_us_}; }
  // For who builds a histogram up again from its buckets: adds to the one of `us` (<= kHighest), and only to
  // that and to the count. set_numbers() must follow.
  void add_to_bucket(std::uint64_t us, std::uint64_t times);
  void set_numbers(const Numbers& numbers);

  bool operator==(const Histogram& other) const;

 private:
  static constexpr std::size_t kPageSize = std::size_t{1} << kSubBits;
  using Page = std::array<std::uint64_t, kPageSize>;
  struct Place {
    std::size_t page, bucket;
  };

  static Place place_of(std::uint64_t us);
  static constexpr std::uint64_t width_of(std::size_t page) {
    return page == 0 ? 1 : std::uint64_t{1} << (page - 1);
  }
  static constexpr std::uint64_t lowest_of(std::size_t page, std::size_t bucket) {
    return (page == 0 ? bucket : kPageSize + bucket) * width_of(page);
  }

  std::array<std::unique_ptr<Page>, kPages> pages_;
  std::uint64_t count_ = 0;
  std::uint64_t overflow_ = 0;
  std::uint64_t sum_us_ = 0;
  std::uint64_t min_us_ = ~std::uint64_t{0};
  std::uint64_t max_us_ = 0;
};

}  // namespace acrida::stats
