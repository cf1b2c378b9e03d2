// Which python3 runs users in Python, and where the package that they import is.
#pragma once

#include <map>
#include <string>

namespace acrida::app {

struct Python {
  std::string interpreter;  // a path, or a name on PATH
  std::string package;      // the folder that holds `locust` and its extension module
};

// `asked_for` if it is not empty; else the python3 of the active virtual environment (VIRTUAL_ENV), else
// Debian's, for which the extension module is built. Throws base::RunError when the package is not beside
// this program, and when there is no such virtual environment.
Python find_python(const std::string& asked_for,
                   const std::map<std::string, std::string, std::less<>>& environment);

}  // namespace acrida::app
