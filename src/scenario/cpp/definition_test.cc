#include "scenario/cpp/definition.h"

#include <cmath>
#include <map>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acrida::detail {
namespace {

using testing::ElementsAre;

TaskEntry entry(std::string name, int weight = 1, std::set<std::string> tags = {}) {
  TaskEntry made;
  made.weight = weight;
  made.name = std::move(name);
  made.tags = std::move(tags);
  return made;
}

TaskEntry set_of(std::string name, std::set<std::string> tags, std::vector<TaskEntry> tasks) {
  TaskEntry made = entry(std::move(name), 1, std::move(tags));
  made.set = std::make_shared<BehaviourDefinition>();
  for (auto& task : tasks) made.set->add(std::move(task));
  return made;
}

std::vector<std::string> names(const BehaviourDefinition& of) {
  std::vector<std::string> all;
  for (const auto& task : of.tasks) {
    all.push_back(task.name);
    if (task.set) {
      for (const auto& inside : names(*task.set)) all.push_back(task.name + "." + inside);
    }
  }
  return all;
}

BehaviourDefinition shop() {
  BehaviourDefinition shop;
  shop.add(entry("look", 3, {"read"}));
  shop.add(entry("buy", 1, {"write", "slow"}));
  shop.add(entry("idle"));
  shop.add(set_of("admin", {"slow"}, {entry("list", 1, {"read"}), entry("drop", 1, {"write"})}));
  return shop;
}

TEST(BehaviourDefinition, PicksTasksByWeightOverAMillionPicks) {
  BehaviourDefinition of;
  const std::map<std::string, int> weights{{"a", 1}, {"b", 2}, {"c", 7}, {"d", 90}};
  for (const auto& [name, weight] : weights) of.add(entry(name, weight));
  Random random(7);
  std::map<std::string, int> picks;
  constexpr int kPicks = 1'000'000;
  for (int i = 0; i < kPicks; ++i) ++picks[of.pick(random).name];
  for (const auto& [name, weight] : weights) {
    const double p = weight / 100.0;
    EXPECT_NEAR(picks[name], kPicks * p, 2.576 * std::sqrt(kPicks * p * (1 - p))) << name;  // 99 %
  }
}

TEST(BehaviourDefinition, KeepsTasksWithAWantedTag) {
  auto of = shop();
  of.keep_tagged({"read"}, {});
  EXPECT_THAT(names(of), ElementsAre("look", "admin", "admin.list"));
  EXPECT_EQ(of.total_weight, 4);
}

TEST(BehaviourDefinition, ATagOfASetHoldsForAllInside) {
  auto of = shop();
  of.keep_tagged({"slow"}, {});
  EXPECT_THAT(names(of), ElementsAre("buy", "admin", "admin.list", "admin.drop"));
}

TEST(BehaviourDefinition, LeavesOutTasksWithAnUnwantedTag) {
  auto of = shop();
  of.keep_tagged({}, {"write"});
  EXPECT_THAT(names(of), ElementsAre("look", "idle", "admin", "admin.list"));
}

TEST(BehaviourDefinition, UnwantedWinsOverWanted) {
  auto of = shop();
  of.keep_tagged({"write"}, {"slow"});
  EXPECT_TRUE(of.tasks.empty());
}

TEST(BehaviourDefinition, TellsAllTags) { EXPECT_THAT(shop().tags(), ElementsAre("read", "slow", "write")); }

TEST(BehaviourDefinition, CanWeighAllTasksEqually) {
  auto of = shop();
  of.weigh_equally();
  for (const auto& share : of.shares()) EXPECT_DOUBLE_EQ(share.ratio, 0.25) << share.name;
}

TEST(BehaviourDefinition, TellsTheShareOfEachTask) {
  const auto shares = shop().shares();
  ASSERT_EQ(shares.size(), 4u);
  EXPECT_DOUBLE_EQ(shares[0].ratio, 0.5);
  EXPECT_DOUBLE_EQ(shares[3].ratio, 1.0 / 6);
  ASSERT_EQ(shares[3].tasks.size(), 2u);
  EXPECT_DOUBLE_EQ(shares[3].tasks[1].ratio, 0.5);
}

TEST(UserOptions, HaveTheirDefaultUnlessTheyAreGivenAValue) {
  UserOptions options;
  options.declare("model", "heart", "Which one");
  options.declare("model", "again", "The first declaration counts");
  EXPECT_EQ(options.value("model"), "heart");
  options.set({{"model", "lung"}});
  EXPECT_EQ(options.value("model"), "lung");
  EXPECT_EQ(options.declared().size(), 1u);
}

TEST(UserOptions, RefuseNamesThatNoOptionCanHave) {
  UserOptions options;
  for (const char* name : {"", "a", "-x", "Big", "two words", "x=1"}) {
    EXPECT_THROW(options.declare(name, "", ""), std::invalid_argument) << name;
  }
  EXPECT_THROW(options.value("never"), std::invalid_argument);
}

}  // namespace
}  // namespace acrida::detail
