// From what is said for a whole run and what each class says for itself to the loads that a run consists of.
#pragma once

#include <optional>
#include <vector>

#include <acrida/export.h>

#include "base/result.h"
#include "load/run_plan.h"
#include "load/scenario.h"

namespace acrida::load {

// What whoever starts a run says for all its classes, besides what the plan has.
struct LoadWish {
  std::optional<Shape> users = {};  // closed load that follows a shape, instead of RunPlan::users …
  std::optional<ArrivalStream> stream = {};  // … or open load; at most one of the two. Its `of` is not used
  std::optional<Arrivals> arrivals = {};     // of all open load, whoever wants it
  std::optional<base::Duration> stop_timeout = {};
  bool max_in_flight = false;  // somebody has said RunPlan::max_in_flight
};

// How long requests that are out may take to finish after open load, when nobody says otherwise: they are
// what its last arrivals would tell. In closed load they are cut off, as Locust does.
inline constexpr base::Duration kOpenStopTimeout = std::chrono::seconds(10);

// `plan` with its users, classes, shapes and streams set:
// - A wish for all classes wins over what they want themselves. Classes with a fixed count go by no share of
//   anything: they keep so many users, beside it.
// - Else a class that wants a shape or a stream gets its own, and all others share the plan's users.
// - Where nobody has said how long the run takes, it takes as long as the last of the loads that have an end.
// The error says what does not go together.
ACRIDA_API base::Result<RunPlan> composed_plan(RunPlan plan, const LoadWish& wish,
                                               const std::vector<UserClass>& classes);

// "open", "closed", or "mixed" when there are both.
ACRIDA_API const char* load_model_of(const RunPlan& plan);

}  // namespace acrida::load
