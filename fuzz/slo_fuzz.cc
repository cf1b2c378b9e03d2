// SLO rules as people write them, on any bytes.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fuzz/require.h"
#include "stats/slo.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace acrida::stats;
  const auto rule = parse_slo({reinterpret_cast<const char*>(data), size});
  if (!rule) {
    REQUIRE(!rule.error().message.empty());
    return 0;
  }
  const auto again = parse_slo(rule->text());
  REQUIRE(again.ok());
  REQUIRE(*again == *rule);
  REQUIRE(again->text() == rule->text());
  if (rule->has_misses()) REQUIRE(rule->allowed_share() >= 0 && rule->allowed_share() <= 1);
  return 0;
}
