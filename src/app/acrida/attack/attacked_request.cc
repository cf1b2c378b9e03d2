#include "app/acrida/attack/attacked_request.h"

#include <array>
#include <cerrno>

#include <fmt/format.h>

#include <acrida/json.h>

#include "base/failure.h"
#include "base/file.h"
#include "base/text.h"
#include "http/fields.h"
#include "http/media_type.h"
#include "http/url.h"

namespace acrida::app {
namespace {

constexpr std::string_view kUnknownType = "application/octet-stream";

std::string read_to_end(std::FILE* in) {
  std::string content;
  std::array<char, 65536> piece;
  while (const std::size_t size = std::fread(piece.data(), 1, piece.size(), in))
    content.append(piece.data(), size);
  if (std::ferror(in) != 0)
    throw base::RunError(fmt::format("--body: cannot read standard input: {}", base::system_error(errno)));
  return content;
}

struct Body {
  std::string bytes, file;  // the file's name, if it has one
};

Body body_in(std::string_view option, const std::string& file, std::FILE* in) {
  if (file == "-") return {read_to_end(in), ""};
  auto content = base::read_file(file);
  if (content) return {std::move(*content), file};
  const bool inlined = option == "body" && file.find_first_of("{}[]=<> ") != std::string::npos;
  throw base::RunError(fmt::format("--{}: {}{}", option, content.error().message,
                                   inlined ? "; a body that stands on the command line is --data TEXT" : ""));
}

std::optional<Body> body_of(const OptionValues& values, std::FILE* in) {
  const auto file = values.text("body"), data = values.text("data");
  if (values.given("body") && values.given("data"))
    values.complain("data", "there can be one body, and --body names one, too");
  if (values.given("body")) return body_in("body", file, in);
  if (!values.given("data")) return std::nullopt;
  if (data.starts_with('@')) return body_in("data", data.substr(1), in);
  return Body{data, ""};
}

std::pair<std::string, std::string> header_of(const std::string& text, const OptionValues& values) {
  const auto colon = text.find(':');
  if (colon == std::string::npos)
    values.complain("header", fmt::format("'{}' is no header; write 'Name: value'", text));
  const auto name = text.substr(0, colon);
  if (!http::is_token(name))
    values.complain("header", fmt::format("'{}' cannot be the name of a header; write 'Name: value'", name));
  const auto value = base::trimmed(std::string_view(text).substr(colon + 1));
  if (base::has_control_character(value))
    values.complain("header", fmt::format("the value of '{}' holds a control character", name));
  return {name, std::string(value)};
}

// "https://…", but not "host/?next=http://…".
bool has_scheme(std::string_view url) {
  const auto scheme = url.find("://");
  return scheme != std::string_view::npos && url.find_first_of("/?#") == scheme + 1;
}

void read_url(std::string_view text, AttackedRequest& request) {
  const auto whole = fmt::format("{}{}", has_scheme(text) ? "" : "http://", text);
  auto url = http::parse_url(whole);
  if (!url) throw base::UsageError(url.error().message);
  request.host = whole.substr(0, whole.find_first_of("/?#", whole.find("://") + 3));
  request.name = url->target.substr(0, url->target.find('?'));
  request.target = std::move(url->target);
}

}  // namespace

std::string content_type_of(std::string_view body, std::string_view file) {
  const auto promised = http::media_type_of(file);
  if (!file.empty() && promised != kUnknownType) return std::string(promised);
  const auto first = body.find_first_not_of(" \t\r\n");
  const bool may_be_json = first != std::string_view::npos && (body[first] == '{' || body[first] == '[');
  if (may_be_json) {
    try {
      Json::parse(body);
      return "application/json";
    } catch (const JsonError&) {  // only looks like it
    }
  }
  return std::string(kUnknownType);
}

AttackedRequest attacked_request_of(std::string_view url, const OptionValues& values, std::FILE* in) {
  AttackedRequest request;
  read_url(url, request);
  for (const auto& text : values.each("header")) request.headers.push_back(header_of(text, values));
  request.timeout = values.timespan("timeout");
  if (request.timeout == base::Duration::zero()) values.complain("timeout", "no request is done in no time");
  request.method = values.text("method");
  if (values.given("method") && !http::is_token(request.method))
    values.complain("method",
                    fmt::format("'{}' cannot be a method; write GET, POST or another one", request.method));
  auto body = body_of(values, in);
  if (request.method.empty()) request.method = body ? "POST" : "GET";
  if (body) {
    request.content_type = content_type_of(body->bytes, body->file);
    request.body = std::move(body->bytes);
  }
  return request;
}

}  // namespace acrida::app
