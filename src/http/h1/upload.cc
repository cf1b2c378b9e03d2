#include "http/h1/upload.h"

#include <string>

#include <fmt/format.h>

namespace acrida::http::h1 {

Piece next_piece(const Request& request, base::Unsent& out) {
  std::string bytes;
  const Piece piece = request.body_source(bytes);
  if (piece == Piece::broken) return piece;
  if (request.body_length) {
    out.add(bytes);
    return piece;
  }
  if (!bytes.empty()) {  // a chunk of no bytes would be the last
    out.add(fmt::format("{:x}\r\n", bytes.size()));
    out.add(bytes);
    out.add("\r\n");
  }
  if (piece == Piece::last) out.add("0\r\n\r\n");
  return piece;
}

}  // namespace acrida::http::h1
