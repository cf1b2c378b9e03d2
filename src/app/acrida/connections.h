// What is to be seen to before the first user connects.
#pragma once

#include "base/log.h"
#include "http/client_settings.h"

namespace acrida::app {

// Throws base::RunError when a file for TLS is of no use. Says so when the environment names a proxy, since
// none of these is used.
void look_at_connections(const http::ClientSettings& settings, const base::Log& log);

}  // namespace acrida::app
