#include "scenario/python/engine.h"

#include "scenario/python/exchange.h"

namespace acrida::scenario::python {

// A greenlet that waits for a time.
class Sleep {
 public:
  explicit Sleep(Engine& engine) : engine_(engine) {}

  bool until(base::TimePoint time) {
    timer_.set(time);
    const bool came = engine_.block(waiting_);
    timer_.cancel();
    return came;
  }

 private:
  void wake() { engine_.greenlets.wake(waiting_); }

  Engine& engine_;
  Waiting waiting_;
  async::Timer timer_{engine_.loop, async::Callback::to<&Sleep::wake>(this)};
};

Engine::Engine(PyObject* hub) : greenlets(hub) {}

Engine::~Engine() = default;

bool Engine::pump() {
  // What the greenlets begin is sent by the next turn. Now and then the hub has to see to its own watchers.
  constexpr int kMostTurns = 16;
  if (pumping_) return true;
  pumping_ = true;
  bool went_well = true;
  for (int turns = 0; went_well && !left_ && turns < kMostTurns; ++turns) {
    const bool busy = loop.turn();
    if (!busy && !greenlets.any_ready()) break;
    went_well = greenlets.run_ready();
  }
  pumping_ = false;
  if (greenlets.any_ready()) poller.wake();
  poller.arm(loop.next_deadline());
  return hold_hub(greenlets.blocked() > 0) && went_well;
}

// A greenlet of a pump may have forked: the hub's copy then comes back into that pump.
void Engine::leave_to_parent() {
  left_ = true;
  greenlets.drop_ready();
  poller.part_from_parent();
}

bool Engine::block(Waiting& waiting) {
  if (!pumping_) {
    // The hub is to turn the loop soon. Not we ourselves: what came in that turn would wake a greenlet that
    // does not wait yet.
    poller.wake();
    if (!holding_ && !hold_hub(true)) return false;
  }
  return greenlets.block(waiting);
}

bool Engine::hold_hub(bool hold) {
  if (hold == holding_ || !watcher_) return true;
  PyObject* error_type = nullptr;
  PyObject* error = nullptr;
  PyObject* traceback = nullptr;
  PyErr_Fetch(&error_type, &error, &traceback);
  holding_ = hold;
  const bool done = PyObject_SetAttrString(watcher_.get(), "ref", hold ? Py_True : Py_False) == 0;
  if (error_type != nullptr) PyErr_Restore(error_type, error, traceback);
  return done;
}

bool Engine::sleep(base::Duration duration) {
  std::unique_ptr<Sleep> sleep;
  if (free_sleeps_.empty()) {
    sleep = std::make_unique<Sleep>(*this);
  } else {
    sleep = std::move(free_sleeps_.back());
    free_sleeps_.pop_back();
  }
  Sleep* const waits = sleep.release();  // nothing that would be destroyed may stand on the stack
  const auto due = base::after(clock.now(), std::max(duration, base::Duration::zero()));
  const bool came = waits->until(due);
  free_sleeps_.emplace_back(waits);
  if (came && run != nullptr && duration > base::Duration::zero())
    run->health.dispatch_lag.record(clock.now() - due);
  return came;
}

Exchange* Engine::take_exchange() {
  if (free_exchanges_.empty()) return new Exchange(*this);
  Exchange* exchange = free_exchanges_.back().release();
  free_exchanges_.pop_back();
  return exchange;
}

void Engine::give_back(Exchange* exchange) {
  // More than ever wait at once are not worth their memory.
  constexpr std::size_t kMostKept = 256;
  exchange->clear();
  if (free_exchanges_.size() < kMostKept) {
    free_exchanges_.emplace_back(exchange);
  } else {
    delete exchange;
  }
}

}  // namespace acrida::scenario::python
