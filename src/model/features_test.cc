#include "model/features.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acrida::model {
namespace {

using testing::ElementsAre;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

base::Table table_of(std::string text) { return *base::Table::parse(std::move(text), "rows.csv"); }

NumericColumn numeric_of(const std::vector<double>& values) { return *fit_numeric("x", values); }

CategoricalColumn categorical_of(const std::vector<std::optional<Category>>& values) {
  return *fit_categorical("x", values);
}

TEST(FitNumeric, ImputesTheMedianOfTheValuesThereAre) {
  EXPECT_EQ(numeric_of({3, kMissing, 1, 10}).median, 3);
  EXPECT_EQ(numeric_of({3, kMissing, 1, 10, 4}).median, 3.5);
}

TEST(FitNumeric, StandardisesAfterImputingByThePopulationsDeviation) {
  const auto column = numeric_of({2, kMissing, 4, 9});  // 2 4 4 9
  EXPECT_EQ(column.median, 4);
  EXPECT_EQ(column.mean, 4.75);
  EXPECT_DOUBLE_EQ(column.scale, std::sqrt((2.75 * 2.75 + 2 * 0.75 * 0.75 + 4.25 * 4.25) / 4));
}

TEST(FitNumeric, DoesNotScaleAConstantColumn) {
  EXPECT_EQ(numeric_of({7, 7, 7}).scale, 1);
  EXPECT_EQ(numeric_of({0.1, 0.1, 0.1, kMissing}).scale, 1);
  EXPECT_EQ(numeric_of({1e-200, 2e-200}).scale, 1);  // below what a model may hold
}

TEST(FitNumeric, NeedsAValue) {
  EXPECT_THAT(fit_numeric("x", std::vector{kMissing, kMissing}).error().message,
              testing::StartsWith("column 'x' has no value in any training row"));
}

TEST(FitCategorical, SortsNumbersBySizeAndTextsByByte) {
  EXPECT_THAT(categorical_of({10.0, 9.0, 10.0}).categories, ElementsAre(Category(9.0), Category(10.0)));
  EXPECT_THAT(categorical_of({Category("b"), Category("B"), Category("é"), Category("10")}).categories,
              ElementsAre(Category("10"), Category("B"), Category("b"), Category("é")));
}

TEST(FitCategorical, MakesAMissingValueACategory) {
  const auto numbers = categorical_of({2.0, std::nullopt});
  EXPECT_THAT(numbers.categories, ElementsAre(Category(0.0), Category(2.0)));
  const auto texts = categorical_of({Category("no"), std::nullopt});
  EXPECT_THAT(texts.categories, ElementsAre(Category("missing_value"), Category("no")));
}

TEST(IndexOf, IsAbsentForAnUnknownCategory) {
  const auto column = categorical_of({1.0, 3.0});
  EXPECT_EQ(index_of(column, 3.0), 1u);
  EXPECT_EQ(index_of(column, 2.0), std::nullopt);
  EXPECT_EQ(index_of(column, std::nullopt), std::nullopt);  // 0 was not seen in training
}

TEST(NumbersOf, NamesTheCellThatIsNone) {
  const auto table = table_of("a,b\n1,x\n 2.5 ,\n,3\n");
  const auto numbers = *numbers_of(table, 0);
  EXPECT_EQ(numbers[1], 2.5);
  EXPECT_TRUE(std::isnan(numbers[2]));
  EXPECT_EQ(numbers_of(table, 1).error().message,
            "rows.csv, line 2, column 'b': 'x' is not a number within ±1e+100; leave the cell empty if the "
            "value is "
            "missing, or name the column under --categorical");
  EXPECT_FALSE(numbers_of(table_of("a\n1e101\n"), 0).ok());
}

TEST(CategoriesOf, AreNumbersOnlyWhenEveryCellIs) {
  const auto table = table_of("a,b\n1.0,1\n,yes\n1,\n");
  EXPECT_THAT(categories_of(table, 0), ElementsAre(Category(1.0), std::nullopt, Category(1.0)));
  EXPECT_THAT(categories_of(table, 1), ElementsAre(Category("1"), Category("yes"), std::nullopt));
}

}  // namespace
}  // namespace acrida::model
