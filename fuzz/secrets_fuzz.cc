// Whatever stands before a secret, and wherever the text was cut: it does not get through. JSON stays JSON.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.h"
#include "fuzz/require.h"
#include "http/secrets.h"

using acrida::http::without_secrets;

namespace {

constexpr char kSecret = '\x7f';  // found nowhere else

constexpr std::array<std::string_view, 6> kPlants{
    "\"password\": \"\x7f\x7f\"",     "\"api_key\":[1,{\"a\":\"\x7f\"}]", "&token=\x7f\x7f&b=1",
    "\\\"secret\\\":\\\"\x7f\\\"}\"", "\nCookie: a=\x7f; b=\x7f\n",       "{'session': '\x7f'}",
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::string text(reinterpret_cast<const char*>(bytes), size);
  const std::string masked = without_secrets(text);
  // Single quotes are taken for quotes, which they are not in JSON.
  if (text.find('\'') == std::string::npos && acrida::base::parse_json(text).ok())
    REQUIRE(acrida::base::parse_json(masked).ok());
  if (size > 512) return 0;
  std::erase(text, kSecret);
  for (const std::string_view plant : kPlants) {
    for (std::size_t cut = 0; cut <= plant.size(); ++cut) {
      const std::string planted = text + std::string(plant.substr(0, cut));
      REQUIRE(without_secrets(planted).find(kSecret) == std::string::npos);
    }
  }
  return 0;
}
