#include "app/acrida/command_line/load_options.h"

#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/failure.h"
#include "base/file.h"

namespace acrida::app {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::StartsWith;

class LoadOptionsTest : public testing::Test {
 protected:
  void say(const std::string& name, const std::string& value, Source source = Source::words) {
    const auto place = source == Source::words ? "--" + name : "locust.conf:1: " + name;
    settings_[name] = {source, place, {value}};
  }
  load::LoadWish read() { return read_load_options(OptionValues(options_, settings_), plan_); }
  // The sentence with which it is refused.
  std::string refusal() {
    try {
      read();
    } catch (const base::UsageError& e) {
      return e.what();
    }
    return "(accepted)";
  }

  std::vector<CustomOption> custom_;
  OptionSet options_{custom_};
  Settings settings_;
  load::RunPlan plan_;
};

TEST_F(LoadOptionsTest, AreOneUserUnlessSomebodySaysOtherwise) {
  const auto wish = read();
  EXPECT_FALSE(wish.users || wish.stream || wish.arrivals || wish.stop_timeout || wish.max_in_flight);
  EXPECT_EQ(plan_.users, 1U);
  EXPECT_EQ(plan_.max_in_flight, 10'000U);
  EXPECT_EQ(plan_.iterations, std::nullopt);
  EXPECT_EQ(plan_.run_time, std::nullopt);
}

TEST_F(LoadOptionsTest, TakeARate) {
  say("rate", "100");
  say("arrivals", "constant");
  say("max-in-flight", "50");
  say("iterations", "1000");
  say("stop-timeout", "3s");
  const auto wish = read();
  EXPECT_EQ(wish.stream->rate, load::Shape(100));
  EXPECT_EQ(wish.arrivals, load::Arrivals::constant);
  EXPECT_TRUE(wish.max_in_flight);
  EXPECT_EQ(plan_.max_in_flight, 50U);
  EXPECT_EQ(plan_.iterations, 1000U);
  EXPECT_EQ(wish.stop_timeout, 3s);
}

TEST_F(LoadOptionsTest, TakeAShapeOfRates) {
  say("rate", "0s:0/s, 30s:100/s");
  EXPECT_EQ(read().stream->rate, load::Shape({{0s, 0}, {30s, 100}}));
}

TEST_F(LoadOptionsTest, TakeStagesOfUsersOrOfArrivals) {
  say("stages", "0s:0, 30s:100");
  EXPECT_EQ(read().users, load::Shape({{0s, 0}, {30s, 100}}));
  say("stages", "0s:0/s, 30s:100/s");
  const auto wish = read();
  EXPECT_EQ(wish.users, std::nullopt);
  EXPECT_EQ(wish.stream->rate, load::Shape({{0s, 0}, {30s, 100}}));
}

TEST_F(LoadOptionsTest, TakeAReplay) {
  const auto path = testing::TempDir() + "load_options_" + std::to_string(::getpid()) + ".txt";
  ASSERT_TRUE(base::replace_file(path, "1\n3\n").ok());
  say("rate", "replay(" + path + ")");
  EXPECT_THAT(read().stream->replay, testing::ElementsAre(0s, 2s));
  ::unlink(path.c_str());
  EXPECT_THROW(read(), base::RunError);
}

TEST_F(LoadOptionsTest, NameWhoeverSaidWhatMakesNoSense) {
  say("rate", "fast");
  EXPECT_THAT(refusal(), StartsWith("--rate: 'fast' is no level: write 100"));
  say("rate", "0s:0, 1m:10");
  EXPECT_THAT(refusal(), HasSubstr("write 100/s instead of 100"));
  settings_.clear();
  say("stages", "0s", Source::file);
  EXPECT_THAT(refusal(), StartsWith("locust.conf:1: stages: '0s' is no level"));
  settings_.clear();
  say("arrivals", "random");
  EXPECT_EQ(refusal(), "--arrivals: 'random' is neither poisson nor constant");
  settings_.clear();
  say("iterations", "0");
  EXPECT_THAT(refusal(), StartsWith("--iterations: '0' is not a whole number from 1"));
  settings_.clear();
  say("max-in-flight", "0");
  EXPECT_THAT(refusal(), StartsWith("--max-in-flight: '0' is not a whole number from 1"));
}

TEST_F(LoadOptionsTest, RefuseTwoLoadsAtOnce) {
  say("rate", "100");
  say("users", "10");
  EXPECT_THAT(refusal(), StartsWith("--users: open load (--rate) needs no users"));
  settings_.erase("users");
  say("spawn-rate", "10");
  EXPECT_THAT(refusal(), StartsWith("--spawn-rate: open load (--rate) needs no users"));
  settings_.clear();
  say("stages", "0s:0, 1m:10");
  say("users", "10");
  EXPECT_THAT(refusal(), StartsWith("--users: --stages says how many users"));
  settings_.clear();
  say("stages", "0s:0, 1m:10");
  say("rate", "10");
  EXPECT_THAT(refusal(), StartsWith("--stages: --rate and --stages both say"));
}

TEST_F(LoadOptionsTest, ForgetWhatFilesSayOfOpenLoadWhenTheCommandLineWantsUsers) {
  say("rate", "100", Source::file);
  say("arrivals", "constant", Source::file);
  say("max-in-flight", "5", Source::file);
  say("users", "10");
  const auto wish = read();
  EXPECT_FALSE(wish.arrivals || wish.max_in_flight);
  settings_.erase("users");
  say("rate", "50");
  EXPECT_EQ(read().arrivals, load::Arrivals::constant);
}

TEST_F(LoadOptionsTest, LetTheCommandLineWinOverFiles) {
  say("users", "10", Source::file);
  say("rate", "100");
  EXPECT_TRUE(read().stream.has_value());
  settings_.clear();
  plan_ = {};
  say("rate", "100", Source::file);
  say("users", "10");
  EXPECT_FALSE(read().stream.has_value());
  EXPECT_EQ(plan_.users, 10U);
}

}  // namespace
}  // namespace acrida::app
