// How the workers of a run share what there is so many of.
#pragma once

#include <cstdint>

namespace acrida::load {

// Of so many things that all workers share, this one's.
template <class Count>
constexpr Count share_of(Count all, std::uint32_t number, std::uint32_t workers) {
  return all / workers + (number < all % workers ? 1 : 0);
}

// So many users are started, stopped or given an iteration in one turn: a steep ramp, or a burst of arrivals,
// must not starve those that run already.
inline constexpr int kMostAtOnce = 100;

}  // namespace acrida::load
