#include "model/train.h"

#include <array>
#include <cmath>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <acrida/random.h>

#include "model/model_file.h"
#include "model/pipeline.h"
#include "model/row_reader.h"

namespace acrida::model {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

// Income (sometimes missing) and region (a text, sometimes missing) decide, colour does not.
std::string loans(std::size_t rows) {
  static constexpr std::array kRegions{"north", "south", ""};
  Random random(5);
  std::string text = "income,region,colour,defaulted\n";
  for (std::size_t row = 0; row < rows; ++row) {
    const double income = random.real(10, 90);
    const auto* region = random.pick(kRegions);
    const bool yes = income + (*region == 'n' ? 25 : 0) + random.real(-10, 10) < 50;
    text += fmt::format("{},{},{},{}\n", random.chance(0.1) ? "" : fmt::format("{:.1f}", income), region,
                        random.integer(1, 3), yes ? "yes" : "no");
  }
  return text;
}

TrainOptions options_for_loans() {
  TrainOptions options;
  options.label = "defaulted";
  options.numeric = {"income"};
  options.categorical = {"region", "colour"};
  return options;
}

base::Table table_of(std::string text) { return *base::Table::parse(std::move(text), "rows.csv"); }

std::string error_of(std::string text, const TrainOptions& options) {
  const auto trained = train(table_of(std::move(text)), options);
  EXPECT_FALSE(trained.ok());
  return trained ? "" : trained.error().message;
}

TEST(Train, LearnsFromNumbersTextsAndMissingValues) {
  const auto trained = train(table_of(loans(400)), options_for_loans());
  ASSERT_TRUE(trained.ok()) << trained.error().message;
  EXPECT_EQ(trained->training_rows + trained->validation_rows, 400u);
  EXPECT_EQ(trained->validation_rows, 80u);
  EXPECT_GT(trained->accuracy, 0.8);
  EXPECT_GT(*trained->validation_accuracy, 0.75);
  EXPECT_GT(*trained->roc_auc, 0.85);
  EXPECT_THAT(trained->model.classes, ElementsAre(Category("no"), Category("yes")));
  EXPECT_THAT(trained->model.categorical[0].categories,
              ElementsAre(Category("missing_value"), Category("north"), Category("south")));
}

TEST(Train, GivesTheSameModelForTheSameSeed) {
  const auto table = table_of(loans(100));
  auto options = options_for_loans();
  const auto once = train(table, options)->model;
  EXPECT_EQ(train(table, options)->model, once);
  options.seed = 43;
  EXPECT_NE(train(table, options)->model, once);
}

TEST(Train, SurvivesItsOwnModelFile) {
  const auto table = table_of(loans(100));
  const auto model = train(table, options_for_loans())->model;
  const Pipeline direct(model), loaded = *Pipeline::parse(model_text(model));
  const auto reader = *RowReader::make(loaded, table);
  std::vector<double> row(loaded.columns().size());
  for (std::size_t i = 0; i < table.rows(); ++i) {
    ASSERT_TRUE(reader.read(i, row).ok());
    EXPECT_EQ(loaded.predict(row).probability, direct.predict(row).probability);
  }
}

TEST(Train, ScoresOnTheTrainingRowsWhenNoneIsKeptBack) {
  auto options = options_for_loans();
  options.test_size = 0;
  const auto trained = train(table_of(loans(100)), options);
  EXPECT_EQ(trained->training_rows, 100u);
  EXPECT_EQ(trained->validation_accuracy, std::nullopt);
  EXPECT_GT(*trained->roc_auc, 0.8);
}

TEST(Train, NeedsTwoClasses) {
  TrainOptions options;
  options.label = "y";
  options.numeric = {"x"};
  options.categorical = {};
  EXPECT_EQ(error_of("x,y\n1,a\n2,a\n", options),
            "the label 'y' of rows.csv must have two values, and has one: 'a'; choose another with --label");
  EXPECT_EQ(error_of("x,y\n1,1\n2,2\n3,3\n", options),
            "the label 'y' of rows.csv must have two values, and has more: '1', '2', '3'; choose another "
            "with --label");
  EXPECT_EQ(error_of("x,y\n1,1\n2,\n", options),
            "rows.csv, line 3, column 'y': the label is missing; fill it in or remove the row");
}

TEST(Train, SaysWhichColumnCannotBeUsed) {
  auto options = options_for_loans();
  options.numeric = {"incomes"};
  EXPECT_THAT(error_of(loans(10), options),
              StartsWith("rows.csv has no column 'incomes' (did you mean 'income'?)"));
  options.numeric = {"region"};
  options.categorical = {};
  EXPECT_THAT(error_of(loans(10), options), StartsWith("rows.csv, line"));
  options.categorical = {"region"};
  EXPECT_EQ(error_of(loans(10), options), "column 'region' is named twice");
  options.numeric = {"defaulted"};
  EXPECT_EQ(error_of(loans(10), options), "column 'defaulted' is the label and cannot be learned from");
  options.numeric = options.categorical = {};
  EXPECT_EQ(error_of(loans(10), options), "there is no column to learn from");
}

TEST(Train, RefusesATestSizeThatIsNoShare) {
  auto options = options_for_loans();
  for (const double size : {-0.1, 1.0, std::nan("")}) {
    options.test_size = size;
    EXPECT_THAT(error_of(loans(10), options), StartsWith("a test size of"));
  }
}

TEST(Train, RefusesAColumnOfIds) {
  std::string text = "id,y\n";
  for (int i = 0; i < 3000; ++i) text += fmt::format("user-{},{}\n", i, i % 2);
  TrainOptions options;
  options.label = "y";
  options.numeric = {};
  options.categorical = {"id"};
  EXPECT_THAT(error_of(text, options), StartsWith("2400 rows of 2400 features are too many"));
}

}  // namespace
}  // namespace acrida::model
