#include "load/composed_plan.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acrida::load {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Shape kRises({{0s, 0}, {30s, 100}});

ArrivalStream stream_of(Shape rate) {
  ArrivalStream stream;
  stream.rate = std::move(rate);
  return stream;
}

UserClass plain(std::string name) {
  UserClass made;
  made.name = std::move(name);
  return made;
}
UserClass open(std::string name, Shape rate) {
  auto made = plain(std::move(name));
  made.stream = stream_of(std::move(rate));
  return made;
}
UserClass shaped(std::string name, Shape users) {
  auto made = plain(std::move(name));
  made.users = std::move(users);
  return made;
}
UserClass fixed(std::string name, std::uint32_t count) {
  auto made = plain(std::move(name));
  made.fixed_count = count;
  return made;
}

RunPlan ten_users() {
  RunPlan plan;
  plan.users = 10;
  return plan;
}

TEST(ComposedPlan, LeavesAloneWhatNobodyWantsOtherwise) {
  const auto plan = *composed_plan(ten_users(), {}, {plain("A"), plain("B")});
  EXPECT_EQ(plan.users, 10U);
  EXPECT_EQ(plan.classes, std::nullopt);
  EXPECT_THAT(plan.shapes, IsEmpty());
  EXPECT_THAT(plan.streams, IsEmpty());
  EXPECT_EQ(plan.run_time, std::nullopt);
  EXPECT_EQ(plan.stop_timeout, 0s);
  EXPECT_STREQ(load_model_of(plan), "closed");
}

TEST(ComposedPlan, GivesClassesTheirOwnLoadAndTheUsersToTheOthers) {
  const auto plan =
      *composed_plan(ten_users(), {}, {plain("A"), open("B", Shape(50)), shaped("C", kRises), plain("D")});
  EXPECT_EQ(plan.users, 10U);
  EXPECT_EQ(plan.classes, ClassChoice(std::vector<std::size_t>{0, 3}));
  auto stream = stream_of(Shape(50));
  stream.of = std::vector<std::size_t>{1};
  EXPECT_THAT(plan.streams, ElementsAre(stream));
  EXPECT_THAT(plan.shapes, ElementsAre(UsersShape{kRises, std::vector<std::size_t>{2}}));
  EXPECT_STREQ(load_model_of(plan), "mixed");
}

TEST(ComposedPlan, HasNoUsersWhereAllClassesAreOpen) {
  const auto plan = *composed_plan(ten_users(), {}, {open("A", Shape(50)), open("B", Shape(5))});
  EXPECT_EQ(plan.users, 0U);
  EXPECT_EQ(plan.classes, ClassChoice(std::vector<std::size_t>{}));
  EXPECT_EQ(plan.streams.size(), 2U);
  EXPECT_STREQ(load_model_of(plan), "open");
}

TEST(ComposedPlan, PassesOverClassesWithoutUsers) {
  auto unused = open("A", Shape(50));
  unused.weight = 0;
  auto unwanted = plain("C");
  unwanted.weight = 0;
  const auto plan = *composed_plan(ten_users(), {}, {unused, open("B", Shape(5)), unwanted});
  EXPECT_EQ(plan.streams.size(), 1U);
  EXPECT_EQ(plan.users, 0U);
}

TEST(ComposedPlan, LetsARateForAllWinOverTheClasses) {
  LoadWish wish;
  wish.stream = stream_of(Shape(100));
  const auto plan = *composed_plan(ten_users(), wish, {plain("A"), open("B", Shape(5)), shaped("C", kRises)});
  EXPECT_THAT(plan.streams, ElementsAre(stream_of(Shape(100))));
  EXPECT_THAT(plan.shapes, IsEmpty());
  EXPECT_EQ(plan.users, 0U);
  EXPECT_STREQ(load_model_of(plan), "open");
}

TEST(ComposedPlan, LetsUsersForAllWinOverTheClasses) {
  LoadWish wish;
  wish.users = kRises;
  const auto plan = *composed_plan(ten_users(), wish, {plain("A"), open("B", Shape(5))});
  EXPECT_THAT(plan.shapes, ElementsAre(UsersShape{kRises, std::nullopt}));
  EXPECT_THAT(plan.streams, IsEmpty());
  EXPECT_EQ(plan.users, 0U);
  EXPECT_STREQ(load_model_of(plan), "closed");
}

