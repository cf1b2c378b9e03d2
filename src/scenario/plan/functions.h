// The functions that may be called in ${…}: random.integer(1, 100).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "scenario/plan/template.h"

namespace acrida::scenario::plan {

// "name(a, b)" taken apart; a text without brackets has no arguments. nullopt: brackets are missing.
struct Call {
  std::string_view name;
  bool brackets = false;
  std::vector<std::string> arguments = {};
};
std::optional<Call> parse_call(std::string_view text);

bool is_function(std::string_view name);
// The names, for messages.
std::vector<std::string> function_names();
// The error is a sentence that says how it is called. REQUIRES: is_function(call.name)
base::Result<Source> function_source(const Call& call);

// A text of the plan as a value: a number, true, false and null are JSON.
Value value_of_text(std::string_view text);

}  // namespace acrida::scenario::plan
