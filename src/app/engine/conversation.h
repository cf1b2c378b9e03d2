// What a process of users hears from acrida, and tells it: the lines for the worker go to the worker, the
// others to Python.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"
#include "cluster/lines.h"
#include "cluster/worker_host.h"
#include "scenario/python/engine.h"
#include "scenario/python/python_scenario.h"
#include "scenario/python/stats_feed.h"

namespace acrida::app {

class Conversation {
 public:
  explicit Conversation(scenario::python::Engine& engine);

  // The calling greenlet waits until there is a line for Python, or acrida is gone. False: an exception is
  // set.
  bool wait();
  // The next line for Python; nullopt: acrida is gone. After wait().
  std::optional<std::string> next();
  void tell(std::string_view line) { lines_.send(line); }

  // From now on users of these classes are run as acrida says. `feed` must live as long as this.
  void run_users(std::vector<load::UserClass> classes, scenario::python::Object spawn,
                 scenario::python::StatsFeed& feed);
  void attend(std::uint32_t index, PyObject* user);
  void user_ended(std::uint32_t index);

 private:
  void on_line(std::string_view line);
  void on_end();

  scenario::python::Engine& engine_;
  base::Log log_;
  std::deque<std::string> heard_;
  bool over_ = false;
  scenario::python::Waiting waiting_;
  cluster::Lines lines_;
  std::optional<scenario::python::PythonScenario> scenario_;
  std::optional<cluster::WorkerHost> host_;
};

}  // namespace acrida::app
