#include "app/acrida/command_line/connection_options.h"

#include <fmt/format.h>

#include "http/proxy.h"

namespace acrida::app {
namespace {

using Version = http::ClientSettings::Version;

unsigned shared_connections_of(const OptionValues& values, Version version, int threads) {
  const auto number = static_cast<int>(values.integer("http2-connections", 0, 1'000'000));
  if (number == 0) return 0;
  if (version == Version::http1)
    values.complain("http2-connections", "is for HTTP/2; add --http2 (https://) or --h2c (http://)");
  if (number < threads) {
    values.complain(
        "http2-connections",
        fmt::format("{} are too few for {} engine threads: each needs one of its own", number, threads));
  }
  return static_cast<unsigned>(number);
}

net::TlsFiles tls_files_of(const OptionValues& values) {
  net::TlsFiles files{values.text("cacert"), values.text("cert"), values.text("key")};
  if (!files.key.empty() && files.certificate.empty())
    values.complain("key", "is the key of a certificate; add --cert FILE");
  return files;
}

}  // namespace

http::ClientSettings client_settings_of(const OptionValues& values, int threads) {
  http::ClientSettings settings;
  settings.version = values.flag("h2c")     ? Version::h2c
                     : values.flag("http2") ? Version::http2
                                            : Version::http1;
  settings.http2_connections = shared_connections_of(values, settings.version, threads);
  settings.tls = tls_files_of(values);
  settings.verify = !values.flag("insecure");
  if (const auto url = values.text("proxy"); !url.empty()) {
    auto proxy = http::parse_proxy(url);
    if (!proxy) values.complain("proxy", proxy.error().message);
    settings.proxy = std::move(*proxy);
  }
  return settings;
}

}  // namespace acrida::app
