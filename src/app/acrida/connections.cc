#include "app/acrida/connections.h"

#include <array>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>

#include "base/failure.h"
#include "net/tls.h"

namespace acrida::app {
namespace {

void tell_of_ignored_proxies(const base::Log& log) {
  constexpr std::array<const char*, 6> kVariables{"http_proxy",  "HTTP_PROXY", "https_proxy",
                                                  "HTTPS_PROXY", "all_proxy",  "ALL_PROXY"};
  for (const char* const name : kVariables) {
    const char* const value = std::getenv(name);
    if (value == nullptr || std::string_view(value).empty()) continue;
    log.info(fmt::format(
        "{} is set and ignored: a load test takes no way that nobody asked for; --proxy URL uses a "
        "proxy",
        name));
    return;
  }
}

}  // namespace

void look_at_connections(const http::ClientSettings& settings, const base::Log& log) {
  if (!settings.proxy) tell_of_ignored_proxies(log);
  const net::TlsFiles& files = settings.tls;
  if (files.trusted.empty() && files.certificate.empty()) return;
  if (auto context = net::TlsContext::for_client(files); !context)
    throw base::RunError(context.error().message);
}

}  // namespace acrida::app
