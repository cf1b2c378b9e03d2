#include "http/proxy.h"

#include <utility>

#include "http/credentials.h"
#include "http/url.h"

namespace acrida::http {

base::Result<ProxyPointer> parse_proxy(std::string_view text) {
  auto url = parse_url(text);
  if (!url) return base::Error{"the proxy: " + url.error().message};
  if (url->secure) {
    return base::Error{"the proxy '" + url->text() +
                       "' is to be spoken to over TLS, which is not supported; write http://"};
  }
  Proxy proxy{std::move(url->authority), {}};
  if (url->has_credentials()) proxy.authorization = basic_authorization(url->user, url->password);
  return ProxyPointer(std::make_shared<const Proxy>(std::move(proxy)));
}

}  // namespace acrida::http
