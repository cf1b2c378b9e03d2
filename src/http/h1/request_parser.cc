#include "http/h1/request_parser.h"

#include <algorithm>

#include "base/text.h"

namespace acrida::http::h1 {

using State = RequestParser::State;

void RequestParser::begin(Request& into) {
  part_ = Part::request_line;
  began_ = false;
  hosts_ = 0;
  into_ = &into;
  into.clear();
  framing_ = Framing{};
  lines_.reset(limits_.header_bytes);
}

State RequestParser::feed(std::string_view& data) {
  std::string_view line;
  // Whoever speaks something else (TLS) may never end a line.
  if (untouched() && !data.empty() && data.front() != '\r' && !is_token(data.substr(0, 1))) {
    return fail(400, FailureKind::malformed, "it does not begin with a method");
  }
  began_ |= !data.empty();
  while (part_ == Part::request_line || part_ == Part::fields) {
    switch (lines_.next(data, line)) {
      case LineReader::Got::need_more: return State::need_more;
      case LineReader::Got::bad_ending:
        return fail(400, FailureKind::malformed, "a line ends without a carriage return");
      case LineReader::Got::too_long:
        return fail(431, FailureKind::header_limit, "the header is larger than the limit");
      case LineReader::Got::line: break;
    }
    State state = State::need_more;
    if (part_ == Part::request_line) {
      // One empty line before a request is forgiven (RFC 9112 §2.2); the limit bounds how many.
      if (!line.empty()) state = parse_request_line(line);
    } else if (line.empty()) {
      state = end_of_fields();
    } else if (const char* wrong = framing_.add(line)) {
      state = fail(400, FailureKind::malformed, wrong);
    } else {
      hosts_ += base::iequals(line.substr(0, line.find(':')), "host") ? 1 : 0;
      into_->fields.add_line(line);
    }
    if (state != State::need_more) return state;
  }
  if (part_ == Part::body) return body_state(body_.feed(data));
  return part_ == Part::done ? State::done : State::failed;
}

// "POST /predict HTTP/1.1"
State RequestParser::parse_request_line(std::string_view line) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return fail(400, FailureKind::malformed, "the request line is not method, target and version");
  }
  const auto method = line.substr(0, first);
  const auto target = line.substr(first + 1, last - first - 1);
  const auto version = line.substr(last + 1);
  if (!is_token(method)) return fail(400, FailureKind::malformed, "the method is not a token");
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return fail(505, FailureKind::malformed, "only HTTP/1.0 and HTTP/1.1 are spoken here");
  }
  const bool printable = std::all_of(
      target.begin(), target.end(), [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7f; });
  if (target.empty() || !printable)
    return fail(400, FailureKind::malformed, "the target holds a forbidden character");
  http_1_0_ = version.back() == '0';
  into_->method = method;
  into_->target = target;
  part_ = Part::fields;
  return State::need_more;
}

State RequestParser::end_of_fields() {
  if (hosts_ > 1 || (hosts_ == 0 && !http_1_0_)) {
    return fail(400, FailureKind::malformed, "there must be one Host header");
  }
  part_ = Part::body;
  if (framing_.transfer_encoding) {
    if (framing_.other_coding)
      return fail(501, FailureKind::malformed, "the only transfer coding known here is chunked");
    if (framing_.content_length || http_1_0_) {
      return fail(400, FailureKind::malformed, "Transfer-Encoding may not stand there");
    }
    return body_state(body_.begin_chunked(&into_->body));
  }
  return body_state(body_.begin_length(framing_.content_length.value_or(0), &into_->body));
}

State RequestParser::body_state(BodyReader::State state) {
  switch (state) {
    case BodyReader::State::need_more: return State::need_more;
    case BodyReader::State::done: part_ = Part::done; return State::done;
    case BodyReader::State::failed: break;
  }
  const auto& why = body_.failure();
  return fail(why.kind == FailureKind::body_limit     ? 413
              : why.kind == FailureKind::header_limit ? 431
                                                      : 400,
              why.kind, why.text);
}

State RequestParser::fail(int status, FailureKind kind, std::string_view text) {
  part_ = Part::failed;
  status_ = status;
  failure_ = Failure{kind, std::string(text)};
  return State::failed;
}

}  // namespace acrida::http::h1
