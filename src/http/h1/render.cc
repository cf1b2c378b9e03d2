#include "http/h1/render.h"

#include <charconv>

#include "base/text.h"

namespace acrida::http::h1 {
namespace {

void append_number(std::string& out, std::size_t number) {
  char digits[20];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

// A body is announced even when it is empty, for the methods that are expected to have one (RFC 9110 §8.6).
bool announces_body(const Request& request) {
  const std::string_view method = request.method;  // which compares lengths first
  return !request.body.empty() || method == "POST" || method == "PUT" || method == "PATCH";
}

// Nothing that a user puts into a method or a target may end the line and begin a request of its own.
void append_method(std::string& out, std::string_view method) {
  if (is_token(method)) {
    out.append(method);
  } else {
    for (const char& c : method) {
      if (is_token({&c, 1})) out += c;
    }
  }
  out += ' ';
}

bool is_fit(char c) { return c > 0x20 && c < 0x7f; }

void append_target(std::string& out, std::string_view target) {
  if (target.empty()) out += '/';
  bool fit = true;  // no early return: this way the compiler makes one vector loop of it
  for (const char c : target) fit &= is_fit(c);
  if (fit) {
    out.append(target);
    return;
  }
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (const char c : target) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_fit(c)) {
      out += c;
    } else {
      ((out += '%') += kDigits[byte >> 4]) += kDigits[byte & 15];
    }
  }
}

// Which of the fields that we would add stand in the request already.
struct Own {
  explicit Own(const Fields& fields) {
    fields.for_each([this](std::string_view name, std::string_view) {
      host |= base::iequals(name, "Host");
      user_agent |= base::iequals(name, "User-Agent");
      accept |= base::iequals(name, "Accept");
      length |= base::iequals(name, "Content-Length") || base::iequals(name, "Transfer-Encoding");
    });
  }
  bool host = false, user_agent = false, accept = false;
  bool length = false;  // how long the body is
};

}  // namespace

void render(const Request& request, std::string_view host_field, std::string& out) {
  const Own own(request.fields);
  append_method(out, request.method);
  append_target(out, request.target);
  out.append(" HTTP/1.1\r\n");
  if (!own.host) out.append("Host: ").append(host_field).append("\r\n");
  if (!own.user_agent) out.append("User-Agent: acrida\r\n");
  if (!own.accept) out.append("Accept: */*\r\n");
  out.append(request.fields.text());
  if (!own.length && announces_body(request)) {
    out.append("Content-Length: ");
    append_number(out, request.body.size());
    out.append("\r\n");
  }
  out.append("\r\n").append(request.body);
}

void render(const Response& response, std::string_view date, std::string_view connection, bool to_head,
            std::string& out) {
  const bool bodyless = response.status == 204 || response.status == 304;
  out.append("HTTP/1.1 ");
  append_number(out, static_cast<std::size_t>(response.status));
  out.append(" ").append(reason_of(response.status)).append("\r\n");
  out.append(response.fields.text());
  out.append("Date: ").append(date).append("\r\n");
  if (!bodyless) {
    out.append("Content-Length: ");
    append_number(out, response.body.size());
    out.append("\r\n");
  }
  if (!connection.empty()) out.append("Connection: ").append(connection).append("\r\n");
  out.append("\r\n");
  if (!to_head && !bodyless) out.append(response.body);
}

}  // namespace acrida::http::h1
