#include "load/worker.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <utility>

#include "load/health_watch.h"
#include "load/population.h"
#include "load/ramp_crew.h"
#include "load/shape_crew.h"
#include "load/user_pool.h"
#include "load/worker_share.h"

namespace acrida::load {
namespace {

// A little after the second's end, so that verdicts that take a moment still find their share.
constexpr base::Duration kTickDelay = std::chrono::milliseconds(50);

}  // namespace

// What there is from begin() on.
struct Worker::Load {
  explicit Load(Worker& of)
      : population(*of.engine_, *of.factory_, of.number_, of.workers_, of.users_,
                   async::Callback::to<&Worker::look>(&of)),
        crew(of.loop_, slots(of, of.plan_.classes), of.plan_.classes,
             async::Callback::to<&Worker::on_arrived>(&of)),
        pool(*of.engine_, population, of.classes_, of.number_, of.workers_),
        health(*of.engine_, async::Callback::to<&Worker::on_beat>(&of)) {
    for (const auto& each : of.plan_.shapes) {
      shape_crews.emplace_back(of.loop_, slots(of, each.of), each.users,
                               async::Callback::to<&Population::look_soon>(&population));
    }
  }
  Slots slots(Worker& of, const ClassChoice& choice) {
    return {population, of.classes_, choice, of.number_, of.workers_};
  }

  // No crew starts or stops anybody any more.
  void halt_crews() {
    crew.halt();
    for (auto& each : shape_crews) each.halt();
  }
  // Their users may finish their tasks.
  void dismiss_crews() {
    population.for_each([](Inhabitant& who) {
      if (!who.has_keeper()) who.user().stop_gently();
    });
  }

  Population population;
  RampCrew crew;
  std::deque<ShapeCrew> shape_crews;
  UserPool pool;
  HealthWatch health;
};

Worker::Worker(async::Loop& loop, net::Connector& connector, const RunPlan& plan, Scenario& scenario,
               stats::EndpointTable& endpoints, const base::Log& log, std::uint32_t number,
               std::uint32_t workers)
    : loop_(loop),
      connector_(connector),
      plan_(plan),
      scenario_(scenario),
      endpoints_(endpoints),
      log_(log),
      number_(number),
      workers_(workers),
      classes_(scenario.classes()),
      tick_timer_(loop, async::Callback::to<&Worker::tick>(this)) {}

Worker::~Worker() = default;

void Worker::begin(base::TimePoint start, const Ramp& ramp, WorkerEvents events) {
  start_ = start;
  events_ = std::move(events);
  open_engine();
  tick_timer_.set(start_ + std::chrono::seconds(1) + kTickDelay);
  load_->health.begin();
  change(ramp, 0, plan_.classes);
  for (auto& crew : load_->shape_crews) crew.begin(start_);
  load_->pool.begin(start_);
}

void Worker::open_engine() {
  auto settings = plan_.http;
  settings.http2_connections = share_of(settings.http2_connections, number_, workers_);
  engine_.reset(new Engine{loop_, http::ClientContext(loop_, connector_, std::move(settings)),
                           stats::Recorder(loop_.clock(), start_, events_.on_share),
                           stats::EndpointCache(endpoints_), plan_, log_});
  engine_->iterations_left = iterations_of_crews();
  if (plan_.spin) loop_.poller().spin_while(&engine_->http.in_flight);
  factory_ = scenario_.open(*engine_);
  load_ = std::make_unique<Load>(*this);
}

// Shared by those workers alone that will have users in closed load.
std::uint64_t Worker::iterations_of_crews() const {
  if (!plan_.iterations) return ~std::uint64_t{0};
  double users = plan_.users;
  for (const auto& each : plan_.shapes) users = std::max(users, std::floor(each.users.peak() + 0.5));
  const auto sharers = static_cast<std::uint32_t>(std::clamp<double>(users, 1, workers_));
  return number_ < sharers ? share_of(*plan_.iterations, number_, sharers) : 0;
}

void Worker::change(const Ramp& ramp, std::uint32_t change, const ClassChoice& of) {
  if (stopping_) return;
  change_ = change;
  told_idle_ = false;
  load_->crew.change(ramp, of);
}

void Worker::on_arrived() {
  events_.on_arrived(change_);
  load_->population.look_soon();
}

// When no user may begin another iteration, those that wait need not wait any longer.
void Worker::on_beat() {
  in_flight_.store(engine_->http.in_flight, std::memory_order_relaxed);
  if (!plan_.iterations || engine_->iterations_left > 0) return;
  load_->halt_crews();
  load_->dismiss_crews();
  load_->population.look_soon();
}

void Worker::stop(std::uint32_t change) {
  change_ = change;
  told_idle_ = false;
  Population& population = load_->population;
  if (!std::exchange(stopping_, true)) {
    load_->halt_crews();
    if (plan_.stop_timeout > base::Duration::zero()) {
      load_->dismiss_crews();
      load_->pool.close();
      population.cut_off_all_at(base::after(now(), plan_.stop_timeout));
    } else {
      load_->pool.give_up();
      population.cut_off_all();
    }
  }
  population.look_soon();
}

void Worker::abort(std::uint32_t change) {
  change_ = change;
  told_idle_ = false;
  stopping_ = true;
  load_->halt_crews();
  load_->pool.give_up();
  load_->population.abort_all();
  load_->population.look_soon();
}

bool Worker::is_over() const {
  if (!load_->population.empty()) return false;
  return stopping_ || (load_->crew.has_arrived() && load_->pool.is_closed() &&
                       std::all_of(load_->shape_crews.begin(), load_->shape_crews.end(),
                                   [](const ShapeCrew& crew) { return crew.has_ended(); }));
}

void Worker::look() {
  if (is_over() && !std::exchange(told_idle_, true)) events_.on_idle(change_);
}

void Worker::finish() {
  tick_timer_.cancel();
  load_->population.finish();
  load_->health.stop();
  loop_.poller().spin_while(nullptr);
  engine_->recorder.finish();
  events_.on_ended(engine_->health, engine_->recorder.last_finish());
}

void Worker::tick() {
  engine_->recorder.tick(now());
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now() - start_);
  tick_timer_.set(start_ + seconds + std::chrono::seconds(1) + kTickDelay);
}

}  // namespace acrida::load
