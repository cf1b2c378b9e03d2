// Names for runs that nobody else has, and that sort by time.
#pragma once

#include <cstdint>
#include <string>

#include <acrida/export.h>

#include "base/clock.h"

namespace acrida::base {

// A UUID of version 7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then the 74 lower bits of the two random
// words.
ACRIDA_API std::string uuid7(WallTime time, std::uint64_t random_high, std::uint64_t random_low);

}  // namespace acrida::base
