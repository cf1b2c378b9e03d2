// A service whose every delay is known: drawn from a seed, queued by the book, so that what a client reports
// of it can be compared with the truth.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include <acrida/random.h>

#include "base/clock.h"
#include "base/text.h"

namespace acrida::fakes {

// How long the service works on a request.
struct Delays {
  enum class Kind { constant, exponential, bimodal };

  Kind kind = Kind::constant;
  base::Duration mean{};   // bimodal: of the usual ones, which all last as long
  base::Duration other{};  // bimodal: of the unusual ones
  double other_share = 0;  // bimodal: how many those are, 0..1

  // constant:5ms, exponential:5ms or bimodal:2ms,50ms,0.1 (a tenth takes 50 ms); nullopt for anything else.
  static std::optional<Delays> parse(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto name = text.substr(0, colon);
    const auto parts = base::split(text.substr(colon + 1), ',');
    const auto mean = base::parse_timespan(parts[0]);
    if (!mean) return std::nullopt;
    if (name == "bimodal" && parts.size() == 3) {
      const auto other = base::parse_timespan(parts[1]);
      const auto share = base::parse_number(parts[2]);
      if (!other || !share || *share < 0 || *share > 1) return std::nullopt;
      return Delays{Kind::bimodal, *mean, *other, *share};
    }
    if (parts.size() != 1) return std::nullopt;
    if (name == "constant") return Delays{Kind::constant, *mean};
    if (name == "exponential") return Delays{Kind::exponential, *mean};
    return std::nullopt;
  }

  base::Duration draw(Random& random) const {
    switch (kind) {
      case Kind::constant: break;
      case Kind::exponential: return base::from_seconds(random.exponential(base::seconds_of(mean)));
      case Kind::bimodal: return random.chance(other_share) ? other : mean;
    }
    return mean;
  }
};

// Nothing is answered from `at` after the first arrival on, for so long: what falls due meanwhile is due at
// the end.
struct Freeze {
  base::Duration at{}, lasts{};
};

struct Behaviour {
  Delays delays;
  std::size_t servers =
      0;  // requests worked on at a time, the others queue, first come, first served; 0: all of them
  std::optional<Freeze> freeze = {};
  double fail = 0;  // how many requests fail, 0..1
  std::uint64_t seed = 1;
};

// Pure arithmetic, no clock: the n-th arrival's delay is the n-th drawn from the seed, whenever it comes.
class KnownService {
 public:
  struct Fate {
    base::TimePoint due;  // when it is answered
    bool fails;
  };

  explicit KnownService(const Behaviour& behaviour)
      : behaviour_(behaviour), random_(behaviour.seed), free_at_(behaviour.servers, base::TimePoint::min()) {}

  // REQUIRES: `now` is not before the last arrival
  Fate arrive(base::TimePoint now) {
    if (!first_) first_ = now;
    const auto delay = behaviour_.delays.draw(random_);
    const bool fails = behaviour_.fail > 0 && random_.chance(behaviour_.fail);
    if (free_at_.empty()) return {thawed(now + delay), fails};
    // The server that is free first is at the front of a heap.
    std::pop_heap(free_at_.begin(), free_at_.end(), std::greater<>());
    free_at_.back() = thawed(std::max(now, free_at_.back()) + delay);
    const Fate fate{free_at_.back(), fails};
    std::push_heap(free_at_.begin(), free_at_.end(), std::greater<>());
    return fate;
  }

  std::optional<base::TimePoint> first_arrival() const { return first_; }
  const Behaviour& behaviour() const { return behaviour_; }

 private:
  base::TimePoint thawed(base::TimePoint due) const {
    if (!behaviour_.freeze) return due;
    const auto from = *first_ + behaviour_.freeze->at, to = from + behaviour_.freeze->lasts;
    return due >= from && due < to ? to : due;
  }

  Behaviour behaviour_;
  Random random_;
  std::vector<base::TimePoint> free_at_;  // of each server; a heap
  std::optional<base::TimePoint> first_;
};

}  // namespace acrida::fakes
