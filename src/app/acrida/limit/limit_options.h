// The words that `acrida limit` has besides those of a run or of an attack.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"

namespace acrida::app {

struct LimitOptions {
  bool over_users = false;        // else over arrivals a second
  std::optional<double> start;    // the lowest load; nullopt: the usual one
  std::optional<double> highest;  // load; nullopt: none
  base::Duration budget = std::chrono::minutes(10);
  double precision = 0.05;        // > 0: done when the failing load is at most so much above the passing one
  std::vector<std::string> rest;  // the other words, in their order
};

// Takes its own words out, which must be written in full: --budget 5m, --budget=5m. Throws base::UsageError
// with one sentence that names the option and the cure.
LimitOptions limit_options_of(const std::vector<std::string>& words);

// What --help prints: at most 80 columns wide.
std::string limit_help();

}  // namespace acrida::app
