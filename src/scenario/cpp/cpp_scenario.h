// Users that are written in C++.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <acrida/export.h>
#include <acrida/task.h>
#include <acrida/user.h>

#include "base/result.h"
#include "http/hidden_values.h"
#include "load/scenario.h"
#include "scenario/cpp/definition.h"
#include "scenario/cpp/troubles.h"

namespace acrida::scenario::cpp {

// Classes are added first; then options, names, tags, weights and hosts are settled, in this order; then the
// run begins, and all is only read.
class ACRIDA_API CppScenario final : public load::Scenario {
 public:
  CppScenario();
  ~CppScenario() override;

  // Takes in a class by constructing one user of it, to hear what its constructor says. The error names the
  // class: a name that is there already, no task, or what the constructor threw.
  base::Result<void> add(const detail::UserClass& added);

  // The options that the classes have of their own.
  const std::vector<detail::UserOptions::Declared>& options() const { return options_.declared(); }
  // Gives them their values by name; those that are not there keep their defaults. The constructors are heard
  // again, for what they say may depend on a value. The error is as that of add().
  base::Result<void> set_options(const std::map<std::string, std::string>& values);

  // Only these are kept; the error names one that is not there, and those that are.
  base::Result<void> keep_only(const std::vector<std::string>& names);
  // Tasks without any of the tags `include` (all when it is empty), or with one of `exclude`, are left out,
  // and so is a class of which nothing is left: `left_out` gets their names. The error: nothing is left at
  // all; it names the tags there are.
  base::Result<void> keep_tagged(const std::vector<std::string>& include,
                                 const std::vector<std::string>& exclude, std::vector<std::string>& left_out);
  // Every class, and every task, gets the weight 1.
  void weigh_equally();
  // Reads the host of each class: `run_host` if it is not empty, else the class's own. The error names a
  // class that has neither, or the URL that is wrong.
  base::Result<void> set_host(const std::string& run_host);

  // Secrets that nothing may show: not what is kept of answers, no text of a failure or an exception.
  void hide(http::HiddenValues values) { hidden_ = std::move(values); }
  const http::HiddenValues& hidden() const { return hidden_; }

  // From now on there are users of this class alone, who do each task once, without waits, and then end; each
  // request is shown when it is filed, on the thread of its user.
  void try_each_task_once(std::string class_name, std::function<void(const detail::Exchange&)> watch);

  std::vector<load::UserClass> classes() const override;
  std::unique_ptr<load::UserFactory> open(load::Engine& engine) override;

  // The classes' functions for the beginning and for the end of a run, one after the other, on `engine`'s
  // thread. What one throws is logged; false if one did. The scenario outlives the task.
  Task<bool> begin_run(load::Engine& engine) { return run_hooks(engine, &detail::UserClass::on_run_start); }
  Task<bool> end_run(load::Engine& engine) { return run_hooks(engine, &detail::UserClass::on_run_stop); }

 private:
  class Factory;
  struct Class;
  using Hook = std::function<Task<>(Client&)> detail::UserClass::*;
  base::Result<void> define(Class& each);
  Task<bool> run_hooks(load::Engine& engine, Hook which);

  std::vector<std::unique_ptr<Class>> classes_;
  detail::UserOptions options_;
  ShownTroubles shown_;
  http::HiddenValues hidden_;
  std::string tried_;  // the class whose tasks are tried once; empty: none is
  std::function<void(const detail::Exchange&)> watch_;
};

}  // namespace acrida::scenario::cpp
