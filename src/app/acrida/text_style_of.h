// How text may look where it is written to.
#pragma once

#include <cstdio>

#include "report/text_style.h"

namespace acrida::app {

// Colour and width of a terminal, unless NO_COLOR is set; block characters where the locale is UTF-8.
report::TextStyle text_style_of(std::FILE* out);

}  // namespace acrida::app
