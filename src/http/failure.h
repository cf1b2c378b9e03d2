// Why a request got no proper answer.
#pragma once

#include <string>
#include <string_view>

namespace acrida::http {

enum class FailureKind {
  refused,  // nobody listens there
  reset,    // the connection broke
  closed,   // the peer closed before any byte of an answer
  connect_timeout,
  read_timeout,  // the server was silent for too long
  timeout,       // the whole request took too long
  truncated,     // the answer ended in its middle
  malformed,     // the answer is not HTTP
  header_limit,
  body_limit,
  dns,
  tls,          // the handshake failed
  redirects,    // too many of them
  cancelled,    // our own side broke it off
  unreachable,  // any other trouble with connecting
};

// As in reports and in the summary's `errors[].kind`.
constexpr std::string_view name_of(FailureKind kind) {
  switch (kind) {
    case FailureKind::refused: return "refused";
    case FailureKind::reset: return "reset";
    case FailureKind::closed: return "closed";
    case FailureKind::connect_timeout: return "connect_timeout";
    case FailureKind::read_timeout: return "read_timeout";
    case FailureKind::timeout: return "timeout";
    case FailureKind::truncated: return "truncated";
    case FailureKind::malformed: return "malformed";
    case FailureKind::header_limit: return "header_limit";
    case FailureKind::body_limit: return "body_limit";
    case FailureKind::dns: return "dns";
    case FailureKind::tls: return "tls";
    case FailureKind::redirects: return "redirects";
    case FailureKind::cancelled: return "cancelled";
    case FailureKind::unreachable: return "unreachable";
  }
  return "?";
}

struct Failure {
  FailureKind kind = FailureKind::malformed;
  std::string text;  // for a person; the same text for the same trouble, since errors are counted by it
};

}  // namespace acrida::http
