#include "stats/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace acrida::stats {
namespace {

std::uint64_t microseconds_of(base::Duration value) {
  return value.count() > 0 ? static_cast<std::uint64_t>(value.count()) / 1000 : 0;
}

base::Duration duration_of(std::uint64_t us) {
  return std::chrono::microseconds(static_cast<std::int64_t>(us));
}

}  // namespace

Histogram::Histogram(const Histogram& other) { *this = other; }

Histogram& Histogram::operator=(const Histogram& other) {
  if (this == &other) return *this;
  for (std::size_t page = 0; page < kPages; ++page) {
    pages_[page] = other.pages_[page] ? std::make_unique<Page>(*other.pages_[page]) : nullptr;
  }
  count_ = other.count_;
  overflow_ = other.overflow_;
  sum_us_ = other.sum_us_;
  min_us_ = other.min_us_;
  max_us_ = other.max_us_;
  return *this;
}

Histogram::Place Histogram::place_of(std::uint64_t us) {
  const auto bits = static_cast<std::size_t>(std::bit_width(us));
  if (bits <= kSubBits) return {0, us};
  const std::size_t page = bits - kSubBits;
  return {page, (us >> (page - 1)) & (kPageSize - 1)};
}

void Histogram::add_to_bucket(std::uint64_t us, std::uint64_t times) {
  const Place place = place_of(std::min(us, kHighest));
  auto& page = pages_[place.page];
  if (!page) page = std::make_unique<Page>();
  (*page)[place.bucket] += times;
  count_ += times;
}

void Histogram::set_numbers(const Numbers& numbers) {
  overflow_ = numbers.overflow;
  sum_us_ = numbers.sum_us;
  min_us_ = numbers.min_us;
  max_us_ = numbers.max_us;
}

void Histogram::record(base::Duration value, std::uint64_t times) {
  if (times == 0) return;
  const std::uint64_t us = microseconds_of(value);
  if (us > kHighest) overflow_ += times;
  add_to_bucket(us, times);
  sum_us_ += us * times;
  min_us_ = std::min(min_us_, us);
  max_us_ = std::max(max_us_, us);
}

void Histogram::merge(const Histogram& other) {
  if (other.count_ == 0) return;
  for (std::size_t page = 0; page < kPages; ++page) {
    if (!other.pages_[page]) continue;
    if (!pages_[page]) {
      pages_[page] = std::make_unique<Page>(*other.pages_[page]);
      continue;
    }
    for (std::size_t i = 0; i < kPageSize; ++i) (*pages_[page])[i] += (*other.pages_[page])[i];
  }
  count_ += other.count_;
  overflow_ += other.overflow_;
  sum_us_ += other.sum_us_;
  min_us_ = std::min(min_us_, other.min_us_);
  max_us_ = std::max(max_us_, other.max_us_);
}

std::optional<base::Duration> Histogram::min() const {
  if (count_ == 0) return std::nullopt;
  return duration_of(min_us_);
}

std::optional<base::Duration> Histogram::max() const {
  if (count_ == 0) return std::nullopt;
  return duration_of(max_us_);
}

std::optional<double> Histogram::mean_us() const {
  if (count_ == 0) return std::nullopt;
  return static_cast<double>(sum_us_) / static_cast<double>(count_);
}

// max(1, ⌈p·n⌉), where 0.07 · 100 is 7 although its floating-point product is a little more.
std::uint64_t Histogram::rank_of(double p, std::uint64_t n) {
  const double exact = std::clamp(p, 0.0, 1.0) * static_cast<double>(n);
  const double rank = std::ceil(exact - exact * 2 * std::numeric_limits<double>::epsilon());
  return std::clamp(static_cast<std::uint64_t>(rank), std::uint64_t{1}, n);
}

std::optional<base::Duration> Histogram::percentile(double p) const {
  if (count_ == 0) return std::nullopt;
  return at_rank_without({}, rank_of(p, count_));
}

std::optional<base::Duration> Histogram::at_rank_without(const Histogram& part, std::uint64_t rank) const {
  if (rank > count_ - part.count_) return std::nullopt;
  std::uint64_t seen = 0;
  for (std::size_t page = 0; page < kPages; ++page) {
    if (!pages_[page]) continue;
    for (std::size_t i = 0; i < kPageSize; ++i) {
      seen += (*pages_[page])[i] - (part.pages_[page] ? (*part.pages_[page])[i] : 0);
      if (seen < rank) continue;
      const std::uint64_t middle = lowest_of(page, i) + width_of(page) / 2;
      return duration_of(std::clamp(middle, min_us_, max_us_));
    }
  }
  return max();
}

std::uint64_t Histogram::count_at_most(base::Duration limit) const {
  if (limit.count() < 0) return 0;
  const Place last = place_of(std::min(microseconds_of(limit), kHighest));
  std::uint64_t seen = 0;
  for (std::size_t page = 0; page <= last.page; ++page) {
    if (!pages_[page]) continue;
    const std::size_t end = page == last.page ? last.bucket + 1 : kPageSize;
    for (std::size_t i = 0; i < end; ++i) seen += (*pages_[page])[i];
  }
  return seen;
}

bool Histogram::operator==(const Histogram& other) const {
  const auto same_page = [](const std::unique_ptr<Page>& a, const std::unique_ptr<Page>& b) {
    return a && b ? *a == *b : a == b;  // a page is only there when it holds something
  };
  return count_ == other.count_ && overflow_ == other.overflow_ && sum_us_ == other.sum_us_ &&
         min_us_ == other.min_us_ && max_us_ == other.max_us_ &&
         std::equal(pages_.begin(), pages_.end(), other.pages_.begin(), same_page);
}

}  // namespace acrida::stats
