// What of the world decides what a command line means, besides its words. Injected, so that a test has its
// own.
#pragma once

#include <map>
#include <string>

namespace acrida::app {

struct Surroundings {
  std::map<std::string, std::string, std::less<>> environment;
  std::string home;    // with .locust.conf; empty: none
  std::string folder;  // with locust.conf and pyproject.toml; empty: the process's own
};

Surroundings surroundings_of_this_process();

}  // namespace acrida::app
