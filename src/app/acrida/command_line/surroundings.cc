#include "app/acrida/command_line/surroundings.h"

#include <unistd.h>

#include <string_view>

namespace acrida::app {

Surroundings surroundings_of_this_process() {
  Surroundings found;
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string_view variable = *each;
    const auto equals = variable.find('=');
    if (equals != std::string_view::npos)
      found.environment.emplace(variable.substr(0, equals), variable.substr(equals + 1));
  }
  if (const auto home = found.environment.find("HOME"); home != found.environment.end())
    found.home = home->second;
  return found;
}

}  // namespace acrida::app
