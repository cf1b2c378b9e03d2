// The doctor's findings as text for a terminal of 80 columns, and as one JSON object.
#pragma once

#include <string>
#include <vector>

#include "app/acrida/doctor/advice.h"
#include "app/acrida/doctor/facts.h"

namespace acrida::app::doctor {

std::string text_report(const Facts& facts, const std::vector<Advice>& advice);
// Unknown values are null; times are milliseconds, as in a run's summary.
std::string json_report(const Facts& facts, const std::vector<Advice>& advice);

}  // namespace acrida::app::doctor
