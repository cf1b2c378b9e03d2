#include "http/client_context.h"

#include <utility>

#include "http/h2/pool.h"

namespace acrida::http {

ClientContext::ClientContext(async::Loop& on, net::Connector& by, ClientSettings with)
    : loop(on), connector(by), settings(std::move(with)) {
  share_connections();
}

ClientContext::~ClientContext() = default;

void ClientContext::use(ClientSettings with) {
  with.limits = settings.limits;
  settings = std::move(with);
  share_connections();
}

void ClientContext::share_connections() {
  if (settings.http2_connections > 0)
    shared_http2 = std::make_unique<h2::Pool>(*this, settings.http2_connections);
}

base::Result<net::TlsContext*> ClientContext::tls() {
  if (!tls_) tls_ = net::TlsContext::for_client(settings.tls);
  if (!tls_->ok()) return tls_->error();
  return &**tls_;
}

}  // namespace acrida::http
