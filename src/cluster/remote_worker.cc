#include "cluster/remote_worker.h"

#include <algorithm>
#include <utility>

#include "cluster/plan_text.h"

namespace acrida::cluster {
namespace {

std::uint32_t count_of(const Json& json) {
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(json.integer(), 0, UINT32_MAX));
}

}  // namespace

RemoteWorker::RemoteWorker(Send send, stats::EndpointTable& endpoints, load::RunPlan plan,
                           std::uint32_t number, std::uint32_t workers)
    : send_(std::move(send)),
      shares_(endpoints),
      plan_(std::move(plan)),
      number_(number),
      workers_(workers) {}

void RemoteWorker::begin(base::TimePoint start, const load::Ramp& ramp, load::WorkerEvents events) {
  events_ = std::move(events);
  last_finish_ = start;
  begun_ = true;
  base::JsonWriter line;
  line.begin_object().key("do").value("begin").key("number").value(number_).key("workers").value(workers_);
  line.key("start").value(start.time_since_epoch().count()).key("ramp");
  write_ramp(line, ramp);
  line.key("plan");
  write_plan(line, plan_);
  send_(line.end_object().text());
  if (lost_) answer_for_the_lost();
}

void RemoteWorker::enter(std::uint32_t change) {
  change_ = change;
  arrived_ = idle_ = false;
}

void RemoteWorker::change(const load::Ramp& ramp, std::uint32_t change, const load::ClassChoice& of) {
  enter(change);
  base::JsonWriter line;
  line.begin_object().key("do").value("change").key("change").value(change).key("ramp");
  write_ramp(line, ramp);
  line.key("classes");
  write_choice(line, of);
  send_(line.end_object().text());
  if (lost_) answer_for_the_lost();
}

// After which nobody arrives anywhere.
void RemoteWorker::send_change(const char* what, std::uint32_t change) {
  enter(change);
  arrived_ = true;
  send_(JsonObject().set("do", what).set("change", change).text());
  if (lost_) answer_for_the_lost();
}

void RemoteWorker::stop(std::uint32_t change) { send_change("stop", change); }
void RemoteWorker::abort(std::uint32_t change) { send_change("abort", change); }

void RemoteWorker::finish() {
  finishing_ = true;
  send_(JsonObject().set("do", "finish").text());
  if (lost_) answer_for_the_lost();
}

void RemoteWorker::start_anew(std::int64_t second) {
  send_(JsonObject().set("do", "start_anew").set("second", second).text());
}

bool RemoteWorker::take(const Json& line) {
  if (!begun_ || lost_) return false;
  const std::string& what = line["tell"].string();
  if (what == "share") {
    events_.on_share(shares_.read(line));
  } else if (what == "users") {
    gauges_ = {count_of(line["users"]), count_of(line["in_flight"])};
    last_finish_ = base::TimePoint(base::Duration(line["last_finish"].integer()));
  } else if (what == "arrived") {
    const auto change = static_cast<std::uint32_t>(line["change"].integer());
    arrived_ |= change == change_;
    events_.on_arrived(change);
  } else if (what == "idle") {
    const auto change = static_cast<std::uint32_t>(line["change"].integer());
    gauges_ = {};
    idle_ |= change == change_;
    events_.on_idle(change);
  } else if (what == "ended") {
    ended_ = true;
    events_.on_ended(read_health(line["health"]),
                     base::TimePoint(base::Duration(line["last_finish"].integer())));
  } else {
    return false;
  }
  return true;
}

void RemoteWorker::lose() {
  lost_ = true;
  gauges_ = {};
  if (begun_) answer_for_the_lost();
}

// The runner counts the answers of all its workers, and must not wait for this one's.
void RemoteWorker::answer_for_the_lost() {
  if (ended_) return;
  if (finishing_) {
    ended_ = true;
    return events_.on_ended({}, last_finish_);
  }
  if (!std::exchange(arrived_, true)) events_.on_arrived(change_);
  if (!ended_ && !std::exchange(idle_, true)) events_.on_idle(change_);
}

}  // namespace acrida::cluster
