#include "app/acrida/python_users.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

#include <fmt/format.h>

#include "base/failure.h"
#include "base/json_writer.h"
#include "load/load_text.h"

namespace acrida::app {
namespace {

using namespace std::chrono_literals;

// How long processes of users may take to end, once all is said.
constexpr base::Duration kFarewell = 5s;
// Of a Python that cannot run users, and has said why (locust/_interpreter.py).
constexpr const char* kUnfit = "exit code 69";

std::vector<load::TaskShare> shares_of(const Json& tasks) {
  std::vector<load::TaskShare> shares;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const Json each = tasks.at(i);
    shares.push_back({each["name"].string(), each["ratio"].number(), shares_of(each["tasks"])});
  }
  return shares;
}

// The text of a class attribute, read; a wrong one is base::UsageError.
template <class T>
std::optional<T> wish_of(const Json& json, const char* attribute,
                         base::Result<T> (*parse)(std::string_view)) {
  if (json[attribute].is_null()) return std::nullopt;
  auto wish = parse(json[attribute].string());
  if (!wish)
    throw base::UsageError(fmt::format("{}.{}: {}", json["name"].string(), attribute, wish.error().message));
  return *std::move(wish);
}

void read_wishes(const Json& json, load::UserClass& into) {
  into.users = wish_of(json, "users", load::parse_users);
  into.stream = wish_of(json, "rate", load::parse_rate);
  if (const auto arrivals = wish_of(json, "arrivals", load::parse_arrivals); arrivals && into.stream)
    into.stream->arrivals = *arrivals;
  if (into.users && into.stream)
    throw base::UsageError(fmt::format(
        "{}: it may want a rate or a number of users, not both; take one attribute away", into.name));
}

load::UserClass class_of(const Json& json) {
  load::UserClass each;
  each.name = json["name"].string();
  each.weight = json["weight"].number();
  each.fixed_count = static_cast<std::uint32_t>(std::max<std::int64_t>(0, json["fixed_count"].integer()));
  each.host = json["host"].is_null() ? "" : json["host"].string();
  each.tasks = shares_of(json["tasks"]);
  read_wishes(json, each);
  return each;
}

OptionType type_of(const std::string& name) {
  if (name == "flag") return OptionType::flag;
  if (name == "list") return OptionType::list;
  return name == "repeated" ? OptionType::repeated : OptionType::text;
}

CustomOption option_of(const Json& json) {
  const std::string& letter = json["letter"].string();
  return {json["name"].string(),          json["default"].string(),          json["help"].string(),
          type_of(json["type"].string()), letter.empty() ? '\0' : letter[0], json["hidden"].boolean()};
}

template <class Read>
auto list_of(const Json& json, Read read) {
  std::vector<decltype(read(json))> list;
  for (std::size_t i = 0; i < json.size(); ++i) list.push_back(read(json.at(i)));
  return list;
}

void write_list(base::JsonWriter& out, const char* key, const std::vector<std::string>& texts) {
  out.key(key).begin_array();
  for (const auto& each : texts) out.value(each);
  out.end_array();
}

}  // namespace

PythonUsers::PythonUsers(ControlLoop& control, const Python& python, int processes, base::Log log)
    : control_(control), log_(std::move(log)) {
  for (int i = 0; i < processes; ++i) {
    children_.push_back(std::make_unique<PythonChild>(
        control, python, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(processes), log_,
        PythonChild::Events{[this](PythonChild& child, const Json& line) { on_tell(child, line); },
                            [this](PythonChild& child) { on_gone(child); }}));
  }
}

PythonUsers::~PythonUsers() = default;

