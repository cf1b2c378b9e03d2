#include "app/acrida/load_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acrida::app {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<load::UserClass> two_classes() {
  std::vector<load::UserClass> classes(2);
  classes[0].name = "Patient";
  classes[1].name = "Robot";
  return classes;
}

load::RunPlan streaming(load::Shape rate) {
  load::RunPlan plan;
  plan.streams.emplace_back().rate = std::move(rate);
  return plan;
}

TEST(LoadLines, AreNoneForUsersThatARampTellsOf) { EXPECT_THAT(load_lines({}, two_classes()), IsEmpty()); }

TEST(LoadLines, SayTheRate) {
  EXPECT_THAT(load_lines(streaming(load::Shape(100)), two_classes()),
              ElementsAre("Offering 100 arrivals a second (poisson), at most 10,000 in flight"));
}

TEST(LoadLines, SayHowHighAShapeGoesAndHowLongItTakes) {
  auto plan = streaming(load::Shape({{0s, 0}, {1500ms, 2500.5}}));
  plan.streams[0].arrivals = load::Arrivals::constant;
  plan.iterations = 1'234'567;
  EXPECT_THAT(
      load_lines(plan, two_classes()),
      ElementsAre("Offering up to 2500.5 arrivals a second for 1.5 seconds (constant), at most 10,000 in "
                  "flight",
                  "Ending after 1,234,567 iterations"));
}

TEST(LoadLines, NameTheClassesOfEachLoad) {
  auto plan = streaming(load::Shape(5));
  plan.max_in_flight = 50;
  plan.streams[0].of = std::vector<std::size_t>{1};
  plan.streams.emplace_back().replay = {0s, 1s, 4s};
  plan.shapes.push_back({load::Shape({{0s, 0}, {30s, 40}}), std::vector<std::size_t>{0}});
  EXPECT_THAT(load_lines(plan, two_classes()),
              ElementsAre("Following a shape of up to 40 users for 30 seconds to Patient",
                          "Offering 5 arrivals a second (poisson) to Robot, at most 50 in flight altogether",
                          "Replaying 3 arrivals within 4 seconds, at most 50 in flight altogether"));
}

TEST(OfferedRate, IsTheSumOfTheStreams) {
  auto plan = streaming(load::Shape({{0s, 0}, {10s, 100}}));
  plan.streams.emplace_back().rate = load::Shape(7);
  EXPECT_EQ(offered_rate(plan)(5s), 57);
}

TEST(OfferedRate, CountsAReplaysLastSecond) {
  load::RunPlan plan;
  plan.streams.emplace_back().replay = {0s, 100ms, 1s, 1500ms};
  EXPECT_EQ(offered_rate(plan)(1s), 2);
  EXPECT_EQ(offered_rate(plan)(2s), 2);
  EXPECT_EQ(offered_rate(plan)(9s), 0);
}

}  // namespace
}  // namespace acrida::app
