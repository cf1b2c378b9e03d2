#include "cluster/remote_worker.h"

#include <chrono>
#include <map>
#include <optional>

#include <gtest/gtest.h>

#include "cluster/lines.h"
#include "cluster/worker_host.h"
#include "load/local_runner.h"
#include "tests/fakes/simulated_world.h"

namespace acrida::cluster {
namespace {

using namespace std::chrono_literals;

// Users that record a request each 100 ms, and have no wish to stay.
class Pulse final : public load::Scenario {
 public:
  explicit Pulse(std::map<std::uint32_t, base::Duration>& started) : started_(started) {}
  std::vector<load::UserClass> classes() const override { return {{"A", 2, 0, "", {}}, {"B", 1, 0, "", {}}}; }
  std::unique_ptr<load::UserFactory> open(load::Engine& engine) override {
    return std::make_unique<Factory>(engine, started_);
  }

 private:
  class PulseUser final : public load::User {
   public:
    PulseUser(load::Engine& engine, std::size_t of, std::uint32_t index, load::UserListener& listener)
        : engine_(engine),
          endpoint_(engine.endpoints.intern("GET", of == 0 ? "/a" : "/b")),
          index_(index),
          listener_(listener),
          beat_(engine.loop, async::Callback::to<&PulseUser::beat>(this)),
          done_(engine.loop, async::Callback::to<&PulseUser::finish_iteration>(this)) {}
    void start() override { beat(); }
    void stand_by() override { listener_.on_user_idle(index_); }
    void iterate(base::TimePoint intended) override {
      intended_ = intended;
      done_.set(engine_.loop.clock().now() + 10ms);
    }
    void stop_gently() override { stop(); }
    void stop() override {
      beat_.cancel();
      done_.cancel();
      listener_.on_user_ended(index_);
    }
    void abort() override { stop(); }

   private:
    void beat() {
      stats::Sample sample;
      sample.endpoint = endpoint_;
      sample.finished = engine_.loop.clock().now();
      sample.started = sample.intended = sample.finished - 3ms;
      if (index_ == 1) sample.error_kind = "status", sample.error_text = "500 no";
      engine_.recorder.record(sample);
      beat_.set(engine_.loop.clock().now() + 100ms);
    }
    void finish_iteration() {
      stats::Sample sample;
      sample.endpoint = endpoint_;
      sample.finished = engine_.loop.clock().now();
      sample.started = sample.finished - 10ms;
      sample.intended = intended_;
      engine_.recorder.record(sample);
      listener_.on_user_idle(index_);
    }
    load::Engine& engine_;
    stats::EndpointId endpoint_;
    std::uint32_t index_;
    load::UserListener& listener_;
    base::TimePoint intended_;
    async::Timer beat_, done_;
  };
  class Factory final : public load::UserFactory {
   public:
    Factory(load::Engine& engine, std::map<std::uint32_t, base::Duration>& started)
        : engine_(engine), started_(started) {}
    std::unique_ptr<load::User> make_user(std::size_t of, std::uint32_t index,
                                          load::UserListener& listener) override {
      started_[index] = engine_.loop.clock().now().time_since_epoch();
      return std::make_unique<PulseUser>(engine_, of, index, listener);
    }

   private:
    load::Engine& engine_;
    std::map<std::uint32_t, base::Duration>& started_;
  };

