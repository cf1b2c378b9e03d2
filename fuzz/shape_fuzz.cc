// Shapes as people write them and recorded arrivals, on any bytes.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fuzz/require.h"
#include "load/replay_file.h"
#include "load/shape_text.h"

namespace {

using namespace acrida;

void look_at(const load::ShapeText& read) {
  if (read.kind == load::ShapeText::Kind::replay) {
    REQUIRE(!read.replay_file.empty());
    return;
  }
  const auto& points = read.shape.points();
  REQUIRE(!points.empty() && points.size() <= load::kMostPoints);
  base::Duration last{};
  for (const auto& [at, level] : points) {
    REQUIRE(at >= last);
    REQUIRE(level >= 0 && level <= load::kHighestLevel);
    last = at;
  }
  REQUIRE(std::isfinite(read.shape.area_until(read.shape.end())));
  // Times lose their nanoseconds beyond ninety days; nothing else may change.
  const auto again = load::parse_shape(load::shape_text(read));
  REQUIRE(again.ok());
  REQUIRE(again->kind == read.kind);
  REQUIRE(again->shape.points().size() == points.size());
  if (read.shape.end() < std::chrono::hours(2000)) REQUIRE(*again == read);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (const auto read = load::parse_shape(input)) {
    look_at(*read);
  } else {
    REQUIRE(!read.error().message.empty());
  }
  if (const auto times = load::parse_replay(input)) {
    REQUIRE(!times->empty() && times->front() == base::Duration::zero());
    REQUIRE(std::is_sorted(times->begin(), times->end()));
  }
  return 0;
}
