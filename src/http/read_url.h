// parse_url() for texts that are not shown.
#pragma once

#include <string_view>

#include "http/url.h"

namespace acrida::http {

// The error says what is wrong with "it", without showing it: fit for what is counted by its text.
base::Result<Url> read_url(std::string_view text);

}  // namespace acrida::http
