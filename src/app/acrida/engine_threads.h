// The threads that users live on: one event loop each.
#pragma once

#include <memory>
#include <thread>
#include <vector>

#include "async/loop.h"
#include "base/clock.h"
#include "load/thread_worker.h"
#include "net/tcp_connector.h"

namespace acrida::app {

class EngineThreads {
 public:
  EngineThreads(const base::Clock& clock, int count);
  // Ends them if they run.
  ~EngineThreads() { stop(); }

  // Where a runner puts its users; valid as long as this.
  std::vector<load::EngineSeat> seats();
  void start();
  void stop();

 private:
  struct Engine {
    explicit Engine(const base::Clock& clock) : poller(clock), loop(clock, poller), connector(loop) {}
    async::EpollPoller poller;
    async::Loop loop;
    net::TcpConnector connector;
    std::thread thread;
  };
  std::vector<std::unique_ptr<Engine>> engines_;
};

}  // namespace acrida::app