TEST(ComposedPlan, KeepsFixedCountsBesideALoadForAll) {
  LoadWish wish;
  wish.stream = stream_of(Shape(100));
  const auto plan = *composed_plan(ten_users(), wish, {plain("A"), fixed("B", 2), plain("C"), fixed("D", 1)});
  EXPECT_EQ(plan.users, 3U);
  EXPECT_EQ(plan.classes, ClassChoice(std::vector<std::size_t>{1, 3}));
  EXPECT_EQ(plan.streams.front().of, ClassChoice(std::vector<std::size_t>{0, 2}));
}

TEST(ComposedPlan, RefusesALoadThatNoClassTakes) {
  LoadWish wish;
  wish.stream = stream_of(Shape(100));
  EXPECT_THAT(composed_plan(ten_users(), wish, {fixed("A", 2)}).error().message,
              HasSubstr("has none to go to"));
}

TEST(ComposedPlan, SaysForAllStreamsHowArrivalsFollowEachOther) {
  LoadWish wish;
  wish.arrivals = Arrivals::constant;
  const auto plan = *composed_plan(ten_users(), wish, {open("A", Shape(50)), open("B", Shape(5))});
  for (const auto& stream : plan.streams) EXPECT_EQ(stream.arrivals, Arrivals::constant);
}

TEST(ComposedPlan, RefusesWordsAboutOpenLoadWhereThereIsNone) {
  LoadWish arrivals, most;
  arrivals.arrivals = Arrivals::constant;
  most.max_in_flight = true;
  EXPECT_THAT(composed_plan(ten_users(), arrivals, {plain("A")}).error().message, HasSubstr("add --rate"));
  EXPECT_THAT(composed_plan(ten_users(), most, {plain("A")}).error().message, HasSubstr("--max-in-flight"));
}

TEST(ComposedPlan, EndsWithTheLastOfTheLoadsThatEnd) {
  const Shape longer({{0s, 1}, {60s, 1}});
  const auto run_time = [](const std::vector<UserClass>& classes) {
    return composed_plan(ten_users(), {}, classes)->run_time;
  };
  EXPECT_EQ(run_time({shaped("A", kRises)}), 30s);
  EXPECT_EQ(run_time({shaped("A", kRises), open("B", longer), plain("C")}), 60s);
  EXPECT_EQ(run_time({open("A", Shape(5))}), std::nullopt);
  auto replays = open("A", Shape(0.0));
  replays.stream->replay = {0s, 5s};
  EXPECT_EQ(run_time({replays}), 5s + 1ms);
}

TEST(ComposedPlan, TakesTheTimeThatWasSaid) {
  auto plan = ten_users();
  plan.run_time = 5min;
  EXPECT_EQ(composed_plan(plan, {}, {shaped("A", kRises)})->run_time, 5min);
}

TEST(ComposedPlan, LetsOpenLoadFinishUnlessSomebodySaysOtherwise) {
  EXPECT_EQ(composed_plan(ten_users(), {}, {open("A", Shape(5))})->stop_timeout, 10s);
  LoadWish wish;
  wish.stop_timeout = 3s;
  EXPECT_EQ(composed_plan(ten_users(), wish, {open("A", Shape(5))})->stop_timeout, 3s);
  EXPECT_EQ(composed_plan(ten_users(), wish, {plain("A")})->stop_timeout, 3s);
}

TEST(ComposedPlan, CountsIterationsOfOneLoadOnly) {
  auto plan = ten_users();
  plan.iterations = 100;
  EXPECT_TRUE(composed_plan(plan, {}, {plain("A"), plain("B")}).ok());
  EXPECT_TRUE(composed_plan(plan, {}, {open("A", Shape(5))}).ok());
  EXPECT_THAT(composed_plan(plan, {}, {open("A", Shape(5)), plain("B")}).error().message,
              HasSubstr("--iterations counts those of one load"));
}

}  // namespace
}  // namespace acrida::load
