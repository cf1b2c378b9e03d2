#include "base/json_writer.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include <acrida/json.h>
#include <acrida/random.h>

#include "base/json.h"

namespace acrida::base {
namespace {

TEST(JsonWriter, WritesCommasColonsAndEscapes) {
  JsonWriter out;
  out.begin_object();
  out.key("a\"b").value(1);
  out.key("list").begin_array().value("x\n\t\\\x01").null().value(true).end_array();
  out.key("empty").begin_object().end_object();
  out.key("raw").raw("[0]");
  out.end_object();
  EXPECT_EQ(out.text(), R"({"a\"b":1,"list":["x\n\t\\\u0001",null,true],"empty":{},"raw":[0]})");
}

TEST(JsonWriter, LaysOutForPeople) {
  JsonWriter out(2);
  out.begin_object();
  out.key("a").begin_array().value(1).value(2).end_array();
  out.key("b").begin_array().end_array();
  out.end_object();
  EXPECT_EQ(out.text(), "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": []\n}");
}

std::string written(double number) {
  JsonWriter out;
  out.value(number);
  return out.text();
}

TEST(JsonWriter, WritesTheShortestNumberThatReadsBack) {
  EXPECT_EQ(written(0.1), "0.1");
  EXPECT_EQ(written(-2.5), "-2.5");
  EXPECT_EQ(written(12), "12");
  EXPECT_EQ(written(std::numeric_limits<double>::quiet_NaN()), "null");
  EXPECT_EQ(written(-std::numeric_limits<double>::infinity()), "null");
}

// Found by fuzz/json_fuzz.cc: as digits, these were refused by our own reader or lost their sign.
TEST(JsonWriter, WritesHugeNumbersAndNegativeZeroSoThatTheyReadBack) {
  for (const double number :
       {0x1p63, -0x1p63, 0x1p64, 1e20, -1e22, 0x1p62, std::numeric_limits<double>::max()}) {
    EXPECT_EQ(Json::parse(written(number)).number(), number) << written(number);
  }
  EXPECT_TRUE(std::signbit(Json::parse(written(-0.0)).number()));
}

// A value made by hand, apart from Json, to compare with what the parser gives.
struct Tree {
  using Array = std::vector<Tree>;
  using Object = std::vector<std::pair<std::string, Tree>>;
  std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Array, Object> value;
};

std::string random_text(Random& random) {
  static const std::vector<std::string> kPieces{"a",
                                                "Z",
                                                " ",
                                                "\"",
                                                "\\",
                                                "/",
                                                "\n",
                                                "\r",
                                                "\t",
                                                "\b",
                                                "\x1f",
                                                "\x7f",
                                                "é",
                                                "\u2028",
                                                "😀",
                                                "{}",
                                                "\\u0041",
                                                "0",
                                                std::string(1, '\0')};
  std::string text;
  for (std::int64_t left = random.integer(0, 12); left > 0; --left) text += random.pick(kPieces);
  return text;
}

double random_real(Random& random) {
  switch (random.integer(0, 3)) {
    case 0: return random.real(-1, 1);
    case 1: return random.real(-1e18, 1e18);
    case 2: return std::ldexp(random.real(), static_cast<int>(random.integer(-1000, 1000)));
    default: return static_cast<double>(random.integer(-5, 5));
  }
}

Tree random_tree(Random& random, int depth) {
  switch (random.integer(depth > 3 ? 5 : 0, depth > 0 ? 6 : 4)) {  // the outer levels hold others
    case 0: return {nullptr};
    case 1: return {random.chance(0.5)};
    case 2: return {static_cast<std::int64_t>(random()) >> random.integer(0, 63)};
    case 3: return {random_real(random)};
    case 4: return {random_text(random)};
    case 5: {
      Tree::Array elements;
      for (auto left = random.integer(0, 5); left > 0; --left)
        elements.push_back(random_tree(random, depth - 1));
      return {std::move(elements)};
    }
    default: {
      Tree::Object members;
      for (auto left = random.integer(0, 5); left > 0; --left) {
        members.emplace_back(random_text(random), random_tree(random, depth - 1));
      }
      return {std::move(members)};
    }
  }
}

struct Write {
  JsonWriter& out;
  void operator()(std::nullptr_t) const { out.null(); }
  void operator()(const Tree::Array& elements) const {
    out.begin_array();
    for (const Tree& element : elements) std::visit(*this, element.value);
    out.end_array();
  }
  void operator()(const Tree::Object& members) const {
    out.begin_object();
    for (const auto& [key, member] : members) {
      out.key(key);
      std::visit(*this, member.value);
    }
    out.end_object();
  }
  void operator()(const auto& scalar) const { out.value(scalar); }
};

struct SameAs {
  const Json& json;
  bool operator()(std::nullptr_t) const { return json.is_null(); }
  bool operator()(bool truth) const { return json.boolean() == truth; }
  bool operator()(std::int64_t number) const { return json.integer() == number; }
  bool operator()(double number) const { return json.number() == number; }
  bool operator()(const std::string& text) const { return json.string() == text; }
  bool operator()(const Tree::Array& elements) const {
    if (!json.is_array() || json.size() != elements.size()) return false;
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if (!std::visit(SameAs{json.at(i)}, elements[i].value)) return false;
    }
    return true;
  }
  bool operator()(const Tree::Object& members) const {
    if (!json.is_object() || json.size() != members.size()) return false;
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (json.key_at(i) != members[i].first) return false;
      if (!std::visit(SameAs{json.at(i)}, members[i].second.value)) return false;
    }
    return true;
  }
};

TEST(JsonWriter, WritesAnyTreeSoThatTheParserGivesItBack) {
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    Random random(seed);
    const Tree tree = random_tree(random, 5);
    JsonWriter out(static_cast<int>(random.integer(0, 3)));
    std::visit(Write{out}, tree.value);
    const auto parsed = parse_json(out.text());
    ASSERT_TRUE(parsed.ok()) << "seed " << seed << ": " << parsed.error().message << "\n" << out.text();
    ASSERT_TRUE(std::visit(SameAs{*parsed}, tree.value)) << "seed " << seed << ":\n" << out.text();
  }
}

TEST(JsonObject, BuildsTheTextOfAnObject) {
  EXPECT_EQ(JsonObject().text(), "{}");
  EXPECT_EQ(
      JsonObject()
          .set("age", 52)
          .set("oldpeak", 1.5)
          .set("thal", nullptr)
          .set("sick", true)
          .set("name", "A\"nn")
          .set("inner", JsonObject().set("a", std::string_view("b")))
          .raw("list", "[1,2]")
          .text(),
      R"({"age":52,"oldpeak":1.5,"thal":null,"sick":true,"name":"A\"nn","inner":{"a":"b"},"list":[1,2]})");
}

}  // namespace
}  // namespace acrida::base
