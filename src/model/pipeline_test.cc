#include "model/pipeline.h"

#include <array>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <acrida/random.h>

#include "model/features.h"

namespace acrida::model {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

Fitted small_model() {
  Fitted model;
  model.label = "y";
  model.classes = {0.0, 1.0};
  model.numeric = {{"age", 50, 54, 9, 0.5}};
  model.categorical = {{"sex", 0.0, {0.0, 1.0}, {0.25, -0.25}},
                       {"colour", "missing_value", {"blue", "missing_value", "red"}, {-1, 0.125, 1}}};
  model.intercept = 0.1;
  return model;
}

double decision_of(const Prediction& prediction) {
  return std::log(prediction.probability / (1 - prediction.probability));
}

// The steps one by one, as Fitted states them; `row` as Pipeline takes it, without columns of texts.
double decision_by_steps(const Fitted& model, const std::vector<double>& row) {
  double decision = model.intercept;
  auto value = row.begin();
  for (const auto& column : model.numeric) {
    decision += column.weight * ((std::isnan(*value) ? column.median : *value) - column.mean) / column.scale;
    ++value;
  }
  for (const auto& column : model.categorical) {
    const auto category = std::isnan(*value) ? std::nullopt : std::optional<Category>(*value);
    if (const auto at = index_of(column, category)) decision += column.weights[*at];
    ++value;
  }
  return decision;
}

TEST(Pipeline, ListsNumericColumnsFirst) {
  const Pipeline pipeline(small_model());
  ASSERT_EQ(pipeline.columns().size(), 3u);
  EXPECT_EQ(pipeline.columns()[0].name, "age");
  EXPECT_EQ(pipeline.columns()[0].kind, ColumnKind::numeric);
  EXPECT_EQ(pipeline.columns()[1].kind, ColumnKind::category);
  EXPECT_EQ(pipeline.columns()[2].kind, ColumnKind::text);
}

TEST(Pipeline, AddsWhatEachColumnSays) {
  const Pipeline pipeline(small_model());
  const auto red = *pipeline.value_of(2, "red");
  EXPECT_NEAR(decision_of(pipeline.predict(std::vector{63.0, 1.0, red})), 0.1 + 0.5 - 0.25 + 1, 1e-12);
  EXPECT_EQ(pipeline.predict(std::vector{63.0, 1.0, red}).index, 1u);
  EXPECT_EQ(pipeline.predict(std::vector{-100.0, 1.0, red}).index, 0u);
}

TEST(Pipeline, ImputesMissingValues) {
  const Pipeline pipeline(small_model());
  const auto imputed = pipeline.predict(std::vector{kMissing, kMissing, kMissing});
  EXPECT_NEAR(decision_of(imputed), 0.1 + 0.5 * (50.0 - 54) / 9 + 0.25 + 0.125, 1e-12);
}

TEST(Pipeline, AddsNothingForAnUnknownCategory) {
  const Pipeline pipeline(small_model());
  const auto unknown = *pipeline.value_of(2, "green");
  EXPECT_EQ(unknown, Pipeline::kUnknownText);
  for (const double sex : {2.0, -1.0, 0.5, 1e-300, -1e-300, 1e99, std::nextafter(1.0, 2.0)}) {
    EXPECT_NEAR(decision_of(pipeline.predict(std::vector{54.0, sex, unknown})), 0.1, 1e-12) << sex;
  }
}

TEST(Pipeline, TellsNoWholeNumberFromOneThatRoundingMakesWhole) {
  Fitted model = small_model();
  model.categorical = {{"x", 0.0, {-1.0, 0.0}, {1, 2}}};
  const Pipeline pipeline(model);
  // 1e-20 − (−1) rounds to 1, which is the place of category 0.
  EXPECT_NEAR(decision_of(pipeline.predict(std::vector{54.0, 1e-20})), 0.1, 1e-12);
  EXPECT_NEAR(decision_of(pipeline.predict(std::vector{54.0, -0.0})), 2.1, 1e-12);
}

TEST(Pipeline, AgreesWithTheStepsOneByOneOnRandomModels) {
  static constexpr std::array kSteps{1.0, 1.0, 2.0, 1000.0, 0.25};
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Random random(seed);
    Fitted model = small_model();
    model.numeric.clear();
    model.categorical.clear();
    std::vector<double> row;
    for (auto left = random.integer(0, 4); left > 0; --left) {
      model.numeric.push_back(
          {"n", random.real(-5, 5), random.real(-5, 5), random.real(0.1, 5), random.real(-1, 1)});
      row.push_back(random.chance(0.2) ? kMissing : random.real(-9, 9));
    }
    for (auto left = random.integer(1, 4); left > 0; --left) {
      CategoricalColumn column;
      column.name = "c";
      column.missing = 0.0;
      // Whole numbers close together, far apart, or fractions.
      const double step = random.pick(kSteps);
      double category = static_cast<double>(random.integer(-3, 3));
      for (auto more = random.integer(1, 9); more > 0; --more) {
        column.categories.push_back(category);
        column.weights.push_back(random.real(-1, 1));
        category += step * static_cast<double>(random.integer(1, 3));
      }
      row.push_back(random.chance(0.1) ? kMissing : static_cast<double>(random.integer(-16, 40)) / 4);
      if (random.chance(0.5)) row.back() = std::get<double>(random.pick(column.categories));
      model.categorical.push_back(std::move(column));
    }
    const auto expected = 1 / (1 + std::exp(-decision_by_steps(model, row)));
    EXPECT_NEAR(Pipeline(model).predict(row).probability, expected, 1e-13) << "seed " << seed;
  }
}

TEST(Pipeline, ReadsTextsAsTheColumnNeeds) {
  const Pipeline pipeline(small_model());
  EXPECT_EQ(pipeline.value_of(0, " 57.5 "), 57.5);
  EXPECT_EQ(pipeline.value_of(0, "x"), std::nullopt);
  EXPECT_EQ(pipeline.value_of(1, "1"), 1.0);
  EXPECT_EQ(pipeline.value_of(1, "red"), std::nullopt);
  EXPECT_EQ(pipeline.value_of(2, "blue"), 0.0);
}

TEST(Pipeline, HasNoProbabilityWhenTheSumHasNoValue) {
  Fitted model = small_model();
  model.numeric.push_back({"chol", 0, 0, 1, -1});
  const Pipeline pipeline(model);
  constexpr double kInfinite = std::numeric_limits<double>::infinity();
  const auto none = pipeline.predict(std::vector{kInfinite, kInfinite, 0.0, 0.0});
  EXPECT_TRUE(std::isnan(none.probability));
  EXPECT_EQ(none.index, 0u);
  EXPECT_EQ(pipeline.predict(std::vector{kLargest, 0.0, 0.0, 0.0}).probability, 1);
  EXPECT_EQ(pipeline.predict(std::vector{0.0, kLargest, 0.0, 0.0}).probability, 0);
}

}  // namespace
}  // namespace acrida::model
