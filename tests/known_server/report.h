// What a KnownServer tells about itself: a summary in JSON, and its log as a file.
#pragma once

#include <string>

#include "base/result.h"
#include "tests/fakes/known_server.h"

namespace acrida::known_server {

// Counts, and exact quantiles (rank ⌈p·n⌉) of what it took from arrival to answer and of how much later than
// due that was. Times of day are nanoseconds of CLOCK_MONOTONIC. Sorts everything: ask for it when nothing is
// measured.
std::string report(const fakes::KnownServer& server);

// Every request in the order of the log, four 64-bit integers in this machine's order: arrived, due, written
// (nanoseconds of CLOCK_MONOTONIC) and the status; written and status are 0 where the client had gone before.
base::Result<void> write_log(const fakes::KnownServer& server, const std::string& path);

}  // namespace acrida::known_server
