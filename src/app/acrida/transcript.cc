#include "app/acrida/transcript.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "base/printable.h"
#include "http/h1/render.h"
#include "http/secrets.h"
#include "scenario/evidence.h"

namespace acrida::app {
namespace {

// Line by line, each behind the mark; "\r" is left out where a line ends in it.
void add_lines(std::string& out, std::string_view mark, std::string_view text) {
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    out += fmt::format("  {}{}{}\n", mark, line.empty() ? "" : " ", base::printable(line));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

// `shown`: the body's front, masked; `size`: of all of it.
void add_body(std::string& out, std::string_view mark, const stats::Answer& shown, std::uint64_t size) {
  if (size == 0) return;
  out += fmt::format("  {}\n", mark);
  if (base::valid_utf8(shown.body) != shown.body) {
    out += fmt::format("  {} ({} bytes that are no text)\n", mark, size);
    return;
  }
  add_lines(out, mark, shown.body);
  if (shown.cut) out += fmt::format("  {} … ({} bytes in all)\n", mark, size);
}

void add_request(std::string& out, const http::Request& request, const std::string& host_field,
                 const http::HiddenValues& hidden) {
  http::Request head = request;  // with the body's length, without the body
  std::string text;
  http::h1::render({head, host_field}, text);
  text.resize(text.size() - head.body.size() - 2);
  add_lines(out, ">", http::without_secrets(hidden.masked(text)));
  http::Response as_answer;  // masked and cut as an answer's body is
  as_answer.body = request.body;
  add_body(out, ">", scenario::evidence_of(as_answer, hidden), request.body.size());
}

}  // namespace

std::string transcript_of(const detail::Exchange& exchange) {
  const http::Request& request = exchange.request;
  const std::string of_class =
      exchange.payload_class.empty() ? "" : fmt::format(" [{}]", base::printable(exchange.payload_class));
  const auto without_secrets = [&](std::string_view text) {
    return http::without_secrets(exchange.hidden().masked(text));
  };
  std::string out =
      fmt::format("{} {}{}: ", request.method, base::printable(without_secrets(exchange.name)), of_class);
  const double ms = base::milliseconds_of(exchange.finished - exchange.started);
  const auto answer = scenario::evidence_of(exchange.response, exchange.hidden());
  const std::string status = fmt::format("{} {}", answer.status, base::printable(answer.reason));
  out += answer.status == 0 ? fmt::format("no answer, after {:.3g} ms\n", ms)
                            : fmt::format("{} in {:.3g} ms\n", status, ms);
  add_request(out, request, exchange.host_field(), exchange.hidden());
  if (exchange.redirected) {
    const unsigned hops = exchange.redirected->hops;
    out += fmt::format("\n  answered, after {} redirect{}, by {}\n", hops, hops == 1 ? "" : "s",
                       base::printable(without_secrets(exchange.url())));
  }
  if (answer.status != 0) {
    out += "\n";
    std::string head = status + "\n";
    for (const auto& [name, value] : answer.headers) head += fmt::format("{}: {}\n", name, value);
    add_lines(out, "<", head);
    add_body(out, "<", answer, exchange.response.body_bytes);
  }
  if (!exchange.error_text().empty()) {
    out += fmt::format("\n  FAILED: {}\n", base::printable(without_secrets(exchange.error_text())));
  }
  return out;
}

}  // namespace acrida::app
