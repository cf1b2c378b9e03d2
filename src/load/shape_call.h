// Shapes that have a name: steps(from=10, to=100, by=10, every=30s).
#pragma once

#include <string_view>

#include "base/result.h"
#include "load/shape_text.h"

namespace acrida::load {

// REQUIRES: an opening parenthesis in it, and no space at its ends.
base::Result<ShapeText> parse_shape_call(std::string_view text);

}  // namespace acrida::load
