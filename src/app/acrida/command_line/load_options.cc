#include "app/acrida/command_line/load_options.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/failure.h"
#include "base/text.h"
#include "load/load_text.h"
#include "load/replay_file.h"
#include "load/shape_text.h"

namespace acrida::app {
namespace {

template <class T>
T value_or_complain(base::Result<T> result, const OptionValues& values, std::string_view name) {
  if (!result) values.complain(name, result.error().message);
  return *std::move(result);
}

double spawn_rate_of(const OptionValues& values) {
  const auto text = values.text("spawn-rate");
  const auto rate = base::parse_number(text);
  if (rate && *rate > 0 && *rate <= 1e6) return *rate;
  values.complain("spawn-rate", fmt::format("'{}' is not a number above 0 (users started a second)", text));
}

// Which of --users, --rate and --stages the load is made of; --spawn-rate belongs to --users.
class LoadSource {
 public:
  explicit LoadSource(const OptionValues& values) : values_(values) {
    for (const auto name : kNames) last_ = std::max(last_, values.source(name));
    if (speaks("rate") && speaks("stages"))
      values.complain("stages",
                      "--rate and --stages both say what the load is: a rate may be a shape itself, "
                      "so leave one of them out");
    for (const auto users : {"users", "spawn-rate"}) {
      if (!speaks(users)) continue;
      if (speaks("rate"))
        values.complain(users,
                        "open load (--rate) needs no users: it has as many as it takes, up to "
                        "--max-in-flight; leave it out");
      if (speaks("stages"))
        values.complain(users,
                        "--stages says how many users there are, or how many arrivals, at any time; "
                        "leave it out");
    }
  }

  bool speaks(std::string_view name) const { return values_.given(name) && values_.source(name) == last_; }
  // Not overruled by what the load is made of.
  bool is_heard(std::string_view name) const { return !last_ || values_.source(name) >= last_; }

 private:
  static constexpr std::array<std::string_view, 4> kNames{"users", "spawn-rate", "rate", "stages"};

  const OptionValues& values_;
  std::optional<Source> last_;
};

load::ArrivalStream stream_of(const OptionValues& values, std::string_view name,
                              const load::ShapeText& shape) {
  if (shape.kind != load::ShapeText::Kind::replay)
    return value_or_complain(load::parse_rate(values.text(name)), values, name);
  // What is wrong with a file is no wrong usage.
  load::ArrivalStream stream;
  stream.replay = base::value_or_throw(load::read_replay(shape.replay_file));
  return stream;
}

load::LoadWish wish_of(const OptionValues& values, std::string_view name) {
  const auto shape = value_or_complain(load::parse_shape(values.text(name)), values, name);
  load::LoadWish wish;
  if (name == "stages" && shape.kind == load::ShapeText::Kind::users) {
    wish.users = shape.shape;
  } else {
    wish.stream = stream_of(values, name, shape);
  }
  return wish;
}

}  // namespace

load::LoadWish read_load_options(const OptionValues& values, load::RunPlan& plan) {
  const LoadSource source(values);
  load::LoadWish wish;
  if (source.speaks("stages")) {
    wish = wish_of(values, "stages");
  } else if (source.speaks("rate")) {
    wish = wish_of(values, "rate");
  } else {
    plan.users = static_cast<std::uint32_t>(values.integer("users", 0, 10'000'000));
    plan.spawn_rate = spawn_rate_of(values);
  }
  // What a file says of open load means nothing when somebody who speaks later wants users.
  const auto counts = [&](std::string_view name) {
    return values.given(name) && (wish.stream || source.is_heard(name));
  };
  if (counts("arrivals"))
    wish.arrivals = value_or_complain(load::parse_arrivals(values.text("arrivals")), values, "arrivals");
  wish.max_in_flight = counts("max-in-flight");
  plan.max_in_flight = static_cast<std::uint32_t>(values.integer("max-in-flight", 1, 10'000'000));
  if (values.given("iterations"))
    plan.iterations = static_cast<std::uint64_t>(values.integer("iterations", 1, INT64_MAX));
  plan.run_time = values.timespan("run-time");
  plan.stop_timeout = values.timespan("stop-timeout").value_or(base::Duration::zero());
  if (values.given("stop-timeout")) wish.stop_timeout = plan.stop_timeout;
  return wish;
}

}  // namespace acrida::app
