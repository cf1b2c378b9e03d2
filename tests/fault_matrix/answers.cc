#include "tests/fault_matrix/answers.h"

namespace acrida::fault_matrix {
namespace {

using namespace std::string_literals;

// "ok", stored in one block.
const std::string kGzip =
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x01\x02\x00\xfd\xffok\x47\xdd\xdc\x79\x02\x00\x00\x00"s;

constexpr std::size_t kPreface = 24;

}  // namespace

const std::vector<Http1Answer>& http1_answers() {
  static const std::vector<Http1Answer> all{
      {.name = "Content-Length", .head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", .body = "ok"},
      {.name = "chunked",
       .head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
       .body = "1\r\no\r\n1;x=y\r\nk\r\n0\r\nA: b\r\n\r\n",
       .all_counts = true},
      {.name = "until the end",
       .head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n",
       .body = "ok",
       .until_close = true},
      {.name = "compressed",
       .head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 25\r\n\r\n",
       .body = kGzip,
       .all_counts = true},
      {.name = "204", .head = "HTTP/1.1 204 No Content\r\n\r\n", .body = "", .status = 204},
      {.name = "to HEAD",
       .head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n",
       .body = "",
       .method = "HEAD"},
      {.name = "after interim ones",
       .head = "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
               "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n",
       .body = "ok"},
  };
  return all;
}

std::string four_bytes(unsigned number) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 0xff);
  return bytes;
}

std::string frame(char type, char flags, unsigned stream, std::string_view payload) {
  return four_bytes(static_cast<unsigned>(payload.size())).substr(1) + type + flags + four_bytes(stream) +
         std::string(payload);
}

std::string literal(std::string_view name, std::string_view value) {
  return '\0' + std::string(1, static_cast<char>(name.size())) + std::string(name) +
         static_cast<char>(value.size()) + std::string(value);
}

std::string greeting() { return frame(kSettings, 0, 0, ""); }

std::string good_http2(unsigned stream) {
  return frame(kHeaders, kEndHeaders, stream, "\x88") + frame(kData, kEndStream, stream, "ok");
}

std::string Http2Answer::text() const {
  std::string all;
  for (const Frame& each : frames) all += each.bytes;
  return all;
}

std::uint64_t Http2Answer::counted_before(std::size_t offset) const {
  std::uint64_t counted = 0;
  std::size_t end = 0;
  for (const Frame& each : frames) {
    end += each.bytes.size();
    if (each.is_answer && end <= offset) counted += each.bytes.size();
  }
  return counted;
}

std::size_t Http2Answer::begins_at() const {
  std::size_t at = 0;
  for (const Frame& each : frames) {
    if (each.is_answer) break;
    at += each.bytes.size();
  }
  return at + kFrameHead;
}

std::vector<Http2Answer> http2_answers(unsigned stream, bool with_greeting) {
  const Frame head{frame(kHeaders, kEndHeaders, stream, "\x88"), true};
  const Frame body{frame(kData, kEndStream, stream, "ok"), true, kFrameHead};
  const Frame hints{frame(kHeaders, kEndHeaders, stream,
                          "\x08\x03"
                          "103"),
                    true};
  const Frame trailers{frame(kHeaders, kEndHeaders | kEndStream, stream, literal("a", "b")), true,
                       kFrameHead + 4};
  std::vector<Http2Answer> all{
      {"head and body", {head, body}},
      {"204", {{frame(kHeaders, kEndHeaders | kEndStream, stream, "\x89"), true}}, 204, 0},
      {"after an interim one", {hints, head, body}},
      {"with trailers", {head, {frame(kData, 0, stream, "ok"), true, kFrameHead}, trailers}},
      {"among other frames",
       {{frame(kPing, 0, 0, "12345678")},
        head,
        {frame('\x42', 0, stream, "unknown")},
        {frame(kWindowUpdate, 0, 0, four_bytes(1))},
        {frame(kData, 0, stream, "o"), true, kFrameHead},
        {frame(kPriority, 0, stream, four_bytes(0) + "\x10")},
        {frame(kData, kEndStream, stream, "k"), true, kFrameHead}}},
  };
  if (!with_greeting) return all;
  for (auto& each : all) each.frames.insert(each.frames.begin(), {greeting()});
  return all;
}

std::vector<std::string> good_answers(Protocol protocol, std::size_t count) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < count; ++i) {
    if (is_http2(protocol)) {
      all.push_back((i == 0 ? greeting() : "") + good_http2(static_cast<unsigned>(2 * i + 1)));
    } else {
      all.push_back(http1_answers().front().text());
    }
  }
  return all;
}

// None of them has a body.
std::size_t http1_requests_in(std::string_view heard) {
  constexpr std::string_view kEnd = "\r\n\r\n";
  std::size_t count = 0;
  for (auto at = heard.find(kEnd); at != std::string_view::npos; at = heard.find(kEnd, at + kEnd.size()))
    ++count;
  return count;
}

std::size_t http2_requests_in(std::string_view heard) {
  std::size_t count = 0;
  std::size_t at = kPreface;
  while (at + kFrameHead <= heard.size()) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(heard[at + i]); };
    const std::size_t length = (std::size_t{byte(0)} << 16) + (std::size_t{byte(1)} << 8) + byte(2);
    if (at + kFrameHead + length > heard.size()) break;
    if (heard[at + 3] == kHeaders) ++count;
    at += kFrameHead + length;
  }
  return count;
}

}  // namespace acrida::fault_matrix
