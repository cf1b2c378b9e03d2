#include "load/shape_call.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "load/level_text.h"
#include "load/shape_curves.h"

namespace acrida::load {
namespace {

using base::Duration;
using base::Error;
using base::Result;

constexpr Duration kLongest = std::chrono::hours(24 * 36525);  // a hundred years

// What stands between the parentheses of a named shape: each key once, with its value.
class Call {
 public:
  explicit Call(std::string_view text) : text_(text), name_(base::trimmed(text.substr(0, text.find('(')))) {}

  std::string_view name() const { return name_; }
  std::string_view inside() const {
    const auto open = text_.find('(') + 1;
    return base::trimmed(text_.substr(open, text_.size() - open - 1));
  }

  // The values of just these keys, in this order.
  Result<std::vector<std::string_view>> values(const std::vector<std::string_view>& keys) const {
    std::vector<std::optional<std::string_view>> found(keys.size());
    for (const auto part : base::split(inside(), ',')) {
      const auto equals = part.find('=');
      const auto key = base::trimmed(part.substr(0, equals));
      const auto index = static_cast<std::size_t>(std::find(keys.begin(), keys.end(), key) - keys.begin());
      if (index == keys.size() || equals == std::string_view::npos)
        return Error{
            fmt::format("{}: {} is nothing it takes: {}", name_, quoted(base::trimmed(part)), usage(keys))};
      if (found[index]) return Error{fmt::format("{}: {}= is there twice", name_, key)};
      found[index] = part.substr(equals + 1);
    }
    std::vector<std::string_view> values;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (!found[i]) return Error{fmt::format("{}: {}= is missing: {}", name_, keys[i], usage(keys))};
      values.push_back(*found[i]);
    }
    return values;
  }

 private:
  std::string usage(const std::vector<std::string_view>& keys) const {
    std::string text = fmt::format("write {}(", name_);
    for (const auto key : keys) text += fmt::format("{}{}=…", key == keys.front() ? "" : ", ", key);
    return text + ")";
  }

  std::string_view text_, name_;
};

// The values of a call, levels first and then times, as the shapes take them.
struct Arguments {
  ShapeText::Kind kind = ShapeText::Kind::users;
  std::vector<double> levels;
  std::vector<Duration> times;
};

Result<Arguments> arguments_of(const Call& call, std::vector<std::string_view> levels,
                               const std::vector<std::string_view>& times) {
  const auto level_count = levels.size();
  levels.insert(levels.end(), times.begin(), times.end());
  const auto values = call.values(levels);
  if (!values) return values.error();
  Arguments read;
  for (std::size_t i = 0; i < values->size(); ++i) {
    const auto in_place = [&](const Error& error) {
      return Error{fmt::format("{}: {}={}", call.name(), levels[i], error.message)};
    };
    if (i >= level_count) {
      const auto time = parse_time((*values)[i]);
      if (!time) return in_place(time.error());
      read.times.push_back(*time);
      continue;
    }
    const auto level = parse_level((*values)[i]);
    if (!level) return in_place(level.error());
    const auto kind = level->is_rate ? ShapeText::Kind::rate : ShapeText::Kind::users;
    if (i > 0 && kind != read.kind) return mixed_levels(call.name());
    read.kind = kind;
    read.levels.push_back(level->value);
  }
  return read;
}

Error complaint(const Call& call, std::string_view rest) {
  return Error{fmt::format("{}: {}", call.name(), rest)};
}

Error too_many_points(const Call& call, std::string_view cure) {
  return complaint(call, fmt::format("that is more than {} points; {}", kMostPoints, cure));
}

Result<Points> steps_of(const Call& call, const Arguments& said) {
  const double from = said.levels[0], to = said.levels[1], by = said.levels[2];
  const Duration every = said.times[0];
  if (by <= 0) return complaint(call, "by= must be above 0; for steps down from= is the higher level");
  if (every <= Duration::zero()) return complaint(call, "every= must be above 0s");
  const auto points = points_of_steps(from, to, by);
  if (points > kMostPoints) return too_many_points(call, "give it a larger by=");
  if (base::seconds_of(every) * static_cast<double>(points) / 2 > base::seconds_of(kLongest))
    return complaint(call, "that lasts more than a hundred years; give it a shorter every=");
  return steps(from, to, by, every);
}

Result<Points> spike_of(const Call& call, const Arguments& said) {
  const Duration at = said.times[0], length = said.times[1], until = said.times[2];
  if (length <= Duration::zero()) return complaint(call, "for= must be above 0s");
  if (at + length > until)
    return complaint(call, "until= is the end of all, and cannot be before at= plus for=");
  return spike(said.levels[0], said.levels[1], at, length, until);
}

Result<Points> double_wave_of(const Call& call, const Arguments& said) {
  if (said.times[0] <= Duration::zero()) return complaint(call, "over= must be above 0s");
  return double_wave(said.levels[0], said.levels[1], said.times[0]);
}

Result<Points> sine_of(const Call& call, const Arguments& said) {
  const Duration period = said.times[0], length = said.times[1];
  if (period <= Duration::zero()) return complaint(call, "period= must be above 0s");
  if (length <= Duration::zero()) return complaint(call, "for= must be above 0s");
  if (points_of_sine(period, length) > kMostPoints)
    return too_many_points(call, "give it a longer period= or a shorter for=");
  return sine(said.levels[0], said.levels[1], period, length);
}

struct NamedShape {
  std::string_view name;
  std::vector<std::string_view> levels, times;
  Result<Points> (*points)(const Call&, const Arguments&);
};

}  // namespace

Result<ShapeText> parse_shape_call(std::string_view text) {
  static const std::vector<NamedShape> known{
      {"steps", {"from", "to", "by"}, {"every"}, steps_of},
      {"spike", {"base", "peak"}, {"at", "for", "until"}, spike_of},
      {"double_wave", {"low", "high"}, {"over"}, double_wave_of},
      {"sine", {"low", "high"}, {"period", "for"}, sine_of},
  };
  const Call call(text);
  if (!text.ends_with(')')) return Error{fmt::format("{} lacks the ')' at its end", quoted(text))};
  if (call.name() == "replay") {
    if (call.inside().empty()) return complaint(call, "names no file: write replay(arrivals.txt)");
    return ShapeText{ShapeText::Kind::replay, Shape(0.0), std::string(call.inside())};
  }
  const auto named = std::find_if(known.begin(), known.end(),
                                  [&](const NamedShape& each) { return each.name == call.name(); });
  if (named == known.end()) {
    return Error{fmt::format("there is no shape {}: there are steps, spike, double_wave, sine and replay",
                             quoted(call.name()))};
  }
  const auto said = arguments_of(call, named->levels, named->times);
  if (!said) return said.error();
  auto points = named->points(call, *said);
  if (!points) return points.error();
  return ShapeText{said->kind, Shape(*std::move(points)), {}};
}

}  // namespace acrida::load