PythonUsers::Loaded PythonUsers::load(const std::vector<std::string>& arguments,
                                      const std::vector<std::string>& files, bool help) {
  base::JsonWriter line;
  line.begin_object().key("do").value("load");
  line.key("help").value(help);
  write_list(line, "arguments", arguments);
  write_list(line, "files", files);
  const auto answers = ask(line.end_object().text(), "loaded");
  Loaded loaded;
  if (answers.size() < children_.size()) {
    // One that says why it cannot load has told it with its last word; one that has just died says nothing.
    loaded.exit_code = exit_code_.value_or(1);
    if (!first_failed_ && !failure_.empty()) fmt::print(stderr, "{}", failure_);
    if (!exit_code_) {
      const auto dead = std::find_if(children_.begin(), children_.end(),
                                     [](const auto& child) { return !child->running(); });
      if (dead != children_.end() && (*dead)->end() != kUnfit)
        log_.error(fmt::format("The process of users in Python has ended while it loaded the files ({})",
                               (*dead)->end()));
    }
    return loaded;
  }
  const Json& first = answers.front();
  loaded.options = list_of(first["options"], option_of);
  loaded.user_classes = list_of(first["user_classes"], [](const Json& name) { return name.string(); });
  // Scripts look for the words that Locust begins with.
  title_ = fmt::format("Locust {} (acrida {})", first["api"].string(), ACRIDA_VERSION);
  classes_ = list_of(first["classes"], class_of);
  own_run_ = list_of(first["classes"], [](const Json& each) { return each["own_run"].boolean(); });
  return loaded;
}

bool PythonUsers::prepare(load::RunPlan& plan) {
  stop_timeout_ = plan.stop_timeout;
  base::JsonWriter line;
  line.begin_object().key("do").value("prepare");
  line.key("users").value(plan.users).key("spawn_rate").value(plan.spawn_rate).key("host").value(plan.host);
  const auto answers = ask(line.end_object().text(), "ready");
  const auto running = [](const auto& child) { return child->running(); };
  if (!std::all_of(children_.begin(), children_.end(), running))
    throw base::RunError("the users' own code has failed before the first user was started; nothing was run");
  if (answers.size() < children_.size()) return false;  // somebody has stopped the waiting
  if (const Json why = answers.front()["refusal"]; !why.is_null()) throw base::UsageError(why.string());
  bool good = true;
  for (const auto& each : answers) good &= each["good"].boolean();
  if (answers.front()["shape"].is_null()) return good;
  if (!plan.streams.empty() || !plan.shapes.empty())
    throw base::UsageError(
        "the file's LoadTestShape says how many users there are, which leaves no place for a rate or a shape "
        "besides it; take one of the two away");
  const Json shape = answers.front()["shape"];
  plan.users = static_cast<std::uint32_t>(std::max<std::int64_t>(0, shape["users"].integer()));
  plan.spawn_rate = shape["rate"].number();
  plan.classes = choice_of(shape["classes"]);
  if (!shape["common_options"].boolean()) plan.run_time.reset();
  plan.stays_when_empty = true;
  return good;
}

std::vector<std::unique_ptr<load::WorkerLink>> PythonUsers::workers(const load::RunPlan& plan,
                                                                    stats::EndpointTable& endpoints) {
  refuse_arrivals_for_own_run(plan);
  std::vector<std::unique_ptr<load::WorkerLink>> workers;
  for (const auto& child : children_)
    workers.push_back(child->worker(plan, endpoints, static_cast<std::uint32_t>(children_.size())));
  return workers;
}

void PythonUsers::refuse_arrivals_for_own_run(const load::RunPlan& plan) const {
  for (const auto& stream : plan.streams) {
    for (std::size_t i = 0; i < classes_.size(); ++i) {
      const bool chosen =
          !stream.of || std::find(stream.of->begin(), stream.of->end(), i) != stream.of->end();
      if (chosen && own_run_[i] && classes_[i].weight > 0)
        throw base::UsageError(
            fmt::format("{} has a run() of its own, in which arrivals cannot begin its tasks; offer it users "
                        "instead of a rate",
                        classes_[i].name));
    }
  }
}

void PythonUsers::begin(RunControl& run) {
  run_ = &run;
  for (const auto& child : children_) child->watch(true);
  if (stop_wanted_) control_.loop.post([&run] { run.stop(); });
}

void PythonUsers::on_spawned(std::uint32_t users) {
  send(JsonObject().set("do", "spawned").set("users", users).text());
}

// A process knows what its own users do; the first also shall know what all of them do, for its listeners may
// judge the whole run.
void PythonUsers::on_second(const stats::Snapshot& second, const stats::EndpointTable& endpoints) {
  if (children_.size() == 1) return;
  if (!seconds_) seconds_.emplace(endpoints);
  base::JsonWriter line;
  line.begin_object().key("do").value("second").key("anew").value(second.starts_anew);
  line.key("started_at").value(base::seconds_of(second.started_at.time_since_epoch()));
  seconds_->write(line, {second.second, second.counts});
  children_.front()->send(line.end_object().text());
}

