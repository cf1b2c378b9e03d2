// An answer as it is kept to explain a failure.
#pragma once

#include <cstddef>

#include <acrida/export.h>

#include "http/hidden_values.h"
#include "http/message.h"
#include "stats/answer.h"

namespace acrida::scenario {

inline constexpr std::size_t kMostBodyKept = 2048;     // bytes
inline constexpr std::size_t kMostHeadersKept = 2048;  // bytes, names and values together

// Status, header fields and the front of the body, cut where a character of UTF-8 ends. Secrets are masked,
// and so is what is hidden. Of header fields the first that fit are kept; how many there were besides is told
// by a last one named
// "...".
ACRIDA_API stats::Answer evidence_of(const http::Response& response, const http::HiddenValues& hidden = {});

}  // namespace acrida::scenario
