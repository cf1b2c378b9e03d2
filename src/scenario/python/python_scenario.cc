#include "scenario/python/python_scenario.h"

#include <optional>
#include <utility>

#include "scenario/python/on_call.h"

namespace acrida::scenario::python {

class PythonScenario::PythonUser final : public load::User {
 public:
  PythonUser(PythonScenario& scenario, std::size_t class_index, std::uint32_t index,
             load::UserListener& listener)
      : scenario_(scenario), listener_(listener), class_index_(class_index), index_(index) {}
  ~PythonUser() override { scenario_.users_.erase(index_); }

  void start() override { spawn(Py_False); }
  void stand_by() override {
    on_call_.emplace(scenario_.feed_.engine(), listener_, index_);
    spawn(Py_True);
  }
  void iterate(base::TimePoint intended) override { on_call_->call(intended); }
  void stop_gently() override { tell("stop_gently"); }
  void stop() override { tell("stop"); }
  void abort() override { tell("abort"); }

  void attend(PyObject* user) {
    if (on_call_) on_call_->attach(user);
  }
  void end() {
    if (on_call_) on_call_->detach();
    listener_.on_user_ended(index_);
  }

 private:
  void spawn(PyObject* on_call) {
    object_ = Object::take(PyObject_CallFunction(scenario_.spawn_.get(), "nkO",
                                                 static_cast<Py_ssize_t>(class_index_),
                                                 static_cast<unsigned long>(index_), on_call));
    if (object_) return;
    PyErr_WriteUnraisable(scenario_.spawn_.get());
    scenario_.ended(index_);
  }
  void tell(const char* what) {
    if (!object_) return;
    if (!Object::take(PyObject_CallMethod(object_.get(), what, nullptr)))
      PyErr_WriteUnraisable(object_.get());
  }

  PythonScenario& scenario_;
  load::UserListener& listener_;
  std::size_t class_index_;
  std::uint32_t index_;
  Object object_;  // null: not started yet, or it could not be
  std::optional<OnCall> on_call_;
};

class PythonScenario::Factory final : public load::UserFactory {
 public:
  Factory(PythonScenario& scenario, load::Engine& engine) : scenario_(scenario) {
    scenario_.feed_.bind(engine.recorder, engine.endpoints);
    scenario_.feed_.engine().http.use(engine.http.settings);
    scenario_.feed_.engine().run = &engine;
  }
  ~Factory() override {
    scenario_.feed_.engine().run = nullptr;
    scenario_.feed_.unbind();
  }

  std::unique_ptr<load::User> make_user(std::size_t class_index, std::uint32_t index,
                                        load::UserListener& listener) override {
    auto user = std::make_unique<PythonUser>(scenario_, class_index, index, listener);
    scenario_.users_[index] = user.get();
    return user;
  }

 private:
  PythonScenario& scenario_;
};

std::unique_ptr<load::UserFactory> PythonScenario::open(load::Engine& engine) {
  return std::make_unique<Factory>(*this, engine);
}

void PythonScenario::attend(std::uint32_t index, PyObject* user) {
  const auto found = users_.find(index);
  if (found != users_.end()) found->second->attend(user);
}

void PythonScenario::ended(std::uint32_t index) {
  const auto found = users_.extract(index);
  if (!found.empty()) found.mapped()->end();
}

}  // namespace acrida::scenario::python
