// A plan, and a ramp, as JSON that goes to another process or machine. Times in nanoseconds; a point in time
// is one of CLOCK_MONOTONIC, which all processes of a machine share.
#pragma once

#include <acrida/export.h>
#include <acrida/json.h>

#include "base/json_writer.h"
#include "load/class_choice.h"
#include "load/ramp.h"
#include "load/run_plan.h"

namespace acrida::cluster {

// What a reader must know to understand the other side's lines.
inline constexpr int kFormat = 2;

ACRIDA_API void write_plan(base::JsonWriter& out, const load::RunPlan& plan);
// Throws JsonError for what write_plan() does not write.
ACRIDA_API load::RunPlan read_plan(const Json& json);

// Null, or the indices.
ACRIDA_API void write_choice(base::JsonWriter& out, const load::ClassChoice& choice);
// Throws JsonError for what write_choice() does not write.
ACRIDA_API load::ClassChoice read_choice(const Json& json);

ACRIDA_API void write_ramp(base::JsonWriter& out, const load::Ramp& ramp);
// Throws JsonError for what write_ramp() does not write.
ACRIDA_API load::Ramp read_ramp(const Json& json);

}  // namespace acrida::cluster
