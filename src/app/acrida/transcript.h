// A request and its answer as a person reads them.
#pragma once

#include <string>

#include "scenario/cpp/exchange.h"

namespace acrida::app {

// What was sent (lines with >) and what came back (<), heads and the first 2 KB of bodies, secrets masked,
// and what was made of it. Every line is indented by two blanks and fit for a terminal.
std::string transcript_of(const detail::Exchange& exchange);

}  // namespace acrida::app
