// What becomes of the exceptions that users throw: each is counted, and shown once.
#pragma once

#include <exception>
#include <mutex>
#include <set>
#include <string>

#include "http/hidden_values.h"
#include "load/engine.h"

namespace acrida::scenario::cpp {

// What was shown already, by any thread.
class ShownTroubles {
 public:
  bool is_new(const std::string& text) {
    const std::lock_guard lock(mutex_);
    return shown_.insert(text).second;
  }

 private:
  std::mutex mutex_;
  std::set<std::string> shown_;
};

// Of one engine thread.
class Troubles {
 public:
  Troubles(load::Engine& engine, ShownTroubles& shown, const http::HiddenValues& hidden)
      : engine_(engine), shown_(shown), hidden_(hidden) {}
  // `place`: the task, or what else has thrown. StopUser is none.
  void report(const std::exception_ptr& thrown, const std::string& place);

 private:
  load::Engine& engine_;
  ShownTroubles& shown_;
  const http::HiddenValues& hidden_;
  std::set<std::string> seen_;  // of shown_, so that the common case takes no lock
};

}  // namespace acrida::scenario::cpp
