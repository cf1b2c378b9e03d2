// For tests of plans: reads a text as a plan would be read, with files and an environment in memory.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "scenario/plan/plan.h"

namespace acrida::scenario::plan {

class FrozenClock final : public base::Clock {
 public:
  base::TimePoint now() const override { return {}; }
  base::WallTime wall_now() const override {
    return base::WallTime(std::chrono::milliseconds(1'700'000'000'250));
  }
};

// What is beside a plan.
struct Beside {
  std::map<std::string, std::string> environment, files;

  base::Result<std::shared_ptr<const Plan>> read(std::string_view text) const {
    Reading reading;
    reading.environment = [this](const std::string& name) -> std::optional<std::string> {
      const auto found = environment.find(name);
      if (found == environment.end()) return std::nullopt;
      return found->second;
    };
    reading.read_file = [this](const std::string& path) -> base::Result<std::string> {
      const auto found = files.find(path);
      if (found == files.end()) return base::Error{path + ": no such file"};
      return found->second;
    };
    reading.clock = std::make_shared<FrozenClock>();
    return read_plan(text, "plans/plan.yaml", reading);
  }
  // What is wrong with it; empty: nothing.
  std::string complaint(std::string_view text) const {
    const auto plan = read(text);
    return plan ? "" : plan.error().message;
  }
};

}  // namespace acrida::scenario::plan
