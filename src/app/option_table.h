// Every option of a run, as data. The command line, the keys of config files, the environment variables and
// --help are made from these rows, and so is the `parsed_options` that users in Python see.
#pragma once

#include <span>
#include <string_view>

namespace acrida::app {

enum class OptionType {
  flag,        // takes no value; in files and variables true, yes, 1 or false, no, 0
  text,        // str
  integer,     // int
  number,      // float
  timespan,    // 1h20m; users in Python see whole seconds
  list,        // any number of words after one option, as argparse's nargs="*"; a list
  repeated,    // one word each time it is given; a list
  positional,  // the words that belong to no option; a list
};

enum class OptionGroup { what, request, load, connections, results, information, users_file };

struct OptionRow {
  std::string_view name;      // the long one, without its dashes; also the key in config files
  char letter;                // 0: none
  std::string_view dest;      // its attribute in `parsed_options`: Locust's, where Locust has the option
  std::string_view variable;  // the environment variable; empty: none
  OptionType type;
  std::string_view metavar;        // what stands for the value in --help; empty for flags
  std::string_view default_value;  // as one would type it; empty: none
  OptionGroup group;
  std::string_view help;          // one line
  bool hidden = false;            // not in --help and not abbreviated
  std::string_view refusal = {};  // follows the name when it is given, since it cannot work; empty: it works

  bool shown() const { return !hidden && refusal.empty(); }
};

// The refusal of options whose feature does not exist yet.
inline constexpr std::string_view kNotBuilt = "is not built yet";

// In the order of --help.
std::span<const OptionRow> option_table();

}  // namespace acrida::app
