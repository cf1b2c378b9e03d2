// The words of a command line, sorted into options and their values as Python's argparse sorts them, so that
// a line written for Locust means the same here: unique abbreviations, -fFILE, --users=5, bundled flags
// (-lV), `--`, and lists that take every word up to the next option.
#pragma once

#include <string>
#include <vector>

#include "app/acrida/command_line/option_set.h"
#include "app/acrida/command_line/setting.h"

namespace acrida::app {

struct Words {
  Settings settings;
  std::vector<std::string> positional;
  // The first of each kind, as a sentence; empty: none. An unknown option may still be one that a users file
  // declares, and then a positional word may be its value.
  std::string mistake;
  std::string unknown;
};

// In the first pass the options of the users files are missing from the set: an abbreviation, which may be
// the name of one of those, is known only if it is an early option's.
enum class Pass { first, last };

// Never fails: what is wrong is told in the result, for whoever asks for --help shall get it all the same.
Words sort_words(const std::vector<std::string>& words, const OptionSet& options, Pass pass);

}  // namespace acrida::app
