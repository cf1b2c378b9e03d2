// URLs: whatever is taken is taken the same when it is written again, and is fit for a request; and so is
// whatever a reference leads to. The first line of the input is a URL, the second a reference.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/require.h"
#include "http/url.h"

namespace {

using acrida::http::parse_url;
using acrida::http::Url;

void check(const Url& url) {
  REQUIRE(!url.authority.host.empty() && url.authority.port != 0);
  REQUIRE(url.target.starts_with('/'));
  for (const char c : url.target + url.host_field())
    REQUIRE(static_cast<unsigned char>(c) > 0x20 && c != 0x7f);
  const auto again = parse_url(url.text());
  REQUIRE(again.ok() && !again->has_credentials());
  REQUIRE(again->secure == url.secure && again->authority == url.authority && again->target == url.target);
  REQUIRE(same_origin(*again, url));

  std::string whole = url.secure ? "https://" : "http://";
  acrida::http::append_percent_encoded(whole, url.user);
  whole += ':';
  acrida::http::append_percent_encoded(whole, url.password);
  whole += '@' + url.host_field() + url.target;
  const auto with_credentials = parse_url(whole);
  REQUIRE(with_credentials.ok() && *with_credentials == url);
  REQUIRE(acrida::http::without_credentials(whole) == url.text());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(bytes), size);
  const auto line_end = std::min(input.find('\n'), input.size());
  const std::string_view text = input.substr(0, line_end);
  const auto url = parse_url(text);
  if (url.ok()) {
    check(*url);
    const auto shown = parse_url(acrida::http::without_credentials(text));
    REQUIRE(shown.ok() && shown->text() == url->text());
  } else {
    REQUIRE(!url.error().message.empty());
    const bool hidden = text.rfind("#SECRET#") + 8 == text.rfind('@');
    REQUIRE(!hidden || url.error().message.find("#SECRET#") == std::string::npos);
  }

  const Url base = url.ok() ? *url : *parse_url("http://ann:hunter2@host:8080/a/b?c");
  const std::string_view reference = input.substr(line_end);
  const auto target = resolve_reference(base, reference);
  if (!target.ok()) {
    REQUIRE(!target.error().message.empty());
    return 0;
  }
  check(*target);
  // From where it leads to, its text leads nowhere else.
  const auto again = resolve_reference(*target, target->text());
  REQUIRE(again.ok() && same_origin(*again, *target));
  REQUIRE(resolve_reference(*again, again->text())->target == again->target);
  return 0;
}
