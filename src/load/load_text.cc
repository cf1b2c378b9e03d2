#include "load/load_text.h"

#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "load/level_text.h"
#include "load/replay_file.h"
#include "load/shape_text.h"

namespace acrida::load {

using base::Error;
using base::Result;

Result<ArrivalStream> parse_rate(std::string_view text) {
  auto read = parse_shape(text);
  if (!read) return read.error();
  ArrivalStream stream;
  if (read->kind == ShapeText::Kind::replay) {
    auto times = read_replay(read->replay_file);
    if (!times) return times.error();
    stream.replay = *std::move(times);
    return stream;
  }
  // Of a single number nothing else can be meant.
  if (read->kind == ShapeText::Kind::users && !base::parse_number(base::trimmed(text)))
    return Error{fmt::format("{} has users where arrivals a second are meant: write 100/s instead of 100",
                             quoted(base::trimmed(text)))};
  if (read->shape.peak() <= 0)
    return Error{fmt::format("{} brings no arrival: give it a rate above 0/s", quoted(base::trimmed(text)))};
  stream.rate = std::move(read->shape);
  return stream;
}

Result<Shape> parse_users(std::string_view text) {
  auto read = parse_shape(text);
  if (!read) return read.error();
  if (read->kind == ShapeText::Kind::replay)
    return Error{"a replay is of arrivals, not of users: give it as a rate"};
  if (read->kind == ShapeText::Kind::rate)
    return Error{fmt::format("{} has arrivals a second where users are meant: write 100 instead of 100/s",
                             quoted(base::trimmed(text)))};
  return std::move(read->shape);
}

Result<Arrivals> parse_arrivals(std::string_view text) {
  for (const auto arrivals : {Arrivals::poisson, Arrivals::constant}) {
    if (text == name_of(arrivals)) return arrivals;
  }
  return Error{fmt::format("{} is neither poisson nor constant", quoted(text))};
}

std::string_view name_of(Arrivals arrivals) { return arrivals == Arrivals::poisson ? "poisson" : "constant"; }

}  // namespace acrida::load
