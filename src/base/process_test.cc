#include "base/process.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acrida::base {
namespace {

TEST(RunProcess, CollectsBothOutputsAndTheExitCode) {
  const auto ran = run_process({"sh", "-c", "echo out; echo err >&2; exit 3"});
  ASSERT_TRUE(ran.ok());
  EXPECT_EQ(ran->out, "out\n");
  EXPECT_EQ(ran->err, "err\n");
  EXPECT_EQ(ran->exit_code, 3);
}

TEST(RunProcess, CollectsMoreThanAPipeHolds) {
  const auto ran = run_process({"sh", "-c", "head -c 1000000 /dev/zero >&2; head -c 2000000 /dev/zero"});
  ASSERT_TRUE(ran.ok());
  EXPECT_EQ(ran->out.size(), 2'000'000u);
  EXPECT_EQ(ran->err.size(), 1'000'000u);
}

TEST(RunProcess, TellsWhichSignalEndedIt) {
  const auto ran = run_process({"sh", "-c", "kill -TERM $$"});
  ASSERT_TRUE(ran.ok());
  EXPECT_EQ(ran->exit_code, 128 + 15);
}

TEST(RunProcess, PassesArgumentsAsTheyAre) {
  const auto ran = run_process({"printf", "%s|", "a b", "$HOME", "", "'*"});
  ASSERT_TRUE(ran.ok());
  EXPECT_EQ(ran->out, "a b|$HOME||'*|");
}

TEST(RunProcess, SaysWhichProgramIsMissing) {
  const auto ran = run_process({"no-such-program-of-acrida"});
  ASSERT_FALSE(ran.ok());
  EXPECT_THAT(ran.error().message, ::testing::HasSubstr("no-such-program-of-acrida"));
}

}  // namespace
}  // namespace acrida::base
