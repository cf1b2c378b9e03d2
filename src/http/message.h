// What is asked and what is answered, whatever version of HTTP carries it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <acrida/export.h>

#include "http/fields.h"
#include "http/notes.h"

namespace acrida::http {

// What a source of a body has just appended: a piece after which more will come, or the last one (which may
// be empty); broken: there is no sense in going on.
enum class Piece { more, last, broken };
using BodySource = std::function<Piece(std::string& out)>;

struct ACRIDA_API Request {
  std::string method = "GET";  // a token; what may not stand in one is left out when sent
  std::string target = "/";    // path and query, or * or an absolute URL for a proxy; blanks, controls and
                               // non-ASCII bytes are percent-encoded when sent
  Fields fields = {};  // Host, Content-Length and the like are added when it is sent, unless they stand here
  std::string body = {};
  // Sent instead of `body`, piece by piece, whenever there is room; null: `body` is. It cannot be sent twice.
  BodySource body_source = {};
  std::optional<std::uint64_t> body_length = {};  // of what the source gives; nullopt: nobody knows

  void clear();
  // May be sent twice without harm (RFC 9110 §9.2.2).
  bool is_idempotent() const;
};

struct ACRIDA_API Response {
  int status = 0;      // 0: none yet
  std::string reason;  // as received, often empty; a server's own is left empty
  Fields fields;
  Notes notes;                   // of what stands in the fields
  std::string body;              // decoded; as long as it was asked for
  std::uint64_t body_bytes = 0;  // its length, decoded if it was decoded, kept or not

  // Keeps the memory, unless a large body came: ten thousand users must not each hold on to a megabyte.
  void clear();
};

// "Not Found" for 404; empty for what is unknown.
ACRIDA_API std::string_view reason_of(int status);

// What a side accepts from the other before it calls it an error.
struct Limits {
  std::size_t header_bytes = std::size_t{64}
                             << 10;  // start line and fields, interim answers and trailers included
  std::uint64_t body_bytes = std::uint64_t{64} << 20;
};

}  // namespace acrida::http
