// The body of a request that is made while it is sent.
#pragma once

#include "base/unsent.h"
#include "http/message.h"

namespace acrida::http::h1 {

// Asks request.body_source for the next piece and appends what goes over the wire: the piece as it is when
// the length of the body is known, else as a chunk (RFC 9112 §7.1).
Piece next_piece(const Request& request, base::Unsent& out);

}  // namespace acrida::http::h1
