// Where Python code is, in what Python's faulthandler writes.
#pragma once

#include <string>
#include <vector>

namespace acrida::app {

// `lines`: `  File "tasks.py", line 7 in compute`, the innermost call first, among other lines. Gives
// "tasks.py, line 7 (compute)" for the innermost call outside of the package locust and of Python's own
// library; empty if there is no call.
std::string place_in(const std::vector<std::string>& lines);

}  // namespace acrida::app
