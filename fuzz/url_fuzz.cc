// URLs: whatever is taken is taken the same when it is written again, and is fit for a request.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/require.h"
#include "http/url.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  const auto url = acrida::http::parse_url(text);
  if (!url.ok()) {
    REQUIRE(!url.error().message.empty());
    return 0;
  }
  REQUIRE(!url->authority.host.empty() && url->authority.port != 0);
  REQUIRE(url->target.starts_with('/'));
  for (const char c : url->target + url->host_field())
    REQUIRE(static_cast<unsigned char>(c) > 0x20 && c != 0x7f);
  const auto again = acrida::http::parse_url("http://" + url->host_field() + url->target);
  REQUIRE(again.ok());
  REQUIRE(again->authority == url->authority && again->target == url->target);
  return 0;
}
