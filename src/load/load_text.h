// What somebody wants of the load, from its text: a class of users, a plan file or a command line.
#pragma once

#include <string_view>

#include <acrida/export.h>

#include "base/result.h"
#include "load/run_plan.h"
#include "load/shape.h"

namespace acrida::load {

// Open load: "100", "100/s", a shape of rates or a replay, whose file is read. Not yet `of` any class. The
// error is a sentence that ends with the cure, without a name at its beginning.
ACRIDA_API base::Result<ArrivalStream> parse_rate(std::string_view text);

// Closed load: "100" or a shape of users.
ACRIDA_API base::Result<Shape> parse_users(std::string_view text);

// "poisson" or "constant".
ACRIDA_API base::Result<Arrivals> parse_arrivals(std::string_view text);
ACRIDA_API std::string_view name_of(Arrivals arrivals);

}  // namespace acrida::load
