#include "model/model_file.h"

#include <bit>
#include <filesystem>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <acrida/random.h>

#include "base/file.h"

namespace acrida::model {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

Fitted example() {
  Fitted model;
  model.label = "y";
  model.classes = {"no", "yes"};
  model.numeric = {{"age", 55, 54.366336633663366, 9.067101638577864, -0.04}};
  model.categorical = {{"sex", 0.0, {0.0, 1.0}, {0.1, -0.1}},
                       {"té \"x\"", "missing_value", {"a", "b\n"}, {1, 2}}};
  model.intercept = 1.0 / 3;
  return model;
}

std::string error_of(std::string_view text) {
  const auto model = parse_model(text);
  EXPECT_FALSE(model.ok()) << text;
  return model ? "" : model.error().message;
}

// The example's text with one part replaced.
std::string with(std::string_view part, std::string_view instead) {
  auto text = model_text(example());
  const auto at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return text.replace(at, part.size(), instead);
}

TEST(ModelFile, ReadsBackExactlyWhatWasWritten) {
  const auto text = model_text(example());
  const auto model = parse_model(text);
  ASSERT_TRUE(model.ok()) << model.error().message;
  EXPECT_EQ(*model, example());
  EXPECT_EQ(model_text(*model), text);
}

TEST(ModelFile, KeepsEveryBitOfEveryNumber) {
  Random random(1);
  Fitted model = example();
  const auto survives = [&](double number) {
    model.intercept = number;
    const auto back = parse_model(model_text(model));
    ASSERT_TRUE(back.ok()) << number << ": " << back.error().message;
    EXPECT_EQ(back->intercept, number);
  };
  for (const double edge :
       {0x1p53, 0x1p63, 0x1p64, -0x1p64, 1e20, 1e22, kLargest, 5e-324, 2.2250738585072014e-308}) {
    survives(edge);
  }
  for (int i = 0; i < 20'000; ++i) {
    const auto number = std::bit_cast<double>(random());
    if (std::abs(number) <= kLargest) survives(number);
  }
}

TEST(ModelFile, SaysWhatIsWrongAndWhere) {
  EXPECT_THAT(error_of("\x80\x04\x95"), StartsWith("not valid JSON"));
  EXPECT_EQ(error_of("[]"), "expected an object but found an array");
  EXPECT_EQ(error_of("{}"), "there is no key 'format'");
  EXPECT_EQ(error_of(with("acrida-pipeline", "pmml")), "format: 'pmml' is not 'acrida-pipeline'");
  EXPECT_EQ(error_of(with("\"version\": 1", "\"version\": 2")),
            "version: this program reads version 1, not 2");
  EXPECT_EQ(error_of(with("\"no\",", "")), "classes: there must be two");
  EXPECT_EQ(error_of(with("\"no\"", "\"zoo\"")), "classes[1]: the values are not ascending");
  EXPECT_EQ(error_of(with("\"no\"", "1")), "classes[1]: numbers and texts are mixed");
  EXPECT_EQ(error_of(with("\"no\"", "null")), "classes[0]: expected a number but found null");
  EXPECT_EQ(error_of(with("55", "\"55\"")), "numeric[0].median: expected a number but found a text");
  EXPECT_EQ(error_of(with("55", "1e101")), "numeric[0].median: 1e+101 is not within ±1e+100");
  EXPECT_EQ(error_of(with("9.067101638577864", "0")), "numeric[0].scale: a scale must be positive");
  EXPECT_EQ(error_of(with("9.067101638577864", "-1")), "numeric[0].scale: a scale must be positive");
  EXPECT_EQ(error_of(with("\"scale\"", "\"scala\"")), "numeric[0]: there is no key 'scale'");
  EXPECT_EQ(error_of(with("\"sex\"", "\"age\"")), "categorical[0].name: the name stands there twice");
  EXPECT_EQ(error_of(with("\"sex\"", "\"y\"")), "categorical[0].name: the name stands there twice");
  EXPECT_EQ(error_of(with("\"missing\": 0", "\"missing\": \"0\"")),
            "categorical[0].missing: not of the categories' kind");
  EXPECT_EQ(error_of(with("0.1,", "")), "categorical[0].weights: not one a category");
  EXPECT_EQ(error_of(with("0.1,", "[],")), "categorical[0].weights[0]: expected a number but found an array");
  EXPECT_EQ(error_of(R"({"format": "acrida-pipeline", "version": 1, "label": "y", "classes": [0, 1],
                         "numeric": [], "categorical": [], "intercept": 0})"),
            "numeric: the model has no column");
  EXPECT_EQ(error_of(R"({"format": "acrida-pipeline", "version": 1, "label": "y", "classes": [0, 1],
                         "numeric": 7})"),
            "numeric: expected an array");
}

TEST(ModelFile, RefusesEveryTruncation) {
  const auto text = model_text(example());
  for (std::size_t size = 0; size + 2 < text.size(); ++size)
    EXPECT_FALSE(parse_model(text.substr(0, size)).ok());
}

TEST(ModelFile, SurvivesRandomDamage) {
  const auto text = model_text(example());
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    Random random(seed);
    auto damaged = text;
    for (auto left = random.integer(1, 4); left > 0; --left) {
      random.pick(damaged) = static_cast<char>(random.integer(0, 255));
    }
    const auto model = parse_model(damaged);
    if (model) {  // what is still accepted must be something that can be written again
      EXPECT_EQ(*parse_model(model_text(*model)), *model) << "seed " << seed;
    } else {
      EXPECT_FALSE(model.error().message.empty()) << "seed " << seed;
    }
  }
}

TEST(ModelFile, RefusesDeepNesting) {
  EXPECT_THAT(error_of(std::string(100'000, '[')), StartsWith("not valid JSON"));
}

TEST(ModelFile, GoesThroughAFile) {
  const auto path = (std::filesystem::temp_directory_path() / "acrida_model_file_test.json").string();
  ASSERT_TRUE(save_model(path, example()).ok());
  EXPECT_EQ(*load_model(path), example());
  ASSERT_TRUE(base::replace_file(path, "{").ok());
  EXPECT_THAT(load_model(path).error().message,
              StartsWith("'" + path + "' is not a model that acrida-model made: "));
  std::filesystem::remove(path);
  EXPECT_THAT(load_model(path).error().message, HasSubstr("No such file"));
}

TEST(ModelFile, IsNotWrittenWhenItCouldNotBeRead) {
  auto model = example();
  model.label = std::string(kMaxModelBytes, 'x');
  EXPECT_THAT(save_model("/tmp/never-written.json", model).error().message, HasSubstr("would be larger"));
}

}  // namespace
}  // namespace acrida::model
