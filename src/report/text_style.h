// What a terminal, or a file, can show.
#pragma once

namespace acrida::report {

struct TextStyle {
  int columns = 80;     // no line is longer
  bool colour = false;  // ANSI escapes
  bool utf8 = false;    // more than ASCII
};

}  // namespace acrida::report
