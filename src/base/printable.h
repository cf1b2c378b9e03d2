// Names and error texts come from servers and users files: made fit for terminals and for files here.
#pragma once

#include <string>
#include <string_view>

#include <acrida/export.h>

namespace acrida::base {

// For a terminal, on one line: control characters become \n, \t or \x1b, and what is not UTF-8 \xff.
ACRIDA_API std::string printable(std::string_view text);

// For files whose readers insist on UTF-8: each byte that does not belong becomes U+FFFD.
ACRIDA_API std::string valid_utf8(std::string_view text);

}  // namespace acrida::base
