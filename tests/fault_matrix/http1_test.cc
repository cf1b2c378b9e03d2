// What can go wrong with an answer of HTTP/1, with TLS and without.
#include <string>

#include <gtest/gtest.h>

#include "tests/fault_matrix/answers.h"
#include "tests/fault_matrix/faults.h"
#include "tests/fault_matrix/oracle.h"

namespace acrida::fault_matrix {
namespace {

using namespace std::chrono_literals;
using fakes::ConnectionPlan;

const std::string kGood = http1_answers().front().text();
constexpr base::Duration kTimeout = 3s;

// Says this, then good answers.
ConnectionPlan says(const std::string& answer) {
  ConnectionPlan plan;
  plan.answers = {answer, kGood, kGood};
  return plan;
}

class Http1Faults : public Faults {
 protected:
  static Cell cell(const std::string& fault, const std::string& detail, std::size_t offset,
                   ConnectionPlan plan, const Expected& expected) {
    Cell made = Faults::cell(fault, detail, offset, std::move(plan), expected);
    made.timeout = kTimeout;
    return made;
  }
  static void run_cell(const std::string& fault, const std::string& detail, std::size_t offset,
                       ConnectionPlan plan, const Expected& expected) {
    run(cell(fault, detail, offset, std::move(plan), expected));
  }
};

INSTANTIATE_TEST_SUITE_P(Over, Http1Faults, testing::Values(Protocol::http1, Protocol::http1_tls),
                         suite_name);

TEST_P(Http1Faults, TheServerClosesAtEveryByte) {
  for (const auto& answer : http1_answers()) {
    for (std::size_t at = 0; at < answer.size(); ++at) {
      ConnectionPlan plan;
      plan.answers = {answer.text().substr(0, at)};
      plan.then_closes = true;
      Cell made =
          cell("closes at every byte", answer.name, at, plan, cut(answer, Fault::closes, at, kTimeout));
      made.method = answer.method;
      run(made);
    }
  }
}

TEST_P(Http1Faults, TheServerFallsSilentAtEveryByte) {
  for (const auto& answer : http1_answers()) {
    for (std::size_t at = 0; at < answer.size(); ++at) {
      for (const bool of_reading : {false, true}) {
        ConnectionPlan plan;
        plan.answers = {answer.text().substr(0, at)};
        Cell made = cell(of_reading ? "hangs, with .read_timeout()" : "hangs at every byte", answer.name, at,
                         plan, cut(answer, Fault::hangs, at, kTimeout));
        made.method = answer.method;
        if (of_reading) {
          made.read_timeout = 1s;
          Expected expected = cut(answer, Fault::hangs, at, 1s);
          expected.outcome = "read_timeout";
          made.expected = always(expected);
        }
        run(made);
      }
    }
  }
}

// However an answer comes, it is the same.
TEST_P(Http1Faults, TheServerDrips) {
  for (const auto& answer : http1_answers()) {
    for (std::size_t piece = 1; piece <= answer.size(); ++piece) {
      ConnectionPlan plan = says(answer.text());
      plan.piece = piece;
      plan.pause = 1ms;
      if (answer.until_close)
        plan = ConnectionPlan{.answers = {answer.text()}, .piece = piece, .pause = 1ms, .then_closes = true};
      const auto pieces = (answer.size() + piece - 1) / piece;
      Expected expected = cut(answer, Fault::none, answer.size(), kTimeout);
      // The end of the connection is a piece of its own.
      expected.within = (answer.until_close ? pieces : pieces - 1) * 1ms;
      Cell made = cell("drips", answer.name, piece, plan, expected);
      made.method = answer.method;
      run(made);
    }
  }
}

TEST_P(Http1Faults, TheServerDripsForTooLong) {
  for (const auto& answer : http1_answers()) {
    ConnectionPlan plan;
    plan.answers = {answer.text()};
    plan.piece = 1;
    plan.pause = 400ms;  // a byte at 0, 400… 2800 ms: eight in time
    Cell made = cell("drips for too long", answer.name, 8, plan, cut(answer, Fault::hangs, 8, kTimeout));
    made.method = answer.method;
    run(made);
  }
}

// From a byte on nothing but garbage comes, with an end of line after a while.
TEST_P(Http1Faults, TheServerSaysGarbageFromEveryByteOn) {
  const std::string garbage = std::string(80, '\xff') + "\n";
  for (const auto& answer : http1_answers()) {
    for (std::size_t at = 0; at <= answer.size(); ++at) {
      ConnectionPlan plan;
      plan.answers = {answer.text().substr(0, at) + garbage};
      plan.then_closes = answer.until_close;
      const auto all = at + garbage.size();
      Expected expected{.outcome = "malformed", .received = all};
      const bool in_body = at >= answer.head.size();
      if (at == answer.size() || (in_body && !answer.all_counts)) {
        expected.outcome = std::to_string(answer.status);
        expected.body_bytes = answer.until_close ? all - answer.head.size() : answer.body_bytes();
      }
      Cell made = cell("garbage from every byte on", answer.name, at, plan, expected);
      made.method = answer.method;
      run(made);
    }
  }
}

// The highest bit of a byte is wrong. It matters less where anything may stand.
TEST_P(Http1Faults, OneByteIsWrong) {
  const std::string harmless = "HTTP/1.1 200 ";
  const Http1Answer& answer = http1_answers().front();
  for (std::size_t at = 0; at < answer.size(); ++at) {
    std::string text = answer.text();
    text[at] = static_cast<char>(text[at] ^ 0x80);
    ConnectionPlan plan{.answers = {text}, .then_closes = true};
    Expected expected{.outcome = "malformed", .received = answer.size()};
    const bool in_reason = at >= harmless.size() && at < harmless.size() + 2;
    if (in_reason || at >= answer.head.size()) expected.outcome = "200";
    if (at + 1 == answer.head.size()) expected.outcome = "truncated";  // the header has no end
    run_cell("one byte is wrong", answer.name, at, plan, expected);
  }
}

TEST_P(Http1Faults, InterimAnswersAndJunk) {
  const std::string continues = "HTTP/1.1 100 Continue\r\n\r\n",
                    hints = "HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n";
  const auto fine = [&](const std::string& before) {
    return Expected{.outcome = "200", .received = (before + kGood).size(), .reused = true};
  };
  for (std::size_t count = 1; count <= 40; ++count) {
    std::string before;
    for (std::size_t i = 0; i < count; ++i) before += i % 2 == 0 ? continues : hints;
    run_cell("1xx before the answer", "", count, says(before + kGood), fine(before));
  }
  for (const char* junk :
       {"\r\n", "junk", "\r\n\r\n", "HTTP/1.1\r\n", "HTTP/2 200 OK\r\n", "SSH-2.0-OpenSSH\r\n", "{}",
        "HTTP/1.1 99 Low\r\n\r\n", "ICY 200 OK\r\n\r\n", "HTTP/1.1 2 00\r\n"}) {
    for (std::size_t count = 0; count <= 3; ++count) {
      std::string text;
      for (std::size_t i = 0; i < count; ++i) text += hints;
      text += junk + kGood;
      run_cell("1xx, then junk", junk, count, says(text), {.outcome = "malformed", .received = text.size()});
    }
    const std::string after = kGood + junk;
    run_cell("junk after the answer", junk, 0, says(after), {.outcome = "200", .received = after.size()});
  }
  // An interim answer in the middle of a body is a part of it.
  const std::string in_body = "HTTP/1.1 200 OK\r\nContent-Length: 27\r\n\r\no" + continues + "k";
  run_cell("1xx within the body", "", 0, says(in_body),
           {.outcome = "200", .received = in_body.size(), .reused = true, .body_bytes = 27});
}

}  // namespace
}  // namespace acrida::fault_matrix
