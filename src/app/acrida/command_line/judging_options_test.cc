#include "app/acrida/command_line/judging_options.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/failure.h"

namespace acrida::app {
namespace {

using namespace std::chrono_literals;

class JudgingOptionsTest : public testing::Test {
 protected:
  void say(const std::string& name, std::vector<std::string> values) {
    settings_[name] = {Source::words, "--" + name, std::move(values)};
  }
  Judging read(std::optional<base::Duration> run_time = std::nullopt) {
    return judging_of(OptionValues(options_, settings_), run_time);
  }
  std::string refusal(std::optional<base::Duration> run_time = std::nullopt) {
    try {
      read(run_time);
    } catch (const base::UsageError& e) {
      return e.what();
    }
    return "(accepted)";
  }

  std::vector<CustomOption> custom_;
  OptionSet options_{custom_};
  Settings settings_;
};

TEST_F(JudgingOptionsTest, AreNoRuleAndNoWarmUpUnlessSomebodySaysOtherwise) {
  const Judging judging = read();
  EXPECT_TRUE(judging.slos.empty());
  EXPECT_FALSE(judging.warm_up || judging.automatic_warm_up);
}

TEST_F(JudgingOptionsTest, TakeEveryRule) {
  say("slo", {"p99(GET /a b,c)<5ms", "errors<1%"});
  const Judging judging = read();
  ASSERT_EQ(judging.slos.size(), 2U);
  EXPECT_EQ(judging.slos[0].text(), "p99(GET /a b,c)<5ms");
  EXPECT_EQ(judging.slos[1].text(), "errors<1%");
}

TEST_F(JudgingOptionsTest, SayWhichRuleIsWrong) {
  say("slo", {"p99<5ms", "p95<7"});
  EXPECT_EQ(refusal(), "--slo: rule 'p95<7', at '7': a time has a unit: write 7ms or 7s");
}

TEST_F(JudgingOptionsTest, TakeAWarmUpOfATimeOrAnAutomaticOne) {
  say("warmup", {"1m30s"});
  EXPECT_EQ(read().warm_up, base::Duration(90s));
  say("warmup", {"auto"});
  EXPECT_TRUE(read(5s).automatic_warm_up);
  say("warmup", {"long"});
  EXPECT_EQ(refusal(), "--warmup: 'long' is no time; write 10s, 1m30s, or auto");
}

TEST_F(JudgingOptionsTest, RefuseAWarmUpAsLongAsTheRun) {
  say("warmup", {"30s"});
  EXPECT_EQ(refusal(31s), "(accepted)");
  EXPECT_EQ(refusal(30s), "--warmup: the run is no longer than its warm-up, so that nothing would be judged");
}

}  // namespace
}  // namespace acrida::app
