// A request's fields as HTTP/2 has them.
#pragma once

#include <nghttp2/nghttp2.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace acrida::http::h2 {

// Lower-case names, pseudo-fields first, without what belongs to a connection of HTTP/1 (RFC 9113 §8.2,
// §8.3).
class RequestFields {
 public:
  // `extra`: whole lines besides the request's own. What list() returns is valid until the next call of this,
  // as long as the request lives.
  void set(const Request& request, bool secure, std::string_view host_field, std::string_view extra);
  const std::vector<nghttp2_nv>& list() const { return list_; }

 private:
  void add(std::string_view name, std::string_view value, std::uint8_t flags);
  void add_own(std::string_view name, std::string_view value);

  std::string text_;  // what stands in no other place
  std::vector<nghttp2_nv> list_;
};

}  // namespace acrida::http::h2
