// What kind of file a name promises.
#pragma once

#include <string_view>

#include <acrida/export.h>

namespace acrida::http {

// By the extension, whatever its case; application/octet-stream for what is not known.
ACRIDA_API std::string_view media_type_of(std::string_view filename);

}  // namespace acrida::http
