// A value that somebody gave for an option, and where, so that an error can say whom to ask.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace acrida::app {

// Who speaks later wins.
enum class Source { file, plan, variable, words };

struct Setting {
  Source source = Source::words;
  std::string place;  // what an error begins with: "--users", "LOCUST_USERS" "locust.conf:3: users" or
                      // "plan.yaml:3:8: users"
  std::vector<std::string> values;
  bool written_as_list = false;  // [A, B] in a file
};

// By the option's name.
using Settings = std::map<std::string, Setting, std::less<>>;

}  // namespace acrida::app
