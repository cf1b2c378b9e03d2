// What models of queues and of scalability make of the probes of a search, in sentences.
#pragma once

#include <string>
#include <vector>

#include "app/acrida/limit/load_unit.h"
#include "capacity/search.h"

namespace acrida::app {

struct FitTexts {
  std::string model;  // and whether the held-out probe agrees; empty: too few probes were steady
  std::vector<std::string> predictions;  // for more replicas; none when the model is withdrawn
};
FitTexts fits_of(const capacity::Search& search, const LoadUnit& unit);

}  // namespace acrida::app
