#include "app/acrida/python_child.h"

#include <csignal>
#include <utility>

#include <fmt/format.h>

#include "app/acrida/python_place.h"
#include "base/failure.h"

namespace acrida::app {
namespace {

// A child that runs users tells how many there are several times a second.
constexpr base::Duration kSilence = std::chrono::seconds(5);
constexpr base::Duration kLookInterval = std::chrono::seconds(1);
// From the question where it is to its answer, which no Python code can hold up.
constexpr base::Duration kAnswerTime = std::chrono::milliseconds(300);

}  // namespace

PythonChild::PythonChild(ControlLoop& control, const Python& python, std::uint32_t number, std::uint32_t of,
                         base::Log log, Events events)
    : control_(control),
      number_(number),
      log_(std::move(log)),
      events_(std::move(events)),
      last_heard_(control.clock.now()),
      look_timer_(control.loop, async::Callback::to<&PythonChild::look>(this)),
      place_timer_(control.loop, async::Callback::to<&PythonChild::tell_place>(this)) {
  auto path = python.package;
  if (const char* theirs = std::getenv("PYTHONPATH"); theirs != nullptr && *theirs != '\0')
    path += fmt::format(":{}", theirs);
  process_ = base::value_or_throw(cluster::local::ChildProcess::start(
      control.loop, {python.interpreter, "-m", "locust._engine", std::to_string(number), std::to_string(of)},
      {"PYTHONPATH=" + path},
      {[this](std::string_view line) { on_line(line); },
       [this](std::string_view line) { last_words_.emplace_back(line); },
       [this](const std::string& how) { on_exit(how); }}));
}

std::string PythonChild::name() const {
  return fmt::format("the process {} of users in Python", process_->pid());
}

void PythonChild::kill() { process_->signal(SIGKILL); }

std::unique_ptr<load::WorkerLink> PythonChild::worker(const load::RunPlan& plan,
                                                      stats::EndpointTable& endpoints,
                                                      std::uint32_t workers) {
  auto worker = std::make_unique<cluster::RemoteWorker>([this](const std::string& line) { send(line); },
                                                        endpoints, plan, number_, workers);
  worker_ = worker.get();
  if (!running()) worker_->lose();
  return worker;
}

void PythonChild::on_line(std::string_view line) {
  last_heard_ = now();
  if (std::exchange(silent_, false)) log_.info(name() + " goes on");
  try {
    const auto json = Json::parse(line);
    if (worker_ != nullptr && worker_->take(json)) return;
    events_.on_tell(*this, json);
  } catch (const JsonError& e) {
    log_.error(fmt::format("{} says what nobody understands ({}), and is ended", name(), e.what()));
    kill();
  }
}

void PythonChild::on_exit(const std::string& how) {
  end_ = how;
  watch(false);
  if (worker_ != nullptr) worker_->lose();
  events_.on_gone(*this);
}

void PythonChild::watch(bool on) {
  last_heard_ = now();
  on ? look_timer_.set(now() + kLookInterval) : look_timer_.cancel();
}

void PythonChild::expect_end_within(base::Duration time) { end_due_ = now() + time; }

void PythonChild::look() {
  look_timer_.set(now() + kLookInterval);
  if (now() - last_heard_ < kSilence) return;
  if (end_due_ && now() > *end_due_) {
    log_.error(fmt::format("{} does not end when it should, and is ended by force", name()));
    return kill();
  }
  if (std::exchange(silent_, true)) return;
  last_words_.clear();
  process_->signal(SIGUSR1);
  place_timer_.set(now() + kAnswerTime);
}

void PythonChild::tell_place() {
  const auto place = place_in(last_words_);
  log_.warning(fmt::format(
      "{} has been busy for {:.0f} s without letting its other users go on{}; a task that computes for long "
      "needs gevent.sleep(0) now and then, or --processes",
      name(), base::seconds_of(now() - last_heard_), place.empty() ? "" : fmt::format(", in {}", place)));
}

}  // namespace acrida::app
