#include "http/h1/render.h"

#include "base/text.h"
#include "http/request_text.h"

namespace acrida::http::h1 {
namespace {

void append_length(std::string& out, const Request& request) {
  if (const auto length = length_of_body(request)) {
    out.append("Content-Length: ");
    append_number(out, *length);
    out.append("\r\n");
  } else {
    out.append("Transfer-Encoding: chunked\r\n");
  }
}

// Which of the fields that we would add stand in the request already.
struct Own {
  explicit Own(const Fields& fields) {
    fields.for_each([this](std::string_view name, std::string_view value) {
      host |= base::iequals(name, "Host");
      user_agent |= base::iequals(name, "User-Agent");
      accept |= base::iequals(name, "Accept");
      length |= base::iequals(name, "Content-Length") || base::iequals(name, "Transfer-Encoding");
      if (base::iequals(name, "Expect")) expects_continue = base::iequals(value, "100-continue");
    });
  }
  bool host = false, user_agent = false, accept = false;
  bool length = false;  // how long the body is
  bool expects_continue = false;
};

}  // namespace

Body render(const Outgoing& outgoing, std::string& out) {
  const Request& request = outgoing.request;
  const Own own(request.fields);
  append_method(out, request.method);
  out += ' ';
  if (!outgoing.extras.target_prefix.empty()) out.append(outgoing.extras.target_prefix);
  append_target(out, request.target);
  out.append(" HTTP/1.1\r\n");
  if (!own.host) out.append("Host: ").append(outgoing.host_field).append("\r\n");
  if (!own.user_agent) out.append("User-Agent: acrida\r\n");
  if (!own.accept) out.append("Accept: */*\r\n");
  out.append(request.fields.text());
  if (!outgoing.extras.fields.empty()) out.append(outgoing.extras.fields);
  if (!own.length && announces_body(request)) append_length(out, request);
  out.append("\r\n");
  const bool has_body = !request.body.empty() || request.body_source;
  if (has_body && own.expects_continue) return Body::awaits_continue;
  if (request.body_source) return Body::on_its_way;
  out.append(request.body);
  return Body::with_head;
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
