// The answers that things go wrong in, and where their parts lie.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fault_matrix/cell.h"

namespace acrida::fault_matrix {

// An answer of HTTP/1.
struct Http1Answer {
  std::string name;
  std::string head;  // interim answers too
  std::string body;
  int status = 200;
  std::string method = "GET";
  bool until_close = false;
  bool all_counts = false;  // a wrong byte anywhere in the body spoils it, since it is chunked or compressed

  std::string text() const { return head + body; }
  std::size_t size() const { return head.size() + body.size(); }
  std::uint64_t body_bytes() const { return body.empty() ? 0 : 2; }  // all say "ok"
};
const std::vector<Http1Answer>& http1_answers();

// An answer of HTTP/2: frames one by one.
struct Frame {
  std::string bytes;
  bool is_answer = false;                   // it is of the answer's stream, and counted by the client
  std::size_t fine_from = ~std::size_t{0};  // from this byte on anything may stand in it
};
struct Http2Answer {
  std::string name;
  std::vector<Frame> frames;
  int status = 200;
  std::uint64_t body_bytes = 2;

  std::string text() const;
  std::size_t size() const { return text().size(); }
  // How much of the answer is in whole frames before this byte.
  std::uint64_t counted_before(std::size_t offset) const;
  // The head of the answer's first frame is complete: the answer has begun.
  std::size_t begins_at() const;
};
// `greeting`: with the server's settings before.
std::vector<Http2Answer> http2_answers(unsigned stream, bool greeting);

constexpr std::size_t kFrameHead = 9;
constexpr char kData = 0, kHeaders = 1, kPriority = 2, kResetStream = 3, kSettings = 4, kPushPromise = 5,
               kPing = 6, kGoAway = 7, kWindowUpdate = 8, kContinuation = 9;
constexpr char kEndStream = 1, kAcknowledged = 1, kEndHeaders = 4, kPadded = 8;
std::string frame(char type, char flags, unsigned stream, std::string_view payload);
std::string four_bytes(unsigned number);
// An entry of HPACK with a name and a value in plain text.
std::string literal(std::string_view name, std::string_view value);
// The server's settings, and a head (:status: 200) with the body "ok".
std::string greeting();
std::string good_http2(unsigned stream);

// What a well-behaved server says to the first `count` requests on a connection; all say "ok".
std::vector<std::string> good_answers(Protocol protocol, std::size_t count);

std::size_t http1_requests_in(std::string_view heard);
std::size_t http2_requests_in(std::string_view heard);

}  // namespace acrida::fault_matrix
