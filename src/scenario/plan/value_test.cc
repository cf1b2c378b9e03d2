#include "scenario/plan/value.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "scenario/plan/json_pointer.h"

namespace acrida::scenario::plan {
namespace {

std::string encoded(std::string_view text, bool json, Encoding encoding) {
  std::string out = "<";
  append_value(out, text, json, encoding);
  return out;
}

TEST(Value, GoesIntoATextAsThatTextWantsIt) {
  EXPECT_EQ(encoded("a \"b\"", false, Encoding::text), "<a \"b\"");
  EXPECT_EQ(encoded("a \"b\"", false, Encoding::json_value), "<\"a \\\"b\\\"\"");
  EXPECT_EQ(encoded("a \"b\"", false, Encoding::json_inside), "<a \\\"b\\\"");
  EXPECT_EQ(encoded("a/b", false, Encoding::percent), "<a%2Fb");
  EXPECT_EQ(encoded("{\"a\":1}", true, Encoding::json_value), "<{\"a\":1}");
  EXPECT_EQ(encoded("{\"a\":1}", true, Encoding::json_inside), "<{\\\"a\\\":1}");
}

TEST(Value, OfJsonKeepsItsKind) {
  EXPECT_EQ(value_of(Json::parse("\"x\"")), (Value{"x", false}));
  EXPECT_EQ(value_of(Json::parse("7")), (Value{"7", true}));
  EXPECT_EQ(value_of(Json::parse("{\"a\": [1, 2.5, null, true, \"s\"]}")),
            (Value{R"({"a":[1,2.5,null,true,"s"]})", true}));
}

TEST(Value, EqualsWhatMeansTheSame) {
  const auto same = [](const char* a, const char* b) { return equal(Json::parse(a), Json::parse(b)); };
  EXPECT_TRUE(same("1", "1.0"));
  EXPECT_TRUE(same(R"({"a":1,"b":[2]})", R"({"b":[2],"a":1})"));
  EXPECT_FALSE(same("9007199254740993", "9007199254740992")) << "which are one number as reals";
  EXPECT_FALSE(same("1", "\"1\""));
  EXPECT_FALSE(same("[1,2]", "[2,1]"));
  EXPECT_FALSE(same(R"({"a":1})", R"({"a":1,"b":2})"));
  EXPECT_FALSE(same("null", "false"));
}

RC_GTEST_PROP(Value, WithinQuotesReadsBackAsItWas, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::inRange('\1', '\x7f'));
  RC_ASSERT(Json::parse("\"" + encoded(text, false, Encoding::json_inside).substr(1) + "\"").string() ==
            text);
}

TEST(JsonPointer, FindsWhatStandsThere) {
  const auto json = Json::parse(R"({"a":[{"b":1},2],"x/y":3,"m~n":4,"":5})");
  const auto at = [&](std::string_view pointer) { return JsonPointer::parse(pointer)->find(json); };
  EXPECT_EQ(at("/a/0/b")->integer(), 1);
  EXPECT_EQ(at("/a/1")->integer(), 2);
  EXPECT_EQ(at("/x~1y")->integer(), 3);
  EXPECT_EQ(at("/m~0n")->integer(), 4);
  EXPECT_EQ(at("/")->integer(), 5);
  EXPECT_TRUE(at("")->is_object());
  for (const auto* nowhere : {"/b", "/a/2", "/a/-1", "/a/01", "/a/-", "/a/b", "/a/0/b/c"})
    EXPECT_FALSE(at(nowhere)) << nowhere;
}

TEST(JsonPointer, IsRefusedWhenItIsNone) {
  for (const auto* none : {"a", "/a~", "/a~2"}) EXPECT_FALSE(JsonPointer::parse(none)) << none;
}

}  // namespace
}  // namespace acrida::scenario::plan
