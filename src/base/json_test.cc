#include "base/json.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include <acrida/json.h>

namespace acrida::base {
namespace {

TEST(Json, ReadsEveryKind) {
  const Json json = Json::parse(
      R"( {"nothing": null, "yes": true, "whole": -3, "part": 2.5, "text": "hé\n", "list": [1, []], "empty": {}} )");
  EXPECT_EQ(json.kind(), Json::Kind::object);
  EXPECT_EQ(json.size(), 7u);
  EXPECT_TRUE(json["nothing"].is_null());
  EXPECT_TRUE(json["yes"].boolean());
  EXPECT_EQ(json["whole"].integer(), -3);
  EXPECT_EQ(json["whole"].number(), -3.0);
  EXPECT_EQ(json["part"].number(), 2.5);
  EXPECT_EQ(json["text"].string(), "hé\n");
  EXPECT_EQ(json["list"].at(0).integer(), 1);
  EXPECT_EQ(json["list"].at(1).size(), 0u);
  EXPECT_EQ(json["empty"].kind(), Json::Kind::object);
}

TEST(Json, KeepsMembersInTheOrderOfTheText) {
  const Json json = Json::parse(R"({"z": 1, "a": 2})");
  EXPECT_EQ(json.key_at(0), "z");
  EXPECT_EQ(json.at(1).integer(), 2);
  EXPECT_TRUE(json.contains("a"));
  EXPECT_FALSE(json.contains("b"));
}

TEST(Json, OutlivesTheTextAndTheParent) {
  Json inner;
  {
    std::string text = R"({"a": {"b": "kept"}})";
    inner = Json::parse(text)["a"];
    text.assign(text.size(), 'x');
  }
  EXPECT_EQ(inner["b"].string(), "kept");
}

std::string complaint(const auto& call) {
  try {
    call();
  } catch (const JsonError& e) {
    return e.what();
  }
  return "no complaint";
}

TEST(Json, SaysWhatItFoundInsteadOfWhatWasAskedFor) {
  const Json json = Json::parse(R"({"a": "x", "b": [1.5]})");
  EXPECT_EQ(complaint([&] { json["a"].integer(); }), "expected a whole number but found a text");
  EXPECT_EQ(complaint([&] { json["b"].at(0).integer(); }), "expected a whole number but found a number");
  EXPECT_EQ(complaint([&] { json["b"].string(); }), "expected a text but found an array");
  EXPECT_EQ(complaint([&] { json["c"]; }), "there is no key 'c'");
  EXPECT_EQ(complaint([&] { json["b"].at(1); }), "there is no element 1 among 1");
  EXPECT_EQ(complaint([&] { json["b"]["x"]; }), "expected an object but found an array");
}

TEST(Json, RefusesWhatIsNone) {
  for (const char* text : {"", " ", "{", "}", "[1,]", "{\"a\"}", "nul", "01", "1.", "'a'", "\"a", "[1] 2",
                           "NaN", "\"\x01\"", "\"\xff\"", "{\"a\":1,}", "\"\\u12\""}) {
    const auto parsed = parse_json(text);
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_EQ(parsed.error().message.find("not valid JSON: "), 0u) << parsed.error().message;
  }
}

TEST(Json, IsNestedAsDeepAsPeopleNestAndNoDeeper) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(parse_json(nested(200)).ok());
  EXPECT_FALSE(parse_json(nested(300)).ok());
  EXPECT_FALSE(parse_json(nested(1'000'000)).ok());  // and does not overflow the stack
}

TEST(Json, ReadsNumbersBeyondSixtyThreeBitsAsReals) {
  EXPECT_EQ(Json::parse("9223372036854775807").integer(), 9223372036854775807);
  EXPECT_EQ(Json::parse("9223372036854775808").kind(), Json::Kind::real);
  EXPECT_EQ(Json::parse("18446744073709551615").number(), 18446744073709551615.0);
  EXPECT_EQ(Json::parse("1e300").number(), 1e300);
}

TEST(JsonObjectScanner, ShowsEachMemberInOrderAndEntersNone) {
  JsonObjectScanner scanner;
  std::vector<std::string> seen;
  const auto scanned = scanner.scan(
      R"({"age": 52, "thal": null, "sick": true, "name": "Ann", "deep": {"age": 1}, "list": [1], "st": -0.5})",
      [&](std::string_view key, const JsonScalar& value) {
        std::string text(key);
        if (std::holds_alternative<std::nullptr_t>(value)) text += "=null";
        if (const auto* truth = std::get_if<bool>(&value)) text += *truth ? "=true" : "=false";
        if (const auto* number = std::get_if<double>(&value)) text += "=" + std::to_string(*number);
        if (const auto* string = std::get_if<std::string_view>(&value))
          text += "='" + std::string(*string) + "'";
        if (std::holds_alternative<Nested>(value)) text += "=nested";
        seen.push_back(text);
      });
  EXPECT_TRUE(scanned.ok());
  EXPECT_EQ(seen, (std::vector<std::string>{"age=52.000000", "thal=null", "sick=true", "name='Ann'",
                                            "deep=nested", "list=nested", "st=-0.500000"}));
}

TEST(JsonObjectScanner, ShowsNothingOfATextThatIsNoObject) {
  JsonObjectScanner scanner;
  int seen = 0;
  const auto count = [&](std::string_view, const JsonScalar&) { ++seen; };
  EXPECT_FALSE(scanner.scan(R"({"a": 1, "b": })", count).ok());
  EXPECT_FALSE(scanner.scan("", count).ok());
  const auto list = scanner.scan("[1]", count);
  ASSERT_FALSE(list.ok());
  EXPECT_EQ(list.error().message, "the text is JSON but not an object");
  EXPECT_EQ(seen, 0);
}

TEST(JsonObjectScanner, IsGoodForManyTexts) {
  JsonObjectScanner scanner;
  for (int i = 0; i < 100; ++i) {
    const std::string text =
        JsonObject().set("round", i).set("pad", std::string(static_cast<std::size_t>(i), 'x')).text();
    double round = -1;
    const auto scanned = scanner.scan(text, [&](std::string_view key, const JsonScalar& value) {
      if (key == "round") round = std::get<double>(value);
    });
    EXPECT_TRUE(scanned.ok());
    EXPECT_EQ(round, i);
    EXPECT_FALSE(scanner.scan("{", [](std::string_view, const JsonScalar&) {}).ok());
  }
}

}  // namespace
}  // namespace acrida::base
