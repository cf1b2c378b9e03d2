// Users in Python, as the engine starts and stops them.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "load/scenario.h"
#include "scenario/python/object.h"
#include "scenario/python/stats_feed.h"

namespace acrida::scenario::python {

// A user is whatever `spawn(class_index, index, on_call)` returns: an object with the methods stop_gently(),
// stop() and abort(), which only begin what they are named after, since they are called from a turn of the
// loop and must not switch to another greenlet. Its end is told by ended(); one that is on call (it waits for
// arrivals) is told by attend() who it is before its first task.
class PythonScenario final : public load::Scenario {
 public:
  // While a worker is open, samples of `feed` go to its recorder.
  PythonScenario(std::vector<load::UserClass> classes, Object spawn, StatsFeed& feed)
      : classes_(std::move(classes)), spawn_(std::move(spawn)), feed_(feed) {}

  std::vector<load::UserClass> classes() const override { return classes_; }
  std::unique_ptr<load::UserFactory> open(load::Engine& engine) override;

  // The user of this index is this locust.User. Nothing happens if there is none, or it is not on call.
  void attend(std::uint32_t index, PyObject* user);
  // The user of this index is no more. Nothing happens if there is none.
  void ended(std::uint32_t index);

 private:
  class Factory;
  class PythonUser;

  std::vector<load::UserClass> classes_;
  Object spawn_;
  StatsFeed& feed_;
  std::map<std::uint32_t, PythonUser*> users_;  // that are there, by index
};

}  // namespace acrida::scenario::python
