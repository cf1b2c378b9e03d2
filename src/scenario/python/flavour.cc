#include "scenario/python/flavour.h"

#include <algorithm>

#include <fmt/format.h>

#include "scenario/python/exchange.h"
#include "scenario/python/text.h"

namespace acrida::scenario::python {
namespace {

using http::FailureKind;

std::string repr(std::string_view text) {
  std::string shown;
  append_repr(shown, text);
  return shown;
}

std::string pool_of(const Exchange& exchange) {
  const http::Url& server = exchange.server();
  return fmt::format("{}ConnectionPool(host='{}', port={})", server.secure ? "HTTPS" : "HTTP",
                     server.authority.host, server.authority.port);
}

// As requests tells of them, from the innermost cause on.
std::string http_failure(const Exchange& exchange) {
  const http::Failure& failure = *exchange.failure;
  switch (failure.kind) {
    case FailureKind::refused: return "ConnectionRefusedError(111, 'Connection refused')";
    case FailureKind::reset: return "ConnectionResetError(104, 'Connection reset by peer')";
    case FailureKind::closed: return "RemoteDisconnected('Remote end closed connection without response')";
    case FailureKind::connect_timeout: return "TimeoutError('timed out')";
    case FailureKind::read_timeout:
    case FailureKind::timeout:
      return fmt::format("ReadTimeout(ReadTimeoutError(\"{}: Read timed out. (read timeout={})\"))",
                         pool_of(exchange), exchange.read_timeout_text());
    case FailureKind::dns: return "gaierror(-2, 'Name or service not known')";
    case FailureKind::tls: return fmt::format("SSLError(1, {})", repr(failure.text));
    case FailureKind::redirects:
      return fmt::format("TooManyRedirects('Exceeded {} redirects.')", exchange.options.most_redirects);
    case FailureKind::truncated: return fmt::format("ChunkedEncodingError({})", repr(failure.text));
    case FailureKind::unreachable: return fmt::format("OSError({})", repr(failure.text));
    case FailureKind::malformed: return fmt::format("ProtocolError({})", repr(failure.text));
    default: return fmt::format("ConnectionError({})", repr(failure.text));
  }
}

// As geventhttpclient tells of them.
std::string fast_failure(const Exchange& exchange) {
  const http::Failure& failure = *exchange.failure;
  switch (failure.kind) {
    case FailureKind::reset:
    case FailureKind::closed: return "HTTPConnectionClosed('connection closed.')";
    case FailureKind::read_timeout:
    case FailureKind::timeout: return "ConnectionError(original=timed out)";
    case FailureKind::truncated: return "HTTPParseError('Incomplete response.')";
    case FailureKind::redirects:
      return fmt::format("RetriesExceeded(original=more than {} redirects)", exchange.options.most_redirects);
    case FailureKind::malformed:
    case FailureKind::header_limit:
    case FailureKind::body_limit: return fmt::format("HTTPParseError({})", repr(failure.text));
    default: return http_failure(exchange);
  }
}

}  // namespace

const Flavour kHttpFlavour{false, "locust._http"};
const Flavour kFastFlavour{true, "locust._http.fast"};

bool is_success(const Flavour& flavour, int status) {
  if (!flavour.fast) return status < 400 || status >= 600;
  return (status >= 200 && status <= 208) || status == 226 || (status >= 301 && status <= 304) ||
         status == 307 || status == 308;
}

std::string error_text(const Flavour& flavour, const Exchange& exchange, std::string_view url) {
  if (exchange.failure) return flavour.fast ? fast_failure(exchange) : http_failure(exchange);
  const int status = exchange.response.status;
  if (is_success(flavour, status)) return {};
  if (flavour.fast) return fmt::format("LocustBadStatusCode(code={})", status);
  return fmt::format("HTTPError({})",
                     repr(fmt::format("{} {} Error: {} for url: {}", status,
                                      status < 500 ? "Client" : "Server", exchange.response.reason, url)));
}

void append_repr(std::string& out, std::string_view text) {
  const auto is_plain = [](char c) { return c >= ' ' && c < 0x7f && c != '\'' && c != '\\'; };
  if (std::all_of(text.begin(), text.end(), is_plain)) {
    ((out += '\'') += text) += '\'';
    return;
  }
  const auto object = Object::take(new_text(text));
  const auto shown = object ? Object::take(PyObject_Repr(object.get())) : Object();
  const auto bytes = shown ? utf8(shown.get()) : std::string_view{};
  if (bytes.data() == nullptr) PyErr_Clear();
  out += bytes;
}

}  // namespace acrida::scenario::python
