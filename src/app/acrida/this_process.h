// What this process uses, and may use.
#pragma once

#include <cstdint>

#include "base/clock.h"

namespace acrida::app {

base::Duration cpu_time();  // user and system, of all threads so far
std::uint64_t peak_rss_bytes();

// Raises the limit of open descriptors to what this process may have at most, and tells it.
std::uint64_t raise_descriptor_limit();

}  // namespace acrida::app
