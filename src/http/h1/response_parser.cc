#include "http/h1/response_parser.h"

#include <fmt/format.h>

#include "base/text.h"

namespace acrida::http::h1 {

using State = ResponseParser::State;

namespace {

constexpr std::string_view kVersion = "HTTP/1.";
constexpr std::string_view kNoStatusLine = "it does not begin with an HTTP/1 status line";

}  // namespace

void ResponseParser::begin(bool to_head, bool keep_body, Response& into, bool unlimited) {
  part_ = Part::status_line;
  to_head_ = to_head;
  keep_body_ = keep_body;
  keep_alive_ = told_to_continue_ = false;
  into_ = &into;
  into.clear();
  lines_.reset(limits_.header_bytes);
  body_.lift_limit(unlimited);
}

State ResponseParser::feed(std::string_view& data) {
  std::string_view line;
  while (part_ == Part::status_line || part_ == Part::fields) {
    switch (lines_.next(data, line)) {
      case LineReader::Got::need_more:
        // Whoever speaks something else (TLS, SSH) may never end a line.
        return begins_well({}) ? State::need_more : fail(FailureKind::malformed, kNoStatusLine);
      case LineReader::Got::bad_ending:
        return fail(FailureKind::malformed, "a line ends without a carriage return");
      case LineReader::Got::too_long:
        // By what is within the limit, so that it does not matter how the bytes were cut.
        if (!begins_well(data.substr(0, lines_.left()))) return fail(FailureKind::malformed, kNoStatusLine);
        return fail(FailureKind::header_limit, "its header is larger than the limit");
      case LineReader::Got::line: break;
    }
    State state = State::need_more;
    if (part_ == Part::status_line) {
      state = parse_status_line(line);
    } else if (line.empty()) {
      state = end_of_fields();
    } else if (const char* wrong = framing_.add(line)) {
      state = fail(FailureKind::malformed, wrong);
    } else {
      into_->fields.add_line(line);
    }
    if (state != State::need_more) return state;
  }
  if (part_ == Part::body) return body_state(body_.feed(data));
  return part_ == Part::done ? State::done : State::failed;
}

State ResponseParser::end_of_stream(bool properly) {
  if (part_ == Part::body) return body_state(body_.end_of_stream(properly));
  return fail(FailureKind::truncated, "the connection closed in the middle of the header");
}

// Whether a status line not complete yet, `rest` not taken in yet, may become one.
bool ResponseParser::begins_well(std::string_view rest) const {
  if (part_ != Part::status_line) return true;
  std::string start(lines_.partial().substr(0, kVersion.size()));
  start += rest.substr(0, kVersion.size() - start.size());
  return kVersion.starts_with(start);
}

// "HTTP/1.1 200 OK"; some servers leave out the reason and even the blank before it.
State ResponseParser::parse_status_line(std::string_view line) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!line.starts_with(kVersion) || line.size() < 12 || !digit(line[7]) || line[8] != ' ') {
    return fail(FailureKind::malformed, kNoStatusLine);
  }
  if (!digit(line[9]) || line[9] == '0' || !digit(line[10]) || !digit(line[11]) ||
      (line.size() > 12 && line[12] != ' ')) {
    return fail(FailureKind::malformed, "its status is not a number of three digits");
  }
  if (base::has_control_character(line)) {
    return fail(FailureKind::malformed, "its status line holds a control character");
  }
  http_1_0_ = line[7] == '0';
  into_->status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
  into_->reason = line.substr(std::min<std::size_t>(13, line.size()));
  into_->fields.clear();
  framing_ = Framing{};
  part_ = Part::fields;
  return State::need_more;
}

// RFC 9112 §6.3: how long the body is.
State ResponseParser::end_of_fields() {
  const int status = into_->status;
  if (status < 200 && status != 101) {  // an interim answer: the real one follows
    told_to_continue_ |= status == 100;
    part_ = Part::status_line;
    return State::need_more;
  }
  into_->notes = framing_.notes;
  std::string* keep = keep_body_ ? &into_->body : nullptr;
  keep_alive_ = !framing_.close && (!http_1_0_ || framing_.keep_alive) && status != 101;
  part_ = Part::body;
  if (to_head_ || status == 101 || status == 204 || status == 304)
    return body_state(body_.begin_length(0, keep));
  if (framing_.transfer_encoding) {
    // Somebody on the way may have read it differently (RFC 9112 §6.1, §6.3).
    if (framing_.content_length || http_1_0_) keep_alive_ = false;
    if (framing_.chunked) return body_state(body_.begin_chunked(keep));
  } else if (framing_.content_length) {
    return body_state(body_.begin_length(*framing_.content_length, keep));
  }
  keep_alive_ = false;
  return body_state(body_.begin_until_close(keep));
}

State ResponseParser::body_state(BodyReader::State state) {
  into_->body_bytes = body_.bytes();
  switch (state) {
    case BodyReader::State::need_more: return State::need_more;
    case BodyReader::State::done: part_ = Part::done; return State::done;
    case BodyReader::State::failed: break;
  }
  return fail(body_.failure().kind, body_.failure().text);
}

State ResponseParser::fail(FailureKind kind, std::string_view text) {
  part_ = Part::failed;
  failure_ = Failure{kind, fmt::format("bad answer: {}", text)};
  return State::failed;
}

}  // namespace acrida::http::h1
