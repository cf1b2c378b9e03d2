// What a second engine thread adds. Each engine thread has users, client and HTTP server on one loop, over
// streams in memory: nothing is shared between threads but what the engine itself shares. Three ways, in
// turn:
//   1      one run of one thread
//   2      one run of two threads
//   1 + 1  two runs of one thread each, at once: what this machine gives to two cores that share nothing
//
// usage: threads_bench [SECONDS] [ROUNDS] [USERS]      of each round, of each way, of each thread; 3, 3 and
// 100
#include <sched.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <acrida/acrida.h>

#include "async/loop.h"
#include "base/log.h"
#include "http/server.h"
#include "load/local_runner.h"
#include "load/thread_worker.h"
#include "net/memory.h"
#include "scenario/cpp/cpp_scenario.h"
#include "stats/totals.h"

namespace acrida {
namespace {

struct Settings {
  int seconds = 3, rounds = 3, users = 100;
};

class Getter : public HttpUser {
 public:
  Getter() { task(&Getter::health); }
  Task<> health() { co_await client().get("/health"); }
};

// An engine thread and the server that its users ask, on a core of their own.
class Seat final : private http::Handler {
 public:
  explicit Seat(const base::Clock& clock) : poller_(clock), loop_(clock, poller_) {}

  load::EngineSeat engine() { return {loop_, connector_}; }
  std::uint64_t answered() const { return server_.answered(); }
  void start(int core) {
    thread_ = std::thread([this, core] {
      cpu_set_t only;
      CPU_ZERO(&only);
      CPU_SET(static_cast<unsigned>(core), &only);
      ::sched_setaffinity(0, sizeof only, &only);
      loop_.run();
    });
  }
  void stop() {
    loop_.stop();
    thread_.join();
  }

 private:
  void handle(const http::Request&, http::Response& response) override { response.body = "OK"; }
  void refuse(int, const std::string& why, http::Response&) override { throw std::logic_error(why); }

  async::EpollPoller poller_;
  async::Loop loop_;
  http::Server server_{loop_, *this};
  net::MemoryConnector connector_{
      loop_, [this](std::unique_ptr<net::Stream> stream) { server_.accept(std::move(stream)); }};
  std::thread thread_;
};

// One run over some threads.
class Run final : public load::RunObserver {
 public:
  Run(const base::Clock& clock, async::Loop& control, int threads, const Settings& settings,
      std::function<void()> ended)
      : control_(control), ended_(std::move(ended)) {
    for (int i = 0; i < threads; ++i) seats_.push_back(std::make_unique<Seat>(clock));
    plan_.host = "http://in.memory";
    plan_.users = static_cast<std::uint32_t>(threads * settings.users);
    plan_.spawn_rate = 1e6;
    plan_.run_time = std::chrono::seconds(settings.seconds);
    plan_.threads = threads;
    const auto added = scenario_.add(detail::user_class<Getter>("Getter"));
    if (!added) throw std::logic_error(added.error().message);
    if (const auto hosts = scenario_.set_host(plan_.host); !hosts)
      throw std::logic_error(hosts.error().message);
  }

  void start(int first_core) {
    std::vector<load::EngineSeat> engines;
    for (const auto& seat : seats_) engines.push_back(seat->engine());
    runner_ = std::make_unique<load::LocalRunner>(
        control_, load::thread_workers(control_, engines, plan_, scenario_, endpoints_, log_), plan_, *this);
    for (const auto& seat : seats_) seat->start(first_core++);
    runner_->start();
  }

  // Requests a second; throws if a check failed. After the end.
  double finish() {
    std::uint64_t answered = 0;
    for (const auto& seat : seats_) {
      seat->stop();
      answered += seat->answered();
    }
    const auto& all = totals_.aggregated();
    if (all.failures > 0 || all.requests > answered || all.requests + plan_.users < answered)
      throw std::runtime_error(
          "a round failed its check: requests counted and answered differ, or some failed");
    return static_cast<double>(all.requests) / base::seconds_of(end_.duration);
  }

 private:
  void on_snapshot(const stats::Snapshot& second) override { totals_.add(second); }
  void on_spawned() override {}
  void on_end(const load::RunEnd& end) override {
    end_ = end;
    ended_();
  }

  async::Loop& control_;
  std::function<void()> ended_;
  std::vector<std::unique_ptr<Seat>> seats_;
  load::RunPlan plan_;
  scenario::cpp::CppScenario scenario_;
  stats::EndpointTable endpoints_;
  stats::Totals totals_{endpoints_};
  base::Log log_ = base::Log::silent();
  load::RunEnd end_;
  std::unique_ptr<load::LocalRunner> runner_;
};

// Runs of so many threads each, at once. Requests a second of all.
double play(const std::vector<int>& threads, const Settings& settings) {
  const base::SystemClock clock;
  async::EpollPoller poller(clock);
  async::Loop control(clock, poller);
  auto going = threads.size();
  std::vector<std::unique_ptr<Run>> runs;
  for (const int each : threads) {
    runs.push_back(std::make_unique<Run>(clock, control, each, settings, [&] {
      if (--going == 0) control.stop();
    }));
  }
  int core = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    runs[i]->start(core);
    core += threads[i];
  }
  control.run();
  double sum = 0;
  for (const auto& run : runs) sum += run->finish();
  return sum;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

int number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 1)
    throw std::invalid_argument("usage: threads_bench [SECONDS] [ROUNDS] [USERS]");
  return value;
}

void measure(const Settings& settings) {
  const std::vector<std::vector<int>> ways{{1}, {2}, {1, 1}};
  const std::vector<const char*> names{"1", "2", "1 + 1"};
  std::vector<std::vector<double>> rates(ways.size());
  std::puts("round\tthreads\trequests_per_s");
  for (int round = 1; round <= settings.rounds; ++round) {
    for (std::size_t way = 0; way < ways.size(); ++way) {
      rates[way].push_back(play(ways[way], settings));
      std::printf("%d\t%s\t%.0f\n", round, names[way], rates[way].back());
      std::fflush(stdout);
    }
  }
  const double one = median(rates[0]);
  std::puts("\nthreads  requests/s  ÷ 1 thread");
  for (std::size_t way = 0; way < ways.size(); ++way)
    std::printf("%-7s  %10.0f  %.2fx\n", names[way], median(rates[way]), median(rates[way]) / one);
}

}  // namespace
}  // namespace acrida

int main(int argc, char** argv) try {
  acrida::Settings settings;
  if (argc > 1) settings.seconds = acrida::number(argv[1]);
  if (argc > 2) settings.rounds = acrida::number(argv[2]);
  if (argc > 3) settings.users = acrida::number(argv[3]);
  if (std::thread::hardware_concurrency() < 2) throw std::runtime_error("this machine has one core");
  acrida::measure(settings);
  return 0;
} catch (const std::exception& e) {
  std::fprintf(stderr, "threads_bench: %s\n", e.what());
  return 1;
}
