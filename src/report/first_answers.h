// What the server said to the requests that failed, for a person.
#pragma once

#include <string>

#include "stats/totals.h"

namespace acrida::report {

// "First answer of each error": status line and front of the body, the most frequent errors first, five of
// them at most. Empty when no failure had an answer.
std::string first_answers(const stats::Totals& run);

}  // namespace acrida::report
