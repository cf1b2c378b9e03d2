// Runs another program and collects what it says.
#pragma once

#include <string>
#include <vector>

#include <acrida/export.h>

#include "base/result.h"

namespace acrida::base {

struct ProcessResult {
  int exit_code = 0;  // 128 + the signal's number if one ended it
  std::string out, err;
};

// Waits for its end. No shell is involved: `command` is the program (looked up on PATH) and its arguments.
// The error says why it could not be started.
ACRIDA_API Result<ProcessResult> run_process(const std::vector<std::string>& command);

}  // namespace acrida::base
