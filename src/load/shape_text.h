// Loads over time as people write them, the same on the command line, in plan files and in users files:
//
//   100                        always 100 users
//   100/s                      always 100 arrivals a second
//   0s:0, 30s:100, 2m:100      straight lines from point to point; two points at one time are a step
//   steps(from=10, to=100, by=10, every=30s)
//   spike(base=10, peak=200, at=1m, for=10s, until=2m)
//   double_wave(low=10, high=100, over=10m)
//   sine(low=10, high=100, period=1m, for=10m)
//   replay(arrivals.txt)       arrivals at the times of a file
//
// Numbers with /s are arrivals a second, numbers without are users; one text has one kind of them.
#pragma once

#include <string>
#include <string_view>

#include <acrida/export.h>

#include "base/result.h"
#include "load/shape.h"

namespace acrida::load {

struct ShapeText {
  enum class Kind { users, rate, replay };

  Kind kind = Kind::users;
  Shape shape{0.0};         // users, or arrivals a second
  std::string replay_file;  // as it was written

  bool operator==(const ShapeText&) const = default;
};

inline constexpr double kHighestLevel = 10'000'000;  // users, or arrivals a second
inline constexpr std::size_t kMostPoints = 100'000;  // that a text may stand for

// The error names the part of the text that is wrong, and what may stand there.
ACRIDA_API base::Result<ShapeText> parse_shape(std::string_view text);

// What parse_shape() reads as the same again: "0s:0/s, 1.5s:100/s". REQUIRES: of users or rates.
ACRIDA_API std::string shape_text(const ShapeText& shape);

}  // namespace acrida::load
