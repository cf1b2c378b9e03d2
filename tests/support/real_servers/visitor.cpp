// Visits the pages of a server of this folder (pages.py, wsgi_app.py) and looks at each answer.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <acrida/acrida.h>
using namespace acrida;

namespace {

constexpr std::size_t kBigSize = std::size_t{1} << 20;
const std::string kPlain = "plain text\n";
const std::string kBig = [] {
  std::string text;
  for (std::uint64_t line = 0; text.size() < kBigSize; ++line) {
    const std::string number = std::to_string(line * 2654435761 % (std::uint64_t{1} << 32));
    text += std::string(10 - number.size(), '0') + number + '\n';
  }
  text.resize(kBigSize);
  return text;
}();
const std::string kEvents = [] {
  std::string text;
  for (int number = 0; number < 10; ++number)
    text += "id: " + std::to_string(number) + "\ndata: token " + std::to_string(number) + "\n\n";
  return text;
}();

std::vector<std::string> split(std::string_view names) {
  std::vector<std::string> all(1);
  for (const char each : names)
    if (each == ',')
      all.emplace_back();
    else
      all.back() += each;
  return all;
}

}  // namespace

class Visitor : public HttpUser {
 public:
  Visitor() {
    option("pages", "plain", "What to visit, separated by commas");
    option("visits", "1", "How often each user does");
    option("closing", "no", "yes: let the server close the connection after each answer");
    task(&Visitor::visit);
  }

  Task<> on_start() override {
    pages_ = split(option("pages"));
    visits_ = std::stoi(option("visits"));
    closing_ = option("closing") == "yes";
    co_return;
  }

  Task<> visit() {
    for (const std::string& page : pages_) co_await look_at(page);
    if (--visits_ == 0) stop_user();
  }

 private:
  Task<> look_at(const std::string& page) {
    Request request = client().request(page == "echo" ? "POST" : "GET", "/" + page);
    if (page == "echo") request.body(kBig, "text/plain");
    if (page == "gzip") request.header("Accept-Encoding", "gzip");
    if (closing_) request.header("Connection", "close");
    request.check();
    Response answer = co_await request;
    if (answer.status() == 0)
      answer.failure("no answer: {}", answer.error());
    else if (!is_expected(page, answer))
      answer.failure("status {}, {} bytes, '{}'", answer.status(), answer.text().size(),
                     answer.text().substr(0, 40));
    else
      answer.success();
    if (page == "cookie") has_cookie_ = true;
  }

  bool is_expected(const std::string& page, const Response& answer) {
    const std::string_view text = answer.text();
    if (page == "missing") return answer.status() == 404;
    if (answer.status() != 200) return false;
    if (page == "plain" || page == "redirect") return text == kPlain;
    if (page == "gzip" && answer.header("content-encoding") != "gzip") return false;
    if (page == "cookie") return text == (has_cookie_ ? "session=42" : "none");
    if (page == "events") return text == kEvents;
    return text == kBig;
  }

  std::vector<std::string> pages_;
  int visits_ = 0;
  bool closing_ = false, has_cookie_ = false;
};

ACRIDA_USERS(Visitor)
