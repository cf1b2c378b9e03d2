#include "app/acrida/attack/attack_line.h"

#include <unistd.h>

#include <cstdlib>

#include <gtest/gtest.h>

#include "app/acrida/attack/attack_rows.h"
#include "app/option_table.h"
#include "base/failure.h"
#include "base/file.h"

namespace acrida::app {
namespace {

using namespace std::chrono_literals;
using Headers = std::vector<std::pair<std::string, std::string>>;

class AttackLineTest : public testing::Test {
 protected:
  ~AttackLineTest() override { std::fclose(in_); }

  AttackOptions read(const std::vector<std::string>& words) {
    auto options = AttackLine(words).options(in_);
    give_an_end(options.run);
    return options;
  }

  std::string refusal(const std::vector<std::string>& words) {
    try {
      read(words);
    } catch (const base::UsageError& e) {
      return e.what();
    } catch (const base::RunError& e) {
      return std::string("cannot run: ") + e.what();
    }
    return "";
  }

  std::FILE* in_ = std::tmpfile();
};

TEST_F(AttackLineTest, IsTenUsersForTenSecondsUnlessItSaysOtherwise) {
  const auto [run, request] = read({"http://10.0.0.1:8080/health"});
  EXPECT_EQ(run.plan.host, "http://10.0.0.1:8080");
  EXPECT_EQ(run.plan.users, 10u);
  EXPECT_EQ(run.plan.spawn_rate, 100);
  EXPECT_EQ(run.plan.run_time, 10s);
  EXPECT_EQ(run.log_level, base::LogLevel::warning);
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.target, "/health");
  EXPECT_EQ(request.content_type, "");
}

TEST_F(AttackLineTest, EndsWithItsLoadWhereThatHasAnEnd) {
  EXPECT_EQ(read({"u", "-n", "100"}).run.plan.run_time, std::nullopt);
  EXPECT_EQ(read({"u", "-n", "100", "-d", "5"}).run.plan.run_time, 5s);
  EXPECT_EQ(read({"u", "--stages", "0s:0, 3s:10"}).run.plan.run_time, std::nullopt);
  EXPECT_EQ(read({"u", "--rate", "50"}).run.plan.run_time, 10s);
  EXPECT_EQ(read({"u", "--rate", "50"}).run.load.stream->rate, load::Shape(50));
}

TEST_F(AttackLineTest, TakesTheLettersOfOtherToolsAndThoseOfARun) {
  for (const auto& words : {std::vector<std::string>{"-c", "7", "-d", "3m", "u"},
                            {"-u7", "-t", "3m", "u"},
                            {"u", "--users=7", "--run-time", "3m"}}) {
    const auto plan = read(words).run.plan;
    EXPECT_EQ(plan.users, 7u);
    EXPECT_EQ(plan.run_time, 3min);
    EXPECT_EQ(plan.spawn_rate, 70);
  }
  EXPECT_EQ(read({"u", "-r", "2.5"}).run.plan.spawn_rate, 2.5);
}

TEST_F(AttackLineTest, ReadsAUrlAsPeopleWriteIt) {
  auto request = read({"localhost:8080"}).request;
  EXPECT_EQ(request.host, "http://localhost:8080");
  EXPECT_EQ(request.target, "/");
  request = read({"https://ann:s%40cret@[::1]:8443/a%20b/%2F?key=x&next=http://y#part"}).request;
  EXPECT_EQ(request.host, "https://ann:s%40cret@[::1]:8443");
  EXPECT_EQ(request.target, "/a%20b/%2F?key=x&next=http://y");
  EXPECT_EQ(request.name, "/a%20b/%2F");
  request = read({"example.com?next=http://y"}).request;
  EXPECT_EQ(request.host, "http://example.com");
  EXPECT_EQ(request.target, "/?next=http://y");
}

TEST_F(AttackLineTest, PostsABodyAndSaysWhatItIs) {
  auto request = read({"u", "--data", "{\"age\": 52}"}).request;
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.body, "{\"age\": 52}");
  EXPECT_EQ(request.content_type, "application/json");
  std::fwrite("a\0b", 1, 3, in_);
  std::rewind(in_);
  request = read({"u", "--body", "-", "-X", "PUT"}).request;
  EXPECT_EQ(request.method, "PUT");
  EXPECT_EQ(request.body, std::string("a\0b", 3));
  request = read({"u", "--data="}).request;
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.content_type, "application/octet-stream");
}

