// Durations and numbers as people write them, on any bytes.
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/text.h"
#include "fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace acrida::base;
  const std::string_view input(reinterpret_cast<const char*>(data), size);

  if (const auto span = parse_timespan(input)) {
    REQUIRE(*span >= Duration::zero());
    REQUIRE(seconds_of(*span) <= 100 * 365.25 * 86400);
    REQUIRE(parse_timespan(std::string(input) + "x") == std::nullopt);
  }
  if (const auto number = parse_number(input)) REQUIRE(std::isfinite(*number));
  if (const auto integer = parse_integer(input)) {
    REQUIRE(parse_integer(std::to_string(*integer)) == integer);
    REQUIRE(parse_number(input) == static_cast<double>(*integer));
  }
  return 0;
}
