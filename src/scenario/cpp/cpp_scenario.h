// Users that are written in C++.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <acrida/export.h>
#include <acrida/user.h>

#include "base/result.h"
#include "load/scenario.h"

namespace acrida::scenario::cpp {

// The classes are added first, then the run begins.
class ACRIDA_API CppScenario final : public load::Scenario {
 public:
  CppScenario();
  ~CppScenario() override;

  // Takes in a class by constructing one user of it, to hear what its constructor says. The error names the
  // class: a name that is there already, no task, or what the constructor threw.
  base::Result<void> add(std::string_view name, std::unique_ptr<User> (*make)());
  // Only these are kept; the error names one that is not there, and those that are.
  base::Result<void> keep_only(const std::vector<std::string>& names);
  // Reads the host of each class: `run_host` if it is not empty, else the class's own. The error names a
  // class that has neither, or the URL that is wrong.
  base::Result<void> set_host(const std::string& run_host);

  std::vector<load::UserClass> classes() const override;
  std::unique_ptr<load::UserFactory> open(load::Engine& engine) override;

 private:
  class Factory;
  struct Class;
  std::vector<std::unique_ptr<Class>> classes_;
};

}  // namespace acrida::scenario::cpp
