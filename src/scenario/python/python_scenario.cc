#include "scenario/python/python_scenario.h"

#include <utility>

#include "base/failure.h"

namespace acrida::scenario::python {

class PythonScenario::PythonUser final : public load::User {
 public:
  PythonUser(PythonScenario& scenario, std::size_t class_index, std::uint32_t index)
      : scenario_(scenario), class_index_(class_index), index_(index) {}

  void start() override {
    object_ = Object::take(PyObject_CallFunction(scenario_.spawn_.get(), "nk",
                                                 static_cast<Py_ssize_t>(class_index_),
                                                 static_cast<unsigned long>(index_)));
    if (object_) return;
    PyErr_WriteUnraisable(scenario_.spawn_.get());
    scenario_.ended(index_);
  }
  // Never asked for: open() refuses plans with arrivals.
  void stand_by() override { scenario_.ended(index_); }
  void iterate(base::TimePoint) override {}
  void stop_gently() override { tell("stop_gently"); }
  void stop() override { tell("stop"); }
  void abort() override { tell("abort"); }

 private:
  void tell(const char* what) {
    if (!object_) return;
    if (!Object::take(PyObject_CallMethod(object_.get(), what, nullptr)))
      PyErr_WriteUnraisable(object_.get());
  }

  PythonScenario& scenario_;
  std::size_t class_index_;
  std::uint32_t index_;
  Object object_;  // null: not started yet, or it could not be
};

class PythonScenario::Factory final : public load::UserFactory {
 public:
  Factory(PythonScenario& scenario, load::Engine& engine) : scenario_(scenario) {
    scenario_.feed_.bind(engine.recorder, engine.endpoints);
    scenario_.feed_.engine().http.use(engine.http.settings);
  }
  ~Factory() override { scenario_.feed_.unbind(); }

  std::unique_ptr<load::User> make_user(std::size_t class_index, std::uint32_t index,
                                        load::UserListener& listener) override {
    scenario_.listeners_[index] = &listener;
    return std::make_unique<PythonUser>(scenario_, class_index, index);
  }

 private:
  PythonScenario& scenario_;
};

std::unique_ptr<load::UserFactory> PythonScenario::open(load::Engine& engine) {
  if (!engine.plan.streams.empty())
    throw base::UsageError("users in Python take no arrivals yet: give a number of users instead of a rate");
  return std::make_unique<Factory>(*this, engine);
}

void PythonScenario::ended(std::uint32_t index) {
  const auto found = listeners_.extract(index);
  if (!found.empty()) found.mapped()->on_user_ended(index);
}

}  // namespace acrida::scenario::python
