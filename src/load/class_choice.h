// Some of the user classes of a scenario.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace acrida::load {

// Their indices in Scenario::classes(); nullopt: all of them.
using ClassChoice = std::optional<std::vector<std::size_t>>;

}  // namespace acrida::load
