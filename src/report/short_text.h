// Times, counts and sizes as a person reads them at a glance.
#pragma once

#include <cstdint>
#include <string>

#include <acrida/export.h>

#include "base/clock.h"

namespace acrida::report {

// Three digits and a unit, whatever the size: "83 us", "2.10 ms", "12.3 ms", "1.20 s", "75.0 s"; "us" is "µs"
// where there is more than ASCII.
ACRIDA_API std::string short_time(base::Duration time, bool utf8);

// "1,234,567"
std::string grouped(std::uint64_t number);

// "12.3": one decimal below a hundred, none above.
std::string short_rate(double per_second);

// "812 B", "1.21 MB": three digits, in thousands.
std::string short_bytes(double bytes);

// "0.02%"; some is never "0.00%", and not all is never "100.00%". REQUIRES: all > 0
ACRIDA_API std::string percent_text(std::uint64_t part, std::uint64_t all);

}  // namespace acrida::report
