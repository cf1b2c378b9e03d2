// The words that texts of shapes are made of.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace acrida::load {

struct Level {
  double value = 0;
  bool is_rate = false;  // arrivals a second; else users
};

// "100" or "100/s".
base::Result<Level> parse_level(std::string_view text);
// As base::parse_timespan(); the error says what times look like.
base::Result<base::Duration> parse_time(std::string_view text);

// For errors: fit for a terminal, and no more than its beginning.
std::string quoted(std::string_view text);
// The complaint about a text that has levels of both kinds.
base::Error mixed_levels(std::string_view text);

}  // namespace acrida::load
