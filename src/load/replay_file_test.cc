#include "load/replay_file.h"

#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/file.h"

namespace acrida::load {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

std::string refusal(std::string_view text) {
  const auto times = parse_replay(text);
  return times ? "(accepted)" : times.error().message;
}

TEST(ReplayFile, BeginsWithItsFirstTime) {
  EXPECT_THAT(*parse_replay("10\n10.5\n\n# a pause\r\n 12.25 \r\n12.25"),
              ElementsAre(0s, 500ms, 2250ms, 2250ms));
}

TEST(ReplayFile, KeepsTheNanosecondsOfUnixTimes) {
  EXPECT_THAT(*parse_replay("1764000000.123456789\n1764000000.123456790\n"), ElementsAre(0ns, 1ns));
}

TEST(ReplayFile, NamesTheLineThatIsWrong) {
  EXPECT_THAT(refusal("1\n2\nthree\n"), HasSubstr("line 3: 'three' is no time: write seconds"));
  EXPECT_THAT(refusal("# head\n-1\n"), HasSubstr("line 2: '-1' is no time"));
  EXPECT_THAT(refusal("1.0000000001"), HasSubstr("line 1: '1.0000000001' is no time"));
  EXPECT_THAT(refusal("99999999999"), HasSubstr("is no time"));
  EXPECT_THAT(refusal("."), HasSubstr("is no time"));
  EXPECT_THAT(refusal("5\n6\n5.5\n"), HasSubstr("line 3: '5.5' is earlier than the line before it"));
  EXPECT_THAT(refusal("5\n4\n"), HasSubstr("line 2: '4' is earlier"));
}

TEST(ReplayFile, RefusesAFileWithoutArrivals) {
  EXPECT_THAT(refusal(""), HasSubstr("has no arrival"));
  EXPECT_THAT(refusal("# none\n\n"), HasSubstr("has no arrival"));
}

TEST(ReplayFile, NamesTheFile) {
  const auto path = testing::TempDir() + "replay_" + std::to_string(::getpid()) + ".txt";
  EXPECT_THAT(read_replay(path).error().message, HasSubstr(path));
  ASSERT_TRUE(base::replace_file(path, "1\nx\n").ok());
  EXPECT_THAT(read_replay(path).error().message, HasSubstr(path + ": line 2: 'x'"));
  ASSERT_TRUE(base::replace_file(path, "1\n3\n").ok());
  EXPECT_THAT(*read_replay(path), ElementsAre(0s, 2s));
  ::unlink(path.c_str());
}

RC_GTEST_PROP(ReplayFile, TakesAnyTimesInOrder, (std::vector<std::uint32_t> gaps_ns)) {
  RC_PRE(!gaps_ns.empty());
  std::string text;
  std::vector<base::Duration> expected;
  std::uint64_t now = 1'700'000'000'000'000'000, first = now + gaps_ns.front();
  for (const auto gap : gaps_ns) {
    now += gap;
    auto decimals = std::to_string(now % 1'000'000'000);
    decimals.insert(0, 9 - decimals.size(), '0');
    text += std::to_string(now / 1'000'000'000) + "." + decimals + "\n";
    expected.emplace_back(now - first);
  }
  RC_ASSERT(*parse_replay(text) == expected);
}

}  // namespace
}  // namespace acrida::load
