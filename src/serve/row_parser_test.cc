#include "serve/row_parser.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <acrida/random.h>

namespace acrida::serve {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

model::Fitted small_model() {
  model::Fitted fitted;
  fitted.label = "y";
  fitted.classes = {0.0, 1.0};
  fitted.numeric = {{"age", 50, 54, 9, 0.5}, {"chol", 240, 250, 50, 0.25}};
  fitted.categorical = {{"sex", 0.0, {0.0, 1.0}, {0.25, -0.25}},
                        {"colour", "missing_value", {"blue", "missing_value", "red"}, {-1, 0.125, 1}}};
  return fitted;
}

class RowParserTest : public testing::Test {
 protected:
  std::vector<double> row_of(std::string_view body) {
    const auto row = parser_.parse(body);
    EXPECT_TRUE(row.ok()) << body << ": " << (row.ok() ? "" : row.error().message);
    return row ? **row : std::vector<double>{};
  }
  std::string refusal_of(std::string_view body) {
    const auto row = parser_.parse(body);
    EXPECT_FALSE(row.ok()) << body;
    return row ? "" : row.error().message;
  }

  model::Pipeline pipeline_{small_model()};
  RowParser parser_{pipeline_};
};

TEST_F(RowParserTest, PutsTheFieldsInTheOrderOfTheModel) {
  EXPECT_THAT(row_of(R"({"age": 52, "chol": 230.5, "sex": 1, "colour": "red"})"),
              ElementsAre(52, 230.5, 1, 2));
  EXPECT_THAT(row_of(R"({"colour": "blue", "sex": 0, "chol": -1e3, "age": 0})"), ElementsAre(0, -1000, 0, 0));
}

TEST_F(RowParserTest, TakesNullForAMissingValue) {
  const auto row = row_of(R"({"age": null, "chol": 1, "sex": null, "colour": null})");
  ASSERT_EQ(row.size(), 4u);
  EXPECT_TRUE(std::isnan(row[0]));
  EXPECT_EQ(row[1], 1);
  EXPECT_TRUE(std::isnan(row[2]));
  EXPECT_TRUE(std::isnan(row[3]));
}

TEST_F(RowParserTest, CountsTrueAndFalseAsOneAndZero) {
  EXPECT_THAT(row_of(R"({"age": true, "chol": false, "sex": true, "colour": "red"})"),
              ElementsAre(1, 0, 1, 2));
}

TEST_F(RowParserTest, TakesWhatATextColumnHasNotSeenForAnUnknownText) {
  for (const char* colour : {"\"green\"", "\"\"", "\"RED\"", "7", "2", "true"}) {
    const auto row = row_of(fmt::format(R"({{"age": 1, "chol": 2, "sex": 1, "colour": {}}})", colour));
    EXPECT_EQ(row.back(), model::Pipeline::kUnknownText) << colour;
  }
}

TEST_F(RowParserTest, ReadsEscapesInNamesAndTexts) {
  EXPECT_THAT(row_of(R"({"\u0061ge": 5, "chol": 2, "sex": 1, "col\u006fur": "r\u0065d"})"),
              ElementsAre(5, 2, 1, 2));
}

TEST_F(RowParserTest, NamesTheFieldThatIsMissing) {
  EXPECT_EQ(refusal_of(R"({"age": 1, "sex": 1, "colour": "red"})"),
            "the field 'chol' is missing; null stands for an unknown value");
  EXPECT_THAT(refusal_of("{}"), HasSubstr("'age'"));
  EXPECT_THAT(refusal_of(R"({"Age": 1, "chol": 1, "sex": 1, "colour": "red"})"),
              HasSubstr("'age' is missing"));
}

TEST_F(RowParserTest, NamesTheFieldOfTheWrongTypeAndBothTypes) {
  EXPECT_EQ(refusal_of(R"({"age": "52", "chol": 1, "sex": 1, "colour": "red"})"),
            "the field 'age' must be a number or null, not a text");
  EXPECT_EQ(refusal_of(R"({"age": 52, "chol": 1, "sex": [1], "colour": "red"})"),
            "the field 'sex' must be a number or null, not an array or an object");
  EXPECT_EQ(refusal_of(R"({"age": 52, "chol": 1, "sex": 1, "colour": {"age": 3}})"),
            "the field 'colour' must be a text or null, not an array or an object");
}

TEST_F(RowParserTest, IgnoresUnknownFieldsWhateverTheyHold) {
  EXPECT_THAT(
      row_of(
          R"({"x": [{"age": 1}], "age": 52, "": null, "chol": 1, "y": "text", "sex": 1, "colour": "red"})"),
      ElementsAre(52, 1, 1, 2));
  std::string many = "{";
  for (int i = 0; i < 1000; ++i) many += fmt::format(R"("field{}": {}, )", i, i);
  EXPECT_THAT(row_of(many + R"("age": 52, "chol": 1, "sex": 1, "colour": "red"})"), ElementsAre(52, 1, 1, 2));
}

TEST_F(RowParserTest, LetsTheLastOfEqualNamesCount) {
  EXPECT_THAT(row_of(R"({"age": 1, "age": 2, "chol": 1, "sex": 1, "colour": "red", "age": 3})"),
              ElementsAre(3, 1, 1, 2));
  EXPECT_THAT(row_of(R"({"age": "one", "chol": 1, "sex": 1, "colour": "red", "age": 3})"),
              ElementsAre(3, 1, 1, 2));
  EXPECT_THAT(refusal_of(R"({"age": 3, "chol": 1, "sex": 1, "colour": "red", "age": []})"),
              HasSubstr("'age'"));
}

TEST_F(RowParserTest, RefusesWhatIsNoJsonObject) {
  for (const char* body : {"", " ", "[1, 2]", "52", "null", "\"age\"", "true"}) {
    EXPECT_FALSE(refusal_of(body).empty()) << body;
  }
  for (const char* body :
       {"{", "{\"age\": }", "{\"age\": 1,}", "{age: 1}", "{'age': 1}", "{\"age\": 01}", "{\"age\": NaN}",
        "{\"age\": Infinity}", "{\"age\": 1} x", "{\"age\": \"\xff\"}"}) {
    EXPECT_THAT(refusal_of(body), HasSubstr("not valid JSON")) << body;
  }
  EXPECT_EQ(refusal_of("[]"), "the text is JSON but not an object");
}

TEST_F(RowParserTest, RefusesANumberBeyondTheLargest) {
  const std::string rest = R"(, "chol": 1, "sex": 1, "colour": "red"})";
  EXPECT_THAT(row_of(R"({"age": 1e308)" + rest), ElementsAre(1e308, 1, 1, 2));
  EXPECT_THAT(row_of(R"({"age": -1.5e-320)" + rest)[0], testing::DoubleNear(0, 1e-300));
  EXPECT_FALSE(refusal_of(R"({"age": 1e999)" + rest).empty());
  EXPECT_FALSE(refusal_of(R"({"age": -1e999)" + rest).empty());
}

TEST_F(RowParserTest, StartsAnewAfterABodyThatWasRefused) {
  refusal_of(R"({"age": "x", "chol": 7)");
  refusal_of(R"({"age": "x", "chol": 7})");
  EXPECT_THAT(refusal_of(R"({"age": 1, "sex": 1, "colour": "red"})"), HasSubstr("'chol' is missing"));
  EXPECT_THAT(row_of(R"({"age": 1, "chol": 2, "sex": 1, "colour": "red"})"), ElementsAre(1, 2, 1, 2));
}

// The parser remembers the order of the last body. Whatever came before, names decide.
TEST_F(RowParserTest, GivesTheSameRowForEveryOrderAfterEveryOther) {
  std::vector<std::pair<std::string, double>> fields{
      {"age", 0}, {"chol", 1}, {"sex", 2}, {"other", 0}, {"more", 0}};
  Random random(11);
  for (int round = 0; round < 2000; ++round) {
    for (std::size_t i = fields.size() - 1; i > 0; --i) {
      std::swap(fields[i], fields[static_cast<std::size_t>(random.integer(0, static_cast<std::int64_t>(i)))]);
    }
    std::string body = R"({"colour": "red")";
    std::vector<double> expected{0, 0, 0, 2};
    for (const auto& [name, column] : fields) {
      if (name.size() > 4 && random.chance(0.5)) continue;  // the strangers come and go
      const auto value = static_cast<double>(random.integer(-1000, 1000));
      if (name == "age" || name == "chol" || name == "sex")
        expected[static_cast<std::size_t>(column)] = value;
      body += fmt::format(R"(, "{}": {})", name, value);
    }
    ASSERT_EQ(row_of(body + "}"), expected) << body;
  }
}

}  // namespace
}  // namespace acrida::serve
