#include "report/task_ratio.h"

#include <gtest/gtest.h>

#include <acrida/json.h>

namespace acrida::report {
namespace {

TaskRatios two_classes() {
  const TaskRatio shop{"Shop", 0.25, {{"buy", 0.5, {}}, {"leave", 0.5, {}}}};
  return {
      {{"Patient", 0.75, {{"valid", 0.8, {}}, {"Shop", 0.2, shop.tasks}}},
       {"Robot", 0.25, {{"poke", 1, {}}}}},
      {{"Patient", 0.75, {{"valid", 0.6, {}}, {"Shop", 0.15, {{"buy", 0.075, {}}, {"leave", 0.075, {}}}}}},
       {"Robot", 0.25, {{"poke", 0.25, {}}}}}};
}

TEST(TaskRatioText, HasAListForTheClassesAndOneForAllTogether) {
  const std::string dashes(80, '-');
  EXPECT_EQ(task_ratio_text(two_classes()), "\n Task ratio per User class\n" + dashes +
                                                "\n"
                                                " 75.0       Patient\n"
                                                "   80.0       valid\n"
                                                "   20.0       Shop\n"
                                                "     50.0       buy\n"
                                                "     50.0       leave\n"
                                                " 25.0       Robot\n"
                                                "   100.0      poke\n"
                                                "\n Total task ratio\n" +
                                                dashes +
                                                "\n"
                                                " 75.0       Patient\n"
                                                "   60.0       valid\n"
                                                "   15.0       Shop\n"
                                                "     7.5        buy\n"
                                                "     7.5        leave\n"
                                                " 25.0       Robot\n"
                                                "   25.0       poke\n");
}

TEST(TaskRatioJson, NestsTasksByName) {
  const Json ratios = Json::parse(task_ratio_json(two_classes()));
  EXPECT_EQ(ratios.key_at(0), "per_class");
  EXPECT_EQ(ratios.key_at(1), "total");
  const Json patient = ratios["per_class"]["Patient"];
  EXPECT_EQ(patient["ratio"].number(), 0.75);
  EXPECT_EQ(patient["tasks"]["valid"]["ratio"].number(), 0.8);
  EXPECT_EQ(patient["tasks"]["valid"].size(), 1u);
  EXPECT_EQ(patient["tasks"]["Shop"]["tasks"]["buy"]["ratio"].number(), 0.5);
  EXPECT_EQ(ratios["total"]["Patient"]["tasks"]["Shop"]["tasks"]["leave"]["ratio"].number(), 0.075);
}

TEST(TaskRatio, OfNothingIsEmptyLists) {
  const std::string dashes(80, '-');
  EXPECT_EQ(task_ratio_text({}),
            "\n Task ratio per User class\n" + dashes + "\n\n Total task ratio\n" + dashes + "\n");
  EXPECT_EQ(Json::parse(task_ratio_json({}))["total"].size(), 0u);
}

}  // namespace
}  // namespace acrida::report
