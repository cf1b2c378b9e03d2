#include "load/arrivals.h"

#include <limits>

namespace acrida::load {
namespace {

// Streams of one run, and its users, must not draw the same numbers.
constexpr std::uint64_t kSalt = 0x6172726976616c73u;

std::uint64_t seed_of(std::uint64_t run_seed, std::size_t number) {
  return Random(run_seed ^ kSalt ^ (std::uint64_t{number} + 1) * 0x9e3779b97f4a7c15u)();
}

// A shape that ends at 0 brings so many arrivals and no more. One that is due in the very moment in which the
// rate falls to 0 is none of them, whichever way the sum was rounded.
double whole_area(const Shape& rate) {
  if (rate.points().back().level > 0) return std::numeric_limits<double>::infinity();
  return rate.area_until(rate.end()) * (1 - 1e-12);
}

}  // namespace

ArrivalSchedule::ArrivalSchedule(const ArrivalStream& stream, std::uint64_t seed, std::size_t number)
    : stream_(stream), random_(seed_of(seed, number)), whole_(whole_area(stream.rate)) {}

std::optional<base::Duration> ArrivalSchedule::next() {
  if (!stream_.replay.empty()) return next_of_replay();
  const double area = next_area();
  if (area >= whole_) return std::nullopt;
  const auto time = stream_.rate.time_of_area(area);
  if (time == base::Duration::max()) return std::nullopt;
  return time;
}

std::optional<base::Duration> ArrivalSchedule::next_of_replay() {
  if (drawn_ == stream_.replay.size()) return std::nullopt;
  return stream_.replay[drawn_++];
}

// Summed as Kahan does: after 10^9 arrivals a plain sum would have lost 2^-23 of a gap with each.
double ArrivalSchedule::next_area() {
  if (stream_.arrivals == Arrivals::constant) return static_cast<double>(drawn_++);
  const double step = random_.exponential(1) - lost_;
  const double sum = sum_ + step;
  lost_ = (sum - sum_) - step;
  return sum_ = sum;
}

}  // namespace acrida::load