TEST_F(AttackLineTest, ReadsABodyFromAFileWhicheverWayItIsNamed) {
  std::string path = testing::TempDir() + "body-XXXXXX";
  const int file = ::mkstemp(path.data());
  ASSERT_EQ(::write(file, "x=1\n", 4), 4);
  ::close(file);
  EXPECT_EQ(read({"u", "--body", path}).request.body, "x=1\n");
  EXPECT_EQ(read({"u", "--data", "@" + path}).request.body, "x=1\n");
  ::unlink(path.c_str());
  EXPECT_EQ(refusal({"u", "--body", path}),
            "cannot run: --body: cannot read '" + path + "': No such file or directory");
  EXPECT_EQ(refusal({"u", "--body", "{\"a\": 1}"}),
            "cannot run: --body: cannot read '{\"a\": 1}': No such file or directory; a body that stands on "
            "the command line is --data TEXT");
}

TEST_F(AttackLineTest, TakesAnyNumberOfHeaders) {
  const auto request =
      read({"u", "-H", "Accept: a, b", "--header", "X-Empty:", "-H", "X-Time: 10:30"}).request;
  EXPECT_EQ(request.headers, (Headers{{"Accept", "a, b"}, {"X-Empty", ""}, {"X-Time", "10:30"}}));
}

TEST_F(AttackLineTest, SaysWhatIsWrong) {
  EXPECT_EQ(refusal({}), "nothing to attack: name a URL, as in acrida attack http://127.0.0.1:8080/health");
  EXPECT_EQ(refusal({"http://ann:pw@a/", "b"}),
            "'http://a/' and 'b' are two URLs, and an attack has one; quote what holds blanks");
  EXPECT_EQ(refusal({"ftp://a/"}), "'ftp://a/' is not a usable URL: it must begin with http:// or https://");
  EXPECT_EQ(refusal({"u", "-H", "Accept"}), "--header: 'Accept' is no header; write 'Name: value'");
  EXPECT_EQ(refusal({"u", "-H", "A b: c"}),
            "--header: 'A b' cannot be the name of a header; write 'Name: value'");
  EXPECT_EQ(refusal({"u", "-H", "A: b\nC: d"}), "--header: the value of 'A' holds a control character");
  EXPECT_EQ(refusal({"u", "-X", "GE T"}),
            "--method: 'GE T' cannot be a method; write GET, POST or another one");
  EXPECT_EQ(refusal({"u", "--body", "-", "--data", "x"}),
            "--data: there can be one body, and --body names one, too");
  EXPECT_EQ(refusal({"u", "--timeout", "0"}), "--timeout: no request is done in no time");
  EXPECT_EQ(refusal({"u", "-c", "many"}), "--users: 'many' is not a whole number from 0 to 10000000");
  EXPECT_EQ(refusal({"u", "--bdoy", "x"}),
            "unknown option --bdoy (did you mean --body?); 'acrida attack --help' lists them all");
  EXPECT_EQ(refusal({"u", "-f", "x.cpp"}), "unknown option -f; 'acrida attack --help' lists them all");
}

TEST_F(AttackLineTest, RefusesByNameWhatIsForUsersFiles) {
  EXPECT_EQ(refusal({"u", "--locustfile", "x.cpp"}), "--locustfile is for users files: acrida -f users.cpp");
  EXPECT_EQ(refusal({"u", "--host", "http://a"}),
            "--host is part of the URL: acrida attack http://127.0.0.1:8080/health");
  EXPECT_EQ(refusal({"u", "--headless"}), "");
}

TEST_F(AttackLineTest, KnowsEveryOptionOfARunAndNoLetterTwice) {
  const OptionSet known(attack_rows(), "acrida attack");
  for (const auto& row : option_table()) {
    if (row.type == OptionType::positional) continue;
    EXPECT_NE(known.named(row.name), nullptr) << row.name;
  }
  std::string letters;
  for (const auto& row : known.rows()) {
    EXPECT_EQ(row.variable, "") << row.name;
    if (row.letter == 0) continue;
    EXPECT_EQ(letters.find(row.letter), std::string::npos) << row.letter;
    letters += row.letter;
  }
}

TEST_F(AttackLineTest, HelpFitsATerminalOf80Columns) {
  const std::string help = attack_help();
  for (std::size_t begin = 0, end = 0; (end = help.find('\n', begin)) != std::string::npos; begin = end + 1)
    EXPECT_LE(end - begin, 80u) << help.substr(begin, end - begin);
  EXPECT_EQ(help.find("-f,"), std::string::npos);
}

TEST_F(AttackLineTest, TellsWhatItIsAboutToDoWithoutSecrets) {
  const auto [run, request] = read({"http://ann:pw@a:81/p?key=x", "-X", "PUT", "-c", "1", "-d", "1500ms"});
  EXPECT_EQ(headline_of(run.plan, request), "PUT http://a:81/p, 1 user for 1.5 s");
}

}  // namespace
}  // namespace acrida::app
