// A whole run in one thread and in simulated time: control loop, engine, client, HTTP/1 and server, over
// streams in memory.
#pragma once

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "async/loop.h"
#include "base/log.h"
#include "http/server.h"
#include "load/local_runner.h"
#include "load/scenario.h"
#include "load/thread_worker.h"
#include "net/memory.h"
#include "stats/totals.h"
#include "tests/fakes/manual_clock.h"

namespace acrida::fakes {

class SimulatedWorld final : public load::RunObserver, private http::Handler {
 public:
  using Answer = std::function<void(const http::Request&, http::Response&)>;

  // `answer` is what the server does; by default 200 and no body. A new connection takes `connect_time`.
  explicit SimulatedWorld(Answer answer = nullptr, base::Duration connect_time = {})
      : connector(
            loop, [this](std::unique_ptr<net::Stream> stream) { accept(std::move(stream)); }, connect_time),
        answer_(std::move(answer)) {}

  // Runs the plan to its end, with `workers` engines on this one loop.
  void run(const load::RunPlan& plan, load::Scenario& scenario, int workers = 1) {
    std::vector<load::EngineSeat> seats(static_cast<std::size_t>(workers), load::EngineSeat{loop, connector});
    load::LocalRunner runner(loop, load::thread_workers(loop, seats, plan, scenario, endpoints, log), plan,
                             *this);
    for (auto& [when, act] : schedule) {
      timers_.push_back(std::make_unique<At>(*this, runner, act));
      timers_.back()->timer.set(clock.now() + when);
    }
    runner.start();
    loop.run();
  }

  ManualClock clock;
  ManualPoller poller{clock};
  async::Loop loop{clock, poller};
  http::Server server{loop, *this};
  // Who is at the other end of a new connection.
  std::function<void(std::unique_ptr<net::Stream>)> accept = [this](std::unique_ptr<net::Stream> stream) {
    server.accept(std::move(stream));
  };
  net::MemoryConnector connector;
  stats::EndpointTable endpoints;
  base::Log log = base::Log::silent();

  // What is done to the runner, and when, from the start of the run.
  std::vector<std::pair<base::Duration, std::function<void(load::Runner&)>>> schedule;

  // What was seen.
  std::vector<std::string> requests;  // "GET /health", in the order of arrival
  std::vector<stats::Snapshot> snapshots;
  stats::Totals totals{endpoints};
  load::RunEnd end;
  base::Duration ended_after{}, spawned_after{};  // the last time for the latter
  bool keep_requests = true;

 private:
  struct At {
    At(SimulatedWorld& world, load::Runner& on, std::function<void(load::Runner&)> what)
        : timer(world.loop, async::Callback::to<&At::fire>(this)), runner(on), act(std::move(what)) {}
    void fire() { act(runner); }
    async::Timer timer;
    load::Runner& runner;
    std::function<void(load::Runner&)> act;
  };

  void handle(const http::Request& request, http::Response& response) override {
    if (keep_requests) requests.push_back(request.method + " " + request.target);
    if (answer_) answer_(request, response);
  }
  void refuse(int, const std::string& why, http::Response&) override {
    throw std::logic_error("bad request: " + why);
  }

  void on_snapshot(const stats::Snapshot& second) override {
    totals.add(second);
    snapshots.push_back(second);
  }
  void on_spawned() override { spawned_after = clock.now().time_since_epoch(); }
  void on_end(const load::RunEnd& run_end) override {
    end = run_end;
    ended_after = clock.now().time_since_epoch();
    loop.stop();
  }

  Answer answer_;
  std::vector<std::unique_ptr<At>> timers_;
};

}  // namespace acrida::fakes