  std::map<std::uint32_t, base::Duration>& started_;
};

// A run whose workers are hosts at the other end of streams in memory.
class Remote final : public load::RunObserver {
 public:
  explicit Remote(load::RunPlan plan, int workers = 2) : plan_(std::move(plan)) {
    std::vector<std::unique_ptr<load::WorkerLink>> links;
    for (int i = 0; i < workers; ++i) {
      auto& side = sides_.emplace_back(std::make_unique<Side>(*this));
      auto link = std::make_unique<RemoteWorker>(
          [&side = *side](const std::string& line) { side.here->send(line); }, endpoints, plan_,
          static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(workers));
      side->worker = link.get();
      links.push_back(std::move(link));
    }
    runner.emplace(loop, std::move(links), plan_, *this);
  }
  void run() {
    runner->start();
    loop.run();
  }
  void at(base::Duration when, std::function<void()> act) {
    acts_.push_back(std::make_unique<Act>(*this, std::move(act)));
    acts_.back()->timer.set(clock.now() + when);
  }
  // Its end of the stream goes, as if the process had died.
  void kill(std::size_t i) {
    sides_[i]->there.reset();
    sides_[i]->host.reset();
  }

  fakes::ManualClock clock;
  fakes::ManualPoller poller{clock};
  async::Loop loop{clock, poller};
  net::MemoryConnector connector{loop, nullptr};
  base::Log log = base::Log::silent();
  stats::EndpointTable endpoints;
  stats::Totals totals{endpoints};
  std::vector<stats::Snapshot> snapshots;
  std::map<std::uint32_t, base::Duration> started;
  std::optional<load::LocalRunner> runner;
  load::RunEnd end;
  base::Duration spawned_after{}, ended_after{};
  int spawned = 0;

 private:
  struct Side {
    explicit Side(Remote& world)
        : scenario(world.started),
          host(std::in_place, world.loop, world.connector, scenario, world.log,
               [this](const std::string& line) { there->send(line); }) {
      auto [near, far] = net::in_memory_pair(world.loop, 1000);
      here.emplace(std::move(near), Lines::Events{[this](std::string_view line) {
                                                    EXPECT_TRUE(worker->take(Json::parse(line))) << line;
                                                  },
                                                  [this] { worker->lose(); }});
      there.emplace(std::move(far), Lines::Events{[this](std::string_view line) {
                                                    EXPECT_TRUE(host->take(Json::parse(line))) << line;
                                                  },
                                                  nullptr});
    }
    Pulse scenario;
    std::optional<Lines> here, there;
    std::optional<WorkerHost> host;
    RemoteWorker* worker = nullptr;
  };
  struct Act {
    Act(Remote& world, std::function<void()> what)
        : timer(world.loop, async::Callback::to<&Act::fire>(this)), act(std::move(what)) {}
    void fire() { act(); }
    async::Timer timer;
    std::function<void()> act;
  };

  void on_snapshot(const stats::Snapshot& second) override {
    totals.add(second);
    snapshots.push_back(second);
  }
  void on_spawned() override {
    ++spawned;
    spawned_after = clock.now().time_since_epoch();
  }
  void on_end(const load::RunEnd& run_end) override {
    end = run_end;
    ended_after = clock.now().time_since_epoch();
    loop.stop();
  }

