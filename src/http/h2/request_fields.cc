#include "http/h2/request_fields.h"

#include <array>

#include "base/text.h"
#include "http/request_text.h"

namespace acrida::http::h2 {
namespace {

// What is there for ever needs no copy.
constexpr std::uint8_t kConstantName = NGHTTP2_NV_FLAG_NO_COPY_NAME;
constexpr std::uint8_t kConstants = NGHTTP2_NV_FLAG_NO_COPY_NAME | NGHTTP2_NV_FLAG_NO_COPY_VALUE;

// nghttp2 takes what it only reads as non-const.
std::uint8_t* bytes(std::string_view text) {
  return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
}

bool belongs_to_connection(std::string_view name) {
  constexpr std::array<std::string_view, 8> kThose{
      "connection", "host", "http2-settings",   "keep-alive", "proxy-connection",
      "upgrade",    "te",   "transfer-encoding"};
  for (const auto one : kThose) {
    if (base::iequals(name, one)) return true;
  }
  return false;
}

}  // namespace

void RequestFields::add(std::string_view name, std::string_view value, std::uint8_t flags) {
  list_.push_back({bytes(name), bytes(value), name.size(), value.size(), flags});
}

// The name in small letters, which text_ has room for.
void RequestFields::add_own(std::string_view name, std::string_view value) {
  const std::size_t begin = text_.size();
  for (const char c : name) text_ += base::lowered(c);
  add(std::string_view(text_).substr(begin), value, NGHTTP2_NV_FLAG_NONE);
}

void RequestFields::set(const Request& request, bool secure, std::string_view host_field,
                        std::string_view extra) {
  list_.clear();
  text_.clear();
  // One allocation at most, and none of what points into it moves.
  text_.reserve(request.fields.text().size() + extra.size() + 3 * request.target.size() +
                request.method.size() + 64);
  const auto place = [&](auto&& append) {
    const std::size_t begin = text_.size();
    append();
    return std::string_view(text_).substr(begin);
  };
  add(":method", place([&] { append_method(text_, request.method); }), kConstantName);
  add(":scheme", secure ? "https" : "http", kConstants);
  const auto host = request.fields.find("Host");
  add(":authority", host.empty() ? host_field : host, kConstantName);
  add(":path", place([&] { append_target(text_, request.target); }), kConstantName);
  bool user_agent = false, accept = false, length = false;
  const auto take = [&](std::string_view name, std::string_view value) {
    if (belongs_to_connection(name)) return;
    user_agent |= base::iequals(name, "user-agent");
    accept |= base::iequals(name, "accept");
    length |= base::iequals(name, "content-length");
    add_own(name, value);
  };
  request.fields.for_each(take);
  Fields::for_each_in(extra, take);
  if (!user_agent) add("user-agent", "acrida", kConstants);
  if (!accept) add("accept", "*/*", kConstants);
  const auto size = length_of_body(request);
  if (!length && announces_body(request) && size)
    add("content-length", place([&] { append_number(text_, *size); }), kConstantName);
}

}  // namespace acrida::http::h2
