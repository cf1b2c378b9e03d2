#include "load/thread_worker.h"

#include <utility>

#include "load/worker.h"

namespace acrida::load {
namespace {

// Thread and control loop post messages to each other, which is all they share but two gauges.
class ThreadWorker final : public WorkerLink {
 public:
  ThreadWorker(async::Loop& control, const EngineSeat& seat, const RunPlan& plan, Scenario& scenario,
               stats::EndpointTable& endpoints, const base::Log& log, std::uint32_t number,
               std::uint32_t workers)
      : control_(control),
        loop_(seat.loop),
        plan_(plan),
        worker_(seat.loop, seat.connector, plan_, scenario, endpoints, log, number, workers) {}

  void begin(base::TimePoint start, const Ramp& ramp, WorkerEvents events) override {
    events_ = std::move(events);
    loop_.post([this, start, ramp] { worker_.begin(start, ramp, messages()); });
  }
  void change(const Ramp& ramp, std::uint32_t change, const ClassChoice& of) override {
    loop_.post([this, ramp, change, of] { worker_.change(ramp, change, of); });
  }
  void stop(std::uint32_t change) override {
    loop_.post([this, change] { worker_.stop(change); });
  }
  void abort(std::uint32_t change) override {
    loop_.post([this, change] { worker_.abort(change); });
  }
  void finish() override {
    loop_.post([this] { worker_.finish(); });
  }
  void start_anew(std::int64_t second) override {
    loop_.post([this, second] { worker_.start_anew(second); });
  }
  stats::Gauges gauges() const override { return {worker_.users(), worker_.in_flight()}; }

 private:
  // The worker's events, told on the control loop.
  WorkerEvents messages() {
    return {
        .on_share =
            [this](stats::Share share) {
              control_.post([this, share = std::make_shared<stats::Share>(std::move(share))] {
                events_.on_share(std::move(*share));
              });
            },
        .on_arrived =
            [this](std::uint32_t change) { control_.post([this, change] { events_.on_arrived(change); }); },
        .on_idle =
            [this](std::uint32_t change) { control_.post([this, change] { events_.on_idle(change); }); },
        .on_ended =
            [this](const EngineHealth& health, base::TimePoint last_finish) {
              control_.post([this, health, last_finish] { events_.on_ended(health, last_finish); });
            },
    };
  }

  async::Loop& control_;
  async::Loop& loop_;
  RunPlan plan_;
  WorkerEvents events_;
  Worker worker_;
};

}  // namespace

std::vector<std::unique_ptr<WorkerLink>> thread_workers(async::Loop& control,
                                                        const std::vector<EngineSeat>& seats,
                                                        const RunPlan& plan, Scenario& scenario,
                                                        stats::EndpointTable& endpoints,
                                                        const base::Log& log) {
  std::vector<std::unique_ptr<WorkerLink>> workers;
  const auto count = static_cast<std::uint32_t>(seats.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    workers.push_back(
        std::make_unique<ThreadWorker>(control, seats[i], plan, scenario, endpoints, log, i, count));
  }
  return workers;
}

}  // namespace acrida::load
