// The arrivals of all streams of a plan, as one worker sees them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <acrida/export.h>

#include "base/clock.h"
#include "load/arrivals.h"
#include "load/assignment.h"
#include "load/run_plan.h"
#include "load/scenario.h"

namespace acrida::load {

struct Arrival {
  base::Duration at;  // since the run's start
  std::size_t class_index;

  bool operator==(const Arrival&) const = default;
};

// Draws every arrival of the plan, in order, and gives those that are its worker's: of each stream the
// arrivals n with n mod `workers` = `number`. Those due when the plan's run time is over, or later, do not
// take place; of a plan with `iterations`, only so many do, the first of all streams together. Classes take
// their shares by weight; a fixed count of users says nothing about arrivals.
class ACRIDA_API Timetable {
 public:
  // The plan outlives it. REQUIRES: number < workers
  Timetable(const RunPlan& plan, const std::vector<UserClass>& classes, std::uint32_t number,
            std::uint32_t workers);

  // nullopt: that was all.
  std::optional<Arrival> next();
  // Whether it is the run's time alone that there are no more.
  bool is_cut() const { return cut_; }

 private:
  struct Stream {
    ArrivalSchedule schedule;
    Assignment assignment;
    std::optional<base::Duration> next;
    std::uint64_t drawn = 0;
  };
  Stream* first();

  const RunPlan& plan_;
  std::uint32_t number_, workers_;
  std::vector<Stream> streams_;
  std::uint64_t left_;
  bool cut_ = false;
};

}  // namespace acrida::load
