// A bar of block characters, as charts in text have them.
#pragma once

#include <string>

#include <acrida/export.h>

namespace acrida::report {

// `length` cells long, 0 … `room`, and filled up to `room` with blanks; with eighths of a cell where there is
// more than ASCII. What is more than nothing is to be seen.
ACRIDA_API std::string bar_text(double length, int room, bool utf8);

}  // namespace acrida::report
