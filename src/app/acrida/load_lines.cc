#include "app/acrida/load_lines.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "load/load_text.h"

namespace acrida::app {
namespace {

// 10,000
std::string counted(std::uint64_t count) {
  auto text = std::to_string(count);
  for (auto at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string time_of(base::Duration time) { return fmt::format("{:.7g} seconds", base::seconds_of(time)); }

std::string takers_of(const load::ClassChoice& of, const std::vector<load::UserClass>& classes) {
  if (!of) return {};
  std::string names;
  for (const auto i : *of) names += (names.empty() ? " to " : ", ") + classes[i].name;
  return names;
}

// "up to 100 users for 90 seconds", or of a level that never changes just that.
std::string level_of(const load::Shape& shape, std::string_view unit) {
  const bool ends = shape.end() > base::Duration::zero();
  return fmt::format("{}{:.7g} {}{}", ends ? "up to " : "", shape.peak(), unit,
                     ends ? " for " + time_of(shape.end()) : "");
}

std::string stream_line(const load::ArrivalStream& stream, const std::vector<load::UserClass>& classes) {
  const auto takers = takers_of(stream.of, classes);
  if (!stream.replay.empty())
    return fmt::format("Replaying {} arrivals within {}{}", counted(stream.replay.size()),
                       time_of(stream.replay.back()), takers);
  return fmt::format("Offering {} ({}){}", level_of(stream.rate, "arrivals a second"),
                     load::name_of(stream.arrivals), takers);
}

}  // namespace

std::vector<std::string> load_lines(const load::RunPlan& plan, const std::vector<load::UserClass>& classes) {
  std::vector<std::string> lines;
  for (const auto& each : plan.shapes)
    lines.push_back(
        fmt::format("Following a shape of {}{}", level_of(each.users, "users"), takers_of(each.of, classes)));
  for (const auto& each : plan.streams)
    lines.push_back(fmt::format("{}, at most {} in flight{}", stream_line(each, classes),
                                counted(plan.max_in_flight), plan.streams.size() > 1 ? " altogether" : ""));
  if (plan.iterations) lines.push_back(fmt::format("Ending after {} iterations", counted(*plan.iterations)));
  return lines;
}

std::function<double(base::Duration)> offered_rate(const load::RunPlan& plan) {
  return [streams = plan.streams](base::Duration time) {
    double sum = 0;
    for (const auto& each : streams) {
      const auto until = [&](base::Duration end) {
        return std::lower_bound(each.replay.begin(), each.replay.end(), end);
      };
      sum += each.replay.empty() ? each.rate.level_at(time)
                                 : static_cast<double>(until(time) - until(time - std::chrono::seconds(1)));
    }
    return sum;
  };
}

}  // namespace acrida::app
