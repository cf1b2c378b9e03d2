// How users connect to the target, read from the values of the options.
#pragma once

#include "app/acrida/command_line/option_values.h"
#include "http/client_settings.h"

namespace acrida::app {

// `threads`: of the engine, which share the connections of HTTP/2. Throws base::UsageError for values that
// make no sense, alone or together.
http::ClientSettings client_settings_of(const OptionValues& values, int threads);

}  // namespace acrida::app