void PythonUsers::on_stop() {
  send(JsonObject().set("do", "stopping").text());
  for (const auto& child : children_) child->expect_end_within(stop_timeout_ + 10s);
}

void PythonUsers::end() { run_ = nullptr; }

bool PythonUsers::conclude() {
  const auto answers = ask(JsonObject().set("do", "conclude").text(), "concluded");
  bool good = true;
  for (const auto& each : answers) {
    good &= each["good"].boolean();
    usage_.cpu += base::Duration(each["cpu_ns"].integer());
    usage_.peak_rss_bytes += static_cast<std::uint64_t>(each["peak_rss"].integer());
    if (!exit_code_ && !each["exit_code"].is_null())
      exit_code_ = static_cast<int>(each["exit_code"].integer());
  }
  for (const auto& child : children_) child->watch(false);
  return good && !died_;
}

std::optional<int> PythonUsers::exit_code() const {
  if (exit_code_) return exit_code_;
  return died_ ? std::optional<int>(1) : std::nullopt;
}

void PythonUsers::quit(int exit_code) {
  quitting_ = true;
  for (const auto& child : children_) child->forget_worker();
  send(JsonObject().set("do", "quit").set("exit_code", exit_code).text());
  struct Patience {
    explicit Patience(async::Loop& on) : loop(on), timer(on, async::Callback::to<&Patience::end>(this)) {
      timer.set(on.clock().now() + kFarewell);
    }
    void end() { loop.stop(); }
    async::Loop& loop;
    async::Timer timer;
  } const patience(control_.loop);
  if (!all_gone()) control_.loop.run();
}

std::vector<Json> PythonUsers::ask(const std::string& line, const char* answer) {
  awaited_ = answer;
  answers_.assign(children_.size(), std::nullopt);
  send(line);
  // Somebody else may stop the loop, too: a signal, which ends the waiting.
  if (!all_answered()) control_.loop.run();
  awaited_ = nullptr;
  std::vector<Json> all;
  for (auto& each : answers_) {
    if (each) all.push_back(*std::move(each));
  }
  return all;
}

void PythonUsers::send(const std::string& line) {
  for (const auto& child : children_) child->send(line);
}

// Null: all of them.
load::ClassChoice PythonUsers::choice_of(const Json& names) const {
  if (names.is_null()) return std::nullopt;
  std::vector<std::size_t> choice;
  for (std::size_t i = 0; i < classes_.size(); ++i) {
    for (std::size_t j = 0; j < names.size(); ++j) {
      if (names.at(j).string() == classes_[i].name) choice.push_back(i);
    }
  }
  return choice;
}

bool PythonUsers::all_gone() const {
  return std::none_of(children_.begin(), children_.end(), [](const auto& child) { return child->running(); });
}

bool PythonUsers::all_answered() const {
  return std::all_of(children_.begin(), children_.end(), [this](const auto& child) {
    return !child->running() || answers_[child->number()].has_value();
  });
}

void PythonUsers::on_tell(PythonChild& child, const Json& line) {
  const std::string& what = line["tell"].string();
  if (awaited_ != nullptr && what == awaited_) {
    answers_[child.number()] = line;
    if (all_answered()) control_.loop.stop();
  } else if (what == "failed") {
    exit_code_ = static_cast<int>(line["exit_code"].integer());
    failure_ = line["said"].string();
    first_failed_ |= child.number() == 0;
  } else if (what == "change") {
    const auto users = static_cast<std::uint32_t>(std::max<std::int64_t>(0, line["users"].integer()));
    if (run_ != nullptr) run_->change_users(users, line["rate"].number(), choice_of(line["classes"]));
  } else if (what == "stop") {
    stop_wanted_ = true;  // perhaps by a listener of the start, before there is a run
    if (run_ != nullptr) run_->stop();
  }
}

// In order: the runner has heard of it already.
void PythonUsers::on_gone(PythonChild& child) {
  if (quitting_) {
    if (all_gone()) control_.loop.stop();
    return;
  }
  if (run_ != nullptr) {
    died_ = true;
    log_.error(fmt::format(
        "The process {} of users in Python has died ({}): its users are gone, what it had measured stays",
        child.number() + 1, child.end()));
  }
  if (run_ != nullptr && all_gone()) run_->stop();
  if (awaited_ != nullptr && all_answered()) control_.loop.stop();
}

}  // namespace acrida::app
