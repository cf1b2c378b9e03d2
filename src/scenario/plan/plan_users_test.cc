#include "scenario/plan/plan_users.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenario/plan/plan_test.h"

namespace acrida::scenario::plan {
namespace {

using testing::ElementsAre;
using namespace std::chrono_literals;

// A template as it is filled for a user that has drawn these rows.
std::string filled(const Template& with, const Plan& plan, const std::vector<std::size_t>& rows,
                   const std::vector<Slot>& own = {}) {
  Random random(1);
  std::string out;
  with.append_to(out, {random, *plan.clock, own, plan.shared, plan.data, rows, 3});
  return out;
}

const Asked& first_of(const Plan& plan) { return std::get<Asked>(plan.classes[0].tasks[0].steps[0]); }

const Beside kWithRows{{}, {{"plans/rows.csv", "id,name,note\n1,Ann,\n2,\"B \"\"o\"\"\",x\n"}}};

TEST(PlanTemplate, KeepsTheKindsOfCells) {
  const auto plan = *kWithRows.read(
      "data: {row: {file: rows.csv, without: note}}\n"
      "requests: [{post: '/${row.name}', json: {i: '${row.id}', n: '${row.name}', e: '${row.note}', t: "
      "'<${row.id}${row.name}>', r: '${row}'}}]");
  EXPECT_EQ(filled(first_of(*plan).path, *plan, {1}), "/B%20%22o%22");
  EXPECT_EQ(filled(*first_of(*plan).body, *plan, {0}),
            R"({"i":1,"n":"Ann","e":null,"t":"<1Ann>","r":{"id":1,"name":"Ann"}})");
  EXPECT_EQ(filled(*first_of(*plan).body, *plan, {1}),
            R"({"i":2,"n":"B \"o\"","e":"x","t":"<2B \"o\">","r":{"id":2,"name":"B \"o\""}})");
}

TEST(PlanTemplate, TellsTheTimeAndTheUser) {
  const auto plan =
      *Beside{}.read("requests: [{post: /, body: '${time} ${time.ms} ${time.iso} ${user.index} $${x}'}]");
  EXPECT_EQ(filled(*first_of(*plan).body, *plan, {}),
            "1700000000 1700000000250 2023-11-14T22:13:20.250Z 3 ${x}");
}

TEST(PlanTemplate, EncodesNothingOfAWholeAddress) {
  const auto plan = *Beside{}.read("requests: [{get: '${next}', extract: {next: /next}}]");
  EXPECT_EQ(filled(first_of(*plan).path, *plan, {}, {{"next", Value{"http://a/b?c=d e"}}}),
            "http://a/b?c=d e");
}

TEST(PlanTemplate, NamesTheVariableThatHasNoValue) {
  const auto plan = *Beside{}.read("requests: [{name: x, get: '/${next}', extract: {next: /next}}]");
  try {
    filled(first_of(*plan).path, *plan, {}, {{"next"}});
    FAIL() << "it was filled";
  } catch (const std::runtime_error& e) {
    EXPECT_THAT(e.what(), testing::StartsWith("the variable 'next' has no value"));
  }
}

TEST(PlanTemplate, DrawsWithinItsBounds) {
  const auto plan = *Beside{}.read(
      "requests: [{post: /, json: ['${random.integer(3, 5)}', '${random.real(1, 2, 2)}', '${random.choice(a, "
      "1)}']}]");
  Random random(7);
  for (int i = 0; i < 200; ++i) {
    std::string out;
    first_of(*plan).body->append_to(out, {random, *plan->clock, {}, {}, {}, {}, 0});
    const Json drawn = Json::parse(out);
    EXPECT_GE(drawn.at(0).integer(), 3);
    EXPECT_LE(drawn.at(0).integer(), 5);
    EXPECT_GE(drawn.at(1).number(), 1);
    EXPECT_LE(drawn.at(1).number(), 2);
    EXPECT_TRUE(drawn.at(2).is_string() || drawn.at(2).integer() == 1);
  }
}

TEST(DataSource, DrawsUniqueRowsOnce) {
  DataSource source("row", *base::Table::parse("id\n1\n2\n", "rows.csv"), RowMode::unique, false, {});
  Random random(1);
  EXPECT_EQ(source.draw(random), 0U);
  EXPECT_EQ(source.draw(random), 1U);
  EXPECT_EQ(source.draw(random), std::nullopt);
  EXPECT_EQ(source.draw(random), std::nullopt);
}

TEST(DataSource, BeginsAnewAfterTheLastInOrder) {
  DataSource source("row", *base::Table::parse("id\n1\n2\n", "rows.csv"), RowMode::sequential, false, {});
  Random random(1);
  std::vector<std::size_t> drawn;
  for (int i = 0; i < 5; ++i) drawn.push_back(*source.draw(random));
  EXPECT_THAT(drawn, ElementsAre(0, 1, 0, 1, 0));
}

TEST(PlanUsers, AreAClassEach) {
  const auto plan = *Beside{}.read(
      "setup: {post: /s}\nuser_classes: [{name: A, requests: [{get: /a}]}, {name: B, requests: [{get: "
      "/b}]}]");
  const auto classes = user_classes(plan);
  ASSERT_EQ(classes.size(), 2U);
  EXPECT_EQ(classes[1].name, "B");
  EXPECT_TRUE(classes[0].on_run_start && classes[1].on_run_start) << "whichever is kept";
  EXPECT_FALSE(classes[0].on_run_stop);
}

}  // namespace
}  // namespace acrida::scenario::plan
