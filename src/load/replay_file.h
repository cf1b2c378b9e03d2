// The times of arrivals that somebody has recorded, in a file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <acrida/export.h>

#include "base/clock.h"
#include "base/result.h"

namespace acrida::load {

inline constexpr std::size_t kMostReplayed = 10'000'000;                 // arrivals
inline constexpr std::size_t kLargestReplayFile = std::size_t{1} << 28;  // bytes

// One time a line, in seconds with up to nine decimals, in order; empty lines and those that begin with # are
// passed over. The first one is 0, whatever it says, so that the times may be those of a clock (Unix time).
// The error names the line.
ACRIDA_API base::Result<std::vector<base::Duration>> parse_replay(std::string_view text);

// The same of a file; the error begins with its name.
ACRIDA_API base::Result<std::vector<base::Duration>> read_replay(const std::string& path);

}  // namespace acrida::load
