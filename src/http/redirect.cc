#include "http/redirect.h"

#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace acrida::http {
namespace {

// The same server as before, or the same one behind TLS.
bool may_know_credentials(const Url& from, const Url& to) {
  const bool upgrade = !from.secure && to.secure && from.authority.port == 80 && to.authority.port == 443;
  return same_origin(from, to) || (upgrade && base::iequals(from.authority.host, to.authority.host));
}

}  // namespace

base::Result<std::optional<Hop>, Failure> next_hop(const Answered& answer) {
  const int status = answer.status;
  const bool same_again = status == 307 || status == 308;
  const bool redirect = same_again || (status >= 301 && status <= 303);
  if (!redirect || answer.location.empty()) return std::optional<Hop>();
  if (same_again && !answer.can_send_body_again) {
    return Failure{FailureKind::malformed,
                   fmt::format("cannot follow the {}: the request's body cannot be sent again", status)};
  }
  auto url = resolve_reference(answer.url, answer.location);
  if (!url) {
    return Failure{FailureKind::malformed,
                   fmt::format("bad Location of the {}: {}", status, url.error().message)};
  }
  Hop hop{std::move(*url), std::string(answer.method), !same_again, false};
  const bool becomes_get = status == 301 ? answer.method == "POST" : !same_again && answer.method != "HEAD";
  if (becomes_get) hop.method = "GET";
  hop.drop_credentials = !may_know_credentials(answer.url, hop.url);
  if (!hop.drop_credentials && !hop.url.has_credentials()) {
    hop.url.user = answer.url.user;
    hop.url.password = answer.url.password;
  }
  return std::optional<Hop>(std::move(hop));
}

}  // namespace acrida::http
