// The bytes of a request or an answer.
#pragma once

#include <string>
#include <string_view>

#include <acrida/export.h>

#include "http/message.h"

namespace acrida::http::h1 {

// What a request says besides what stands in it.
struct Extras {
  std::string_view target_prefix{};  // in front of its target: "http://host" on the way to a proxy
  std::string_view fields{};         // whole lines
};
// A request on its way to the wire.
struct Outgoing {
  const Request& request;
  std::string_view host_field;
  Extras extras{};
};

// Appends the request, with Host, User-Agent, Accept and Content-Length (or, when a source of its body does
// not know that, Transfer-Encoding) unless its own fields say otherwise. What the body still has to wait for:
enum class Body {
  with_head,        // nothing: it was appended, too, or there is none
  awaits_continue,  // that the server asks for it (RFC 9110 §10.1.1)
  on_its_way,       // its source
};
ACRIDA_API Body render(const Outgoing& outgoing, std::string& out);

// Appends the answer, with Content-Length, and Date as given; its own fields must not hold these.
// `connection`: the Connection field's value, empty for none. `to_head`: without its body; 204 and 304 never
// have one.
ACRIDA_API void render(const Response& response, std::string_view date, std::string_view connection,
                       bool to_head, std::string& out);

}  // namespace acrida::http::h1
