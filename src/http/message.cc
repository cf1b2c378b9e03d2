#include "http/message.h"

#include <algorithm>
#include <array>

namespace acrida::http {
namespace {

// Empties and keeps the memory, unless it is much.
void clear_text(std::string& text) {
  constexpr std::size_t kWorthKeeping = std::size_t{16} << 10;
  text.clear();
  if (text.capacity() > kWorthKeeping) text.shrink_to_fit();
}

}  // namespace

void Request::clear() {
  method = "GET";
  clear_text(target);
  target = "/";
  fields.clear();
  clear_text(body);
  if (body_source) body_source = nullptr;
  body_length.reset();
}

bool Request::is_idempotent() const {
  constexpr std::array<std::string_view, 6> kIdempotent{"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"};
  return std::find(kIdempotent.begin(), kIdempotent.end(), method) != kIdempotent.end();
}

void Response::clear() {
  status = 0;
  reason.clear();
  fields.clear();
  notes = {};
  clear_text(body);
  body_bytes = 0;
}

std::string_view reason_of(int status) {
  switch (status) {
    case 100: return "Continue";
    case 101: return "Switching Protocols";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 407: return "Proxy Authentication Required";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: return {};
  }
}

}  // namespace acrida::http
