#include "load/shape_text.h"

#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "load/level_text.h"
#include "load/shape_call.h"
#include "load/shape_curves.h"

namespace acrida::load {
namespace {

using base::Duration;
using base::Error;
using base::Result;

Result<ShapeText> parse_points(std::string_view text) {
  const auto parts = base::split(text, ',');
  if (parts.size() > kMostPoints)
    return Error{
        fmt::format("a shape has at most {} points, and this one has {}", kMostPoints, parts.size())};
  ShapeText read;
  Points points;
  for (const auto part : parts) {
    const auto colon = part.find(':');
    if (colon == std::string_view::npos) {
      return Error{fmt::format("{} is no point of a shape: write TIME:LEVEL, as in '0s:0, 30s:100, 2m:100'",
                               quoted(base::trimmed(part)))};
    }
    const auto at = parse_time(part.substr(0, colon));
    if (!at) return at.error();
    const auto level = parse_level(part.substr(colon + 1));
    if (!level) return level.error();
    if (!points.empty() && *at < points.back().at) {
      return Error{
          fmt::format("{} is earlier than the point before it: points stand in the order of their times",
                      quoted(base::trimmed(part)))};
    }
    const auto kind = level->is_rate ? ShapeText::Kind::rate : ShapeText::Kind::users;
    if (!points.empty() && kind != read.kind) return mixed_levels(text);
    read.kind = kind;
    points.push_back({*at, level->value});
  }
  read.shape = Shape(std::move(points));
  return read;
}

// "1.5s", to the nanosecond.
std::string time_text(Duration time) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(time);
  if (whole == time) return fmt::format("{}s", whole.count());
  auto text = fmt::format("{}.{:09}", whole.count(), (time - whole).count());
  text.erase(text.find_last_not_of('0') + 1);
  return text + "s";
}

}  // namespace

Result<ShapeText> parse_shape(std::string_view text) {
  text = base::trimmed(text);
  if (text.empty()) return Error{"the text of a shape is empty: write '0s:0, 30s:100, 2m:100'"};
  if (text.find('(') != std::string_view::npos) return parse_shape_call(text);
  if (text.find(':') != std::string_view::npos) return parse_points(text);
  const auto level = parse_level(text);
  if (!level) return level.error();
  return ShapeText{level->is_rate ? ShapeText::Kind::rate : ShapeText::Kind::users, Shape(level->value), {}};
}

std::string shape_text(const ShapeText& shape) {
  const std::string_view unit = shape.kind == ShapeText::Kind::rate ? "/s" : "";
  const auto& points = shape.shape.points();
  if (points.size() == 1 && shape.shape.end() == Duration::zero())
    return fmt::format("{}{}", points.front().level, unit);
  std::string text;
  for (const auto& [at, level] : points)
    text += fmt::format("{}{}:{}{}", text.empty() ? "" : ", ", time_text(at), level, unit);
  return text;
}

}  // namespace acrida::load
