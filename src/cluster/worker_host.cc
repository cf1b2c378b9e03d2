#include "cluster/worker_host.h"

#include <chrono>
#include <utility>

#include "base/json_writer.h"
#include "cluster/plan_text.h"

namespace acrida::cluster {
namespace {

// How often the runner hears how many users there are, and that this process is alive.
constexpr base::Duration kGaugeInterval = std::chrono::milliseconds(200);

std::uint32_t change_of(const Json& line) { return static_cast<std::uint32_t>(line["change"].integer()); }

}  // namespace

WorkerHost::WorkerHost(async::Loop& loop, net::Connector& connector, load::Scenario& scenario,
                       const base::Log& log, Tell tell)
    : loop_(loop),
      connector_(connector),
      scenario_(scenario),
      log_(log),
      tell_(std::move(tell)),
      gauge_timer_(loop, async::Callback::to<&WorkerHost::tell_users>(this)) {}

WorkerHost::~WorkerHost() = default;

bool WorkerHost::take(const Json& line) {
  const std::string& what = line["do"].string();
  if (what == "begin") return begin(line), true;
  if (!worker_) return false;
  if (what == "change") {
    worker_->change(read_ramp(line["ramp"]), change_of(line), read_choice(line["classes"]));
  } else if (what == "stop") {
    worker_->stop(change_of(line));
  } else if (what == "abort") {
    worker_->abort(change_of(line));
  } else if (what == "finish") {
    worker_->finish();
  } else if (what == "start_anew") {
    worker_->start_anew(line["second"].integer());
  } else {
    return false;
  }
  return true;
}

void WorkerHost::begin(const Json& line) {
  plan_ = read_plan(line["plan"]);
  const auto number = static_cast<std::uint32_t>(line["number"].integer());
  const auto workers = static_cast<std::uint32_t>(line["workers"].integer());
  if (workers == 0 || number >= workers) throw JsonError("there is no worker of that number");
  worker_ =
      std::make_unique<load::Worker>(loop_, connector_, plan_, scenario_, endpoints_, log_, number, workers);
  worker_->begin(base::TimePoint(base::Duration(line["start"].integer())), read_ramp(line["ramp"]),
                 {
                     .on_share = [this](const stats::Share& share) { tell_share(share); },
                     .on_arrived = [this](std::uint32_t change) { tell_change("arrived", change); },
                     .on_idle = [this](std::uint32_t change) { tell_change("idle", change); },
                     .on_ended =
                         [this](const load::EngineHealth& health, base::TimePoint last_finish) {
                           gauge_timer_.cancel();
                           base::JsonWriter out;
                           out.begin_object().key("tell").value("ended").key("health");
                           write_health(out, health);
                           out.key("last_finish").value(last_finish.time_since_epoch().count());
                           tell_(out.end_object().text());
                         },
                 });
  tell_users();
}

void WorkerHost::tell_share(const stats::Share& share) {
  if (on_share) on_share(share);
  base::JsonWriter out;
  out.begin_object().key("tell").value("share");
  shares_.write(out, share);
  tell_(out.end_object().text());
}

void WorkerHost::tell_change(const char* what, std::uint32_t change) {
  tell_users();
  tell_(JsonObject().set("tell", what).set("change", change).text());
}

void WorkerHost::tell_users() {
  gauge_timer_.set(loop_.clock().now() + kGaugeInterval);
  tell_(JsonObject()
            .set("tell", "users")
            .set("users", worker_->users())
            .set("in_flight", worker_->in_flight())
            .set("last_finish", worker_->last_finish().time_since_epoch().count())
            .text());
}

}  // namespace acrida::cluster
