// What a run is to do, read from the values of its options.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/acrida/command_line/option_values.h"
#include "app/acrida/judging.h"
#include "base/log.h"
#include "load/composed_plan.h"
#include "load/run_plan.h"

namespace acrida::app {

struct RunOptions {
  std::vector<std::string> files;
  std::vector<std::string> user_classes;  // empty: all
  load::RunPlan plan;                     // but for what the classes want themselves: load::composed_plan()
  load::LoadWish load;
  bool users_said = false;
  Judging judging;
  bool headless = false;
  std::string python;         // for users in Python; empty: the usual one
  int processes = 1;          // of users in Python
  bool config_users = false;  // something is said about their attributes

  std::vector<std::string> tags;          // only tasks with one of these; empty: all tasks
  std::vector<std::string> exclude_tags;  // no tasks with one of these
  bool equal_weights = false;             // every class and every task weighs 1

  bool console = true;  // tables, and how the run goes
  bool only_summary = false;
  bool print_stats = false;       // tables also when there is a web page
  std::string csv_prefix;         // empty: no CSV files
  bool csv_full_history = false;  // a history row for each endpoint, not only for all together
  bool json = false;              // the final numbers as Locust's JSON on stdout
  std::string json_file;          // the same into this file, whose name ends in .json; empty: none
  std::string summary;            // empty: no summary
  int exit_code_on_error = 1;
  base::LogLevel log_level = base::LogLevel::info;
  std::string log_file;         // empty: stderr
  bool skip_log_setup = false;  // the users file sets up logging

  // Instead of a run: show and exit.
  bool list = false;
  bool show_task_ratio = false;
  bool show_task_ratio_json = false;

  std::map<std::string, std::string> custom;  // the options that users files in C++ declare, all of them
};

// The users files that are to be loaded; empty: none is named.
std::vector<std::string> users_files_of(const OptionValues& values);

// All but user_classes and custom; there may be no file. Throws base::UsageError for values that make no
// sense, alone or together.
RunOptions run_options_of(const OptionValues& values);

}  // namespace acrida::app
