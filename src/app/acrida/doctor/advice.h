// What to do about what limits a machine: a function of the facts.
#pragma once

#include <string>
#include <vector>

#include "app/acrida/doctor/facts.h"

namespace acrida::app::doctor {

struct Advice {
  std::string key;      // for programs: "governor"
  std::string text;     // for people: what is the matter, and what it does to a load test
  std::string command;  // the cure, to be typed; empty: there is none to type
};

// Only what applies; what spoils every measurement first, what matters for large loads only last.
std::vector<Advice> advice_for(const Facts& facts);

}  // namespace acrida::app::doctor
