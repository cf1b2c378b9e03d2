// The engine of one process of Python users: its loop, turned by gevent's hub, and what all its clients
// share.
#pragma once

#include <pthread.h>

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "async/loop.h"
#include "async/poller.h"
#include "base/clock.h"
#include "http/client_context.h"
#include "load/engine.h"
#include "net/tcp_connector.h"
#include "scenario/python/greenlets.h"

namespace acrida::scenario::python {

class Exchange;
class Sleep;

class Engine {
 public:
  // `hub` is gevent's, of this thread.
  explicit Engine(PyObject* hub);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  base::SystemClock clock;
  async::EpollPoller poller{clock};
  async::Loop loop{clock, poller};
  net::TcpConnector connector{loop};
  http::ClientContext http{loop, connector};
  Greenlets greenlets;
  // Of the run that is on, as long as it is; null: there is none.
  load::Engine* run = nullptr;

  // Serves what is ready and lets the greenlets go on that waited for it. Called by the hub when fd() is
  // readable. False: an exception is set.
  bool pump();
  // Lets the calling greenlet wait until somebody wakes it; what it has just begun is sent at once. False: an
  // exception is set.
  bool block(Waiting& waiting);
  // Waits so long; not at all if that is nothing, but others may run. False: an exception is set.
  bool sleep(base::Duration duration);

  // Whether the calling thread is the engine's. All but this and `clock` is for that thread only.
  bool is_here() const { return !left_ && pthread_equal(pthread_self(), thread_) != 0; }

  // For a process that fork() has just made: the connections and all who wait are the parent's, and this does
  // nothing more. Sessions go on without it, as in another thread.
  void leave_to_parent();

  // A request to be filled in: one that was used before, if there is one.
  Exchange* take_exchange();
  void give_back(Exchange* exchange);

  // What keeps the hub's loop alive while somebody waits for us: its watcher of fd(). Kept.
  void set_watcher(PyObject* watcher) { watcher_ = Object::keep(watcher); }

 private:
  friend class Sleep;

  bool hold_hub(bool hold);

  pthread_t thread_ = pthread_self();
  Object watcher_;
  bool holding_ = false;  // the hub's loop goes on for us
  bool pumping_ = false;
  bool left_ = false;  // to the parent process
  std::vector<std::unique_ptr<Exchange>> free_exchanges_;
  std::vector<std::unique_ptr<Sleep>> free_sleeps_;
};

// The engine of an `_acrida.Engine`; null with an exception set if it is none.
Engine* engine_of(PyObject* object);

// Adds the type Engine.
bool add_engine(PyObject* module);

}  // namespace acrida::scenario::python
