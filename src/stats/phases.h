// The phases of a run, ramp, warm-up and steady, and which seconds are judged.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include <acrida/export.h>

#include "base/clock.h"
#include "stats/snapshot.h"
#include "stats/warm_up.h"

namespace acrida::stats {

struct Phase {
  enum class Name { ramp, warm_up, steady };

  Name name = Name::ramp;
  base::Duration from{}, to{};  // since the run's start, whole seconds
  Tally all;                    // what happened then
  std::uint64_t exceptions = 0;
};
constexpr const char* name_of(Phase::Name name) {
  return name == Phase::Name::ramp ? "ramp" : name == Phase::Name::warm_up ? "warm-up" : "steady";
}

// How long the warm-up takes, from the end of the ramp.
struct ACRIDA_API WarmUp {
  static constexpr std::chrono::seconds kFloor{5};
  static constexpr std::chrono::seconds kShortestHorizon{60};

  base::Duration length{};  // rounded up to whole seconds; of an automatic one at least kFloor
  // WarmUpSeries tells, once, when so much time has passed since the ramp's end or the run is over.
  std::optional<base::Duration> horizon = {};

  static WarmUp fixed(base::Duration length) { return {length}; }
  // Decides within the first 60 s after the ramp or, if that is more, the first tenth of the run.
  static WarmUp automatic(std::optional<base::Duration> run_time);
};

// Takes the seconds of the run, each into its phase, and hands on those that are judged: with a warm-up those
// of the steady phase, else all. Until it is known where an automatic warm-up ends they are held back, in
// chunks of a second; when these have more than kMostHeld tallies neighbours are merged, and the phase begins
// between two of them.
class ACRIDA_API Phases {
 public:
  static constexpr std::size_t kMostHeld = 2000;
  // `first` has what happened in so many seconds.
  using Judged = std::function<void(const Snapshot& first, std::int64_t seconds)>;

  Phases(std::optional<WarmUp> warm_up, Judged judged) : warm_up_(warm_up), judged_(std::move(judged)) {}

  // The load is up: the next whole second belongs to the ramp no more. Only the first call counts.
  void ramp_is_over(base::Duration since_start);
  // Forgets all there was, if the second says so.
  void add(const Snapshot& second);
  // The run is over: what is held back finds its phase.
  void finish();

  // Those that have begun, in order.
  const std::vector<Phase>& phases() const { return phases_; }

 private:
  struct Chunk {
    Snapshot snapshot;  // of its first second
    std::int64_t seconds = 1;
  };
  void add_late(const Snapshot& part);
  void file(Phase::Name name, const Snapshot& first, std::int64_t seconds);
  void hold(const Snapshot& second);
  std::size_t held_tallies() const;
  void join_held();  // neighbours
  void decide();

  std::optional<WarmUp> warm_up_;
  Judged judged_;
  std::vector<Phase> phases_;
  std::optional<std::int64_t> ramp_end_, steady_from_;
  WarmUpSeries series_;
  std::vector<Chunk> held_;
  std::int64_t chunk_seconds_ = 1;  // that a chunk has when it is full
};

}  // namespace acrida::stats
