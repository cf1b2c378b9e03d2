// The texts of config files, as lines of a key and its values; which keys exist is not known here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace acrida::app {

struct ConfigLine {
  int number = 0;   // from 1
  std::string key;  // without leading dashes
  std::vector<std::string> values;
  bool written_as_list = false;
};

// What configargparse reads by default: `key = value`, `key: value`, `key value`, `key` alone for true, lists
// as [A, B], values in quotes, comments after # and ;, and [sections], which mean nothing. Errors begin with
// `name` and the line's number.
base::Result<std::vector<ConfigLine>> read_conf(std::string_view text, const std::string& name);

// The table [tool.locust] of a TOML file; empty if there is none.
base::Result<std::vector<ConfigLine>> read_pyproject(std::string_view text, const std::string& name);

}  // namespace acrida::app
