// What the header fields say about where a message ends and whether the connection lives on (RFC 9112 §6,
// §9.3).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "http/notes.h"

namespace acrida::http::h1 {

struct Framing {
  std::optional<std::uint64_t> content_length;
  bool transfer_encoding = false;  // the field is there
  bool chunked = false;            // … and chunked is its last coding
  bool other_coding = false;       // … and there is one besides chunked, or chunked twice
  bool close = false;              // Connection: close
  bool keep_alive = false;         // Connection: keep-alive
  bool expects_continue = false;   // Expect: 100-continue
  Notes notes;                     // what else is worth a look

  // Checks one "name: value" line and takes in what it says. Null when all is well, else what is wrong with
  // it.
  const char* add(std::string_view line);
};

}  // namespace acrida::http::h1
