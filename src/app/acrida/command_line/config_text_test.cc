#include "app/acrida/command_line/config_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acrida::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

std::vector<std::string> value_in(const std::string& line) {
  const auto read = read_conf(line, "a.conf");
  if (!read) return {read.error().message};
  if (read->size() != 1) return {"not one line"};
  return read->front().values;
}

TEST(Conf, SeparatesKeyAndValueInEachOfTheWaysOfWritingThem) {
  for (const char* line :
       {"users = 100", "users=100", "users: 100", "users 100", "users\t100", "  users =100  \r",
        "--users 100", "--users=100", "users = '100'", "users = \"100\""}) {
    const auto read = read_conf(line, "a.conf");
    ASSERT_TRUE(read) << line << ": " << read.error().message;
    ASSERT_EQ(read->size(), 1U) << line;
    EXPECT_EQ(read->front().key, "users") << line;
    EXPECT_THAT(read->front().values, ElementsAre("100")) << line;
  }
}

TEST(Conf, TakesAKeyAloneForTrue) {
  EXPECT_THAT(value_in("headless"), ElementsAre("true"));
  EXPECT_THAT(value_in("headless  # always"), ElementsAre("true"));
}

TEST(Conf, TakesNothingAfterASeparatorForAnEmptyValue) {
  EXPECT_THAT(value_in("host ="), ElementsAre(""));
  EXPECT_THAT(value_in("host: # none"), ElementsAre(""));
  EXPECT_THAT(value_in("host = ''"), ElementsAre(""));
}

TEST(Conf, KeepsSeparatorsInsideAValue) {
  EXPECT_THAT(value_in("host = http://[::1]:80/a=b"), ElementsAre("http://[::1]:80/a=b"));
  EXPECT_THAT(value_in("profile one two"), ElementsAre("one two"));
}

TEST(Conf, PassesOverCommentsSectionsAndBlankLines) {
  const auto read = read_conf("# users = 1\n; users = 2\n[locust]\n---\n\n   \nusers = 3\n", "a.conf");
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 1U);
  EXPECT_EQ(read->front().number, 7);
}

TEST(Conf, EndsAValueAtACommentThatFollowsASpace) {
  EXPECT_THAT(value_in("users = 5 # few"), ElementsAre("5"));
  EXPECT_THAT(value_in("users = 5\t; few"), ElementsAre("5"));
  EXPECT_THAT(value_in("profile = run#3"), ElementsAre("run#3"));
  EXPECT_THAT(value_in("profile = 'run # 3' # third"), ElementsAre("run # 3"));
  EXPECT_THAT(value_in("profile = 'run"), ElementsAre("'run"));
}

TEST(Conf, ReadsLists) {
  EXPECT_THAT(value_in("tags = [A, B]"), ElementsAre("A", "B"));
  EXPECT_THAT(value_in(R"(tags: ["A", 'B'] # two)"), ElementsAre("A", "B"));
  EXPECT_THAT(value_in("tags = []"), IsEmpty());
  EXPECT_TRUE(read_conf("tags = [A]", "a.conf")->front().written_as_list);
  EXPECT_FALSE(read_conf("tags = A", "a.conf")->front().written_as_list);
}

TEST(Conf, NamesTheLineThatIsNone) {
  for (const char* line : {"= 5", ": x", "users#5", "-- x",
                           "\x7f"
                           "ELF",
                           "users = \x1b[2J"}) {
    const auto read = read_conf(std::string("users = 1\n") + line, "a.conf");
    ASSERT_FALSE(read) << line;
    EXPECT_THAT(read.error().message, StartsWith("a.conf:2: not an option and its value")) << line;
  }
}

TEST(Pyproject, ReadsTheTableOfLocust) {
  const auto read = read_pyproject(R"([project]
name = "x"
[tool.locust]
users = 100
spawn-rate = 2.5
headless = true
host = "http://localhost"
tags = ["A", "B"]
)",
                                   "pyproject.toml");
  ASSERT_TRUE(read) << read.error().message;
  std::map<std::string, std::pair<int, std::vector<std::string>>> lines;
  for (const auto& line : *read) lines[line.key] = {line.number, line.values};
  EXPECT_EQ(lines.size(), 5U);
  EXPECT_EQ(lines["users"], std::pair(4, std::vector<std::string>{"100"}));
  EXPECT_EQ(lines["spawn-rate"], std::pair(5, std::vector<std::string>{"2.5"}));
  EXPECT_EQ(lines["headless"], std::pair(6, std::vector<std::string>{"true"}));
  EXPECT_EQ(lines["host"], std::pair(7, std::vector<std::string>{"http://localhost"}));
  EXPECT_EQ(lines["tags"], std::pair(8, std::vector<std::string>{"A", "B"}));
}

TEST(Pyproject, IsEmptyWithoutThatTable) {
  for (const char* text : {"", "[tool]\nlocust = 5\n", "[project]\nname = \"x\"\n"}) {
    const auto read = read_pyproject(text, "pyproject.toml");
    ASSERT_TRUE(read) << text;
    EXPECT_THAT(*read, IsEmpty()) << text;
  }
}

TEST(Pyproject, NamesTheLineThatIsNoToml) {
  const auto read = read_pyproject("[tool.locust]\nusers 100\n", "pyproject.toml");
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().message, StartsWith("pyproject.toml:2: "));
  EXPECT_THAT(read.error().message, testing::Not(HasSubstr("\n")));
}

TEST(Pyproject, RefusesValuesThatAreNeitherTextNorNumber) {
  const auto read = read_pyproject("[tool.locust]\nusers = {a = 1}\n", "pyproject.toml");
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().message, StartsWith("pyproject.toml:2: users: write a text, a number"));
}

}  // namespace
}  // namespace acrida::app