  load::RunPlan plan_;
  std::vector<std::unique_ptr<Side>> sides_;
  std::vector<std::unique_ptr<Act>> acts_;
};

load::RunPlan plan_of(std::uint32_t users, double rate, std::optional<base::Duration> run_time) {
  load::RunPlan plan;
  plan.users = users;
  plan.spawn_rate = rate;
  plan.run_time = run_time;
  return plan;
}

TEST(RemoteWorker, StartsTheSameUsersAtTheSameTimesAsThreadsDo) {
  Remote remote(plan_of(20, 4, 10s + 70ms), 3);
  remote.run();
  fakes::SimulatedWorld threads;
  std::map<std::uint32_t, base::Duration> started;
  Pulse scenario(started);
  threads.run(plan_of(20, 4, 10s + 70ms), scenario, 3);
  EXPECT_EQ(remote.started, started);
  EXPECT_EQ(remote.spawned_after, threads.spawned_after);
  EXPECT_EQ(remote.totals.aggregated().requests, threads.totals.aggregated().requests);
  EXPECT_TRUE(remote.totals.aggregated().latency == threads.totals.aggregated().latency);
  EXPECT_EQ(remote.totals.aggregated().failures, threads.totals.aggregated().failures);
  ASSERT_EQ(remote.snapshots.size(), threads.snapshots.size());
  for (std::size_t i = 0; i < remote.snapshots.size(); ++i)
    EXPECT_EQ(remote.snapshots[i].users, threads.snapshots[i].users) << i;
}

TEST(RemoteWorker, TakesTheSameArrivalsAsThreadsDo) {
  auto plan = plan_of(0, 1, 10s);
  plan.stop_timeout = 1s;
  plan.max_in_flight = 6;
  plan.streams = {{load::Shape({{0s, 0}, {10s, 1000}}), load::Arrivals::poisson, {}, {}}};
  Remote remote(plan, 3);
  remote.run();
  fakes::SimulatedWorld threads;
  std::map<std::uint32_t, base::Duration> started;
  Pulse scenario(started);
  threads.run(plan, scenario, 3);
  const auto& all = remote.totals.aggregated();
  EXPECT_GT(all.requests, 1000u);
  EXPECT_GT(all.dropped, 100u);
  EXPECT_EQ(all.requests, threads.totals.aggregated().requests);
  EXPECT_EQ(all.dropped, threads.totals.aggregated().dropped);
  EXPECT_TRUE(all.latency == threads.totals.aggregated().latency);
  EXPECT_EQ(remote.started, started);
  EXPECT_EQ(remote.end.health.dispatch_lag.count(), all.requests + all.dropped);
  EXPECT_EQ(remote.end.health.dispatch_lag.max(), 0s);
}

TEST(RemoteWorker, EndsWhenAllArrivalsHaveBeenCarriedOut) {
  auto plan = plan_of(0, 1, std::nullopt);
  plan.iterations = 100;
  plan.streams = {{load::Shape(10), load::Arrivals::constant, {}, {}}};
  Remote remote(plan, 3);
  remote.run();
  EXPECT_EQ(remote.totals.aggregated().requests, 100u);
  EXPECT_EQ(remote.ended_after, 9900ms + 10ms);
}

TEST(RemoteWorker, ChangesItsUsersAndStartsItsStatisticsAnew) {
  auto plan = plan_of(4, 100, 10s);
  plan.reset_stats = true;
  Remote remote(plan);
  remote.at(3s, [&] { remote.runner->change_users(8, 100, {}); });
  remote.run();
  EXPECT_EQ(remote.started.size(), 8u);
  EXPECT_EQ(remote.totals.first_second(), 1);
}

TEST(RemoteWorker, AWorkerThatDiesTakesItsUsersWithItAndNothingElse) {
  Remote remote(plan_of(10, 100, 10s));
  remote.at(5s + 300ms, [&] { remote.kill(1); });
  remote.run();
  EXPECT_EQ(remote.ended_after, 10s);
  EXPECT_EQ(remote.spawned, 1);
  EXPECT_EQ(remote.snapshots[4].users, 10u);
  EXPECT_EQ(remote.snapshots[7].users, 5u);
  // Five users of ten seconds and five of the five seconds that were told.
  EXPECT_NEAR(static_cast<double>(remote.totals.aggregated().requests), 750, 20);
}

TEST(RemoteWorker, ARunWhoseWorkersHaveAllDiedIsOver) {
  Remote remote(plan_of(10, 1, std::nullopt));
  remote.at(2s, [&] { remote.kill(0); });
  remote.at(3s, [&] { remote.kill(1); });
  remote.run();
  EXPECT_EQ(remote.ended_after, 3s);
}

TEST(RemoteWorker, DyingDuringTheStopDoesNotHoldItUp) {
  Remote remote(plan_of(10, 100, 2s));
  remote.at(2s, [&] { remote.kill(1); });
  remote.run();
  EXPECT_EQ(remote.ended_after, 2s);
}

}  // namespace
}  // namespace acrida::cluster
