// A plan file: what is asked, by whom and how often, all in one YAML file.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <acrida/export.h>
#include <acrida/user.h>
#include <acrida/wait_time.h>

#include "base/clock.h"
#include "base/result.h"
#include "http/hidden_values.h"
#include "scenario/plan/flow.h"
#include "scenario/plan/scope.h"

namespace acrida::scenario::plan {

struct UserClass {
  std::string name;
  double weight = 1;
  unsigned fixed_count = 0;
  std::string host;                        // empty: the run's
  std::optional<std::string> rate, users;  // shapes, as the command line has them
  std::optional<Arrivals> arrivals;
  WaitTime think;
  Flow login, on_start, on_stop;
  std::vector<Flow> tasks;  // at least one
  std::vector<Slot> slots;  // of each user
};

// What the file says about an option of the run: the command line may overrule it.
struct RunSetting {
  std::string option;  // "run-time"
  std::string place;   // "plan.yaml:3:11: run_time": what a complaint begins with
  std::vector<std::string> values;
};

struct Plan {
  std::vector<RunSetting> settings;
  std::vector<UserClass> classes;  // at least one
  Flow setup, teardown;
  // Extracted by setup, before there are users; from then on only read.
  mutable std::vector<Slot> shared;
  std::vector<std::unique_ptr<DataSource>> data;
  http::HiddenValues hidden;  // the secrets
  std::shared_ptr<const base::Clock> clock;
  std::uint64_t seed = 0;  // of what setup draws
};

// What a plan is read with.
struct Reading {
  Environment environment;
  // The content of a file beside the plan, or why there is none.
  std::function<base::Result<std::string>(const std::string& path)> read_file;
  std::shared_ptr<const base::Clock> clock;
  std::uint64_t seed = 0;
};

// Reads the file and those it names, whose paths are relative to its folder. The error has a line for each
// mistake, "plan.yaml:12:7: what is wrong and what to do".
ACRIDA_API base::Result<std::shared_ptr<const Plan>> load_plan(const std::string& path,
                                                               const Reading& reading);
// The same of a text; `path` is where it would stand.
ACRIDA_API base::Result<std::shared_ptr<const Plan>> read_plan(std::string_view text, const std::string& path,
                                                               const Reading& reading);

}  // namespace acrida::scenario::plan
