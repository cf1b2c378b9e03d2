// The command line of a run, as Locust's with what acrida adds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "load/run_plan.h"

namespace acrida::app {

struct RunOptions {
  std::vector<std::string> files;
  std::vector<std::string> user_classes;  // empty: all
  load::RunPlan plan;
  bool headless = false;
  bool only_summary = false;
  bool list = false;
  std::string csv_prefix;  // empty: no CSV files
  std::string summary;     // empty: no summary
  base::LogLevel log_level = base::LogLevel::info;
  std::string log_file;  // empty: stderr
  int exit_code_on_error = 1;
};

// nullopt: --help or --version was asked for and answered. Throws base::UsageError with one sentence that
// names the option and the cure.
std::optional<RunOptions> parse_run_options(const std::vector<std::string>& arguments);

}  // namespace acrida::app
