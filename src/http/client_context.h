// What all clients of one thread share.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <acrida/export.h>

#include "async/loop.h"
#include "base/result.h"
#include "http/client_settings.h"
#include "http/decoder_pool.h"
#include "http/h1/outbox.h"
#include "http/h2/outbox.h"
#include "http/message.h"
#include "net/connector.h"
#include "net/tls.h"

namespace acrida::http {

namespace h2 {
class Pool;
}

// Everything here must outlive the clients.
struct ACRIDA_API ClientContext {
  ClientContext(async::Loop& on, net::Connector& by, ClientSettings with = {});
  ~ClientContext();

  // Sends as these say from now on, but for their limits. REQUIRES: no client has sent anything yet.
  void use(ClientSettings with);

  async::Loop& loop;
  net::Connector& connector;
  ClientSettings settings;
  std::vector<char> read_buffer = std::vector<char>(std::size_t{64} << 10);
  std::string scratch;  // for texts of a moment
  h1::Outbox outbox{loop};
  DecoderPool decoders{settings.limits.body_bytes};
  std::uint32_t in_flight = 0;  // calls that wait for their answers
  h2::Outbox http2_outbox{loop};
  std::unique_ptr<h2::Pool> shared_http2;  // the connections that all clients share, if the settings say so

  // Made when the first connection needs it; the error is that of TlsContext::for_client.
  base::Result<net::TlsContext*> tls();

 private:
  void share_connections();

  std::optional<base::Result<net::TlsContext>> tls_;
};

}  // namespace acrida::http
