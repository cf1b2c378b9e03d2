#include "scenario/plan/yaml.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace acrida::scenario::plan {
namespace {

std::string mistake(std::string_view text) {
  const auto read = parse_yaml(text, "p.yaml");
  return read ? "" : read.error().message;
}

TEST(Yaml, RemembersWhereEverythingStands) {
  const auto root = *parse_yaml("a: 1\nlist:\n  - x\n  - {k: 'v'}\n", "p.yaml");
  const Node& list = *root.find("list");
  EXPECT_EQ(list.kind, Node::Kind::list);
  EXPECT_EQ(root.keys[1].place.line, 2);
  EXPECT_EQ(list.items[1].place.line, 4);
  EXPECT_EQ(list.items[1].place.column, 5);
  const Node& quoted = *list.items[1].find("k");
  EXPECT_EQ(quoted.text, "v");
  EXPECT_FALSE(quoted.plain);
  EXPECT_EQ(quoted.place.column, 9);
}

TEST(Yaml, KnowsNothingWhenItSeesIt) {
  const auto root = *parse_yaml("a:\nb: ~\nc: null\nd: ''\ne: 'null'\n", "p.yaml");
  for (const auto* key : {"a", "b", "c"}) EXPECT_TRUE(root.find(key)->is_null()) << key;
  for (const auto* key : {"d", "e"}) EXPECT_FALSE(root.find(key)->is_null()) << key;
}

TEST(Yaml, CopiesWhatAliasesName) {
  const auto root = *parse_yaml("a: &x {k: 1}\nb: *x\nc: {<<: *x, k: 2, l: 3}\n", "p.yaml");
  EXPECT_EQ(root.find("b")->find("k")->text, "1");
  EXPECT_EQ(root.find("c")->find("k")->text, "2") << "what stands there itself wins";
  EXPECT_EQ(root.find("c")->find("l")->text, "3");
}

TEST(Yaml, TellsWhatIsWrongAndWhere) {
  EXPECT_EQ(mistake(""), "p.yaml:1:1: there is nothing in it");
  EXPECT_EQ(mistake("a: 1\nb: 2\na: 3\n"), "p.yaml:3:1: the key 'a' is here twice; remove one");
  EXPECT_EQ(mistake("a: *b\n"), "p.yaml:1:4: there is no anchor '&b' above this line");
  EXPECT_EQ(mistake("a: &b [*b]\n"), "p.yaml:1:8: there is no anchor '&b' above this line");
  EXPECT_EQ(mistake("a: 1\n---\nb: 2\n"), "p.yaml:2:1: a second document begins here; a file holds one");
  EXPECT_EQ(mistake("? [a]\n: b\n"), "p.yaml:1:3: a key must be a text");
  EXPECT_EQ(mistake("a: !!python/name:os.system x\n"),
            "p.yaml:1:4: the tag tag:yaml.org,2002:python/name:os.system means nothing here; leave it out");
  EXPECT_TRUE(mistake("a: [1\nb: 2\n").starts_with("p.yaml:2:")) << mistake("a: [1\nb: 2\n");
}

TEST(Yaml, RefusesWhatIsTooDeep) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(mistake(nested(kDeepestYaml)), "");
  EXPECT_EQ(mistake(nested(kDeepestYaml + 1)), "p.yaml:1:65: this is nested more than 64 deep");
  EXPECT_NE(mistake(nested(1'000'000)), "");
}

TEST(Yaml, RefusesLaughsThatBecomeBillions) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 10; ++j) text += (j > 0 ? ", *a" : "*a") + std::to_string(i - 1);
    text += "]\n";
  }
  EXPECT_NE(mistake(text).find("there are more than 200000 values"), std::string::npos) << mistake(text);
}

RC_GTEST_PROP(Yaml, TakesAnyTextOrTellsWhere, (const std::string& text)) {
  const auto read = parse_yaml(text, "p.yaml");
  const std::string place = read.ok() ? "p.yaml:" : read.error().message;
  RC_ASSERT(place.starts_with("p.yaml:"));
}

}  // namespace
}  // namespace acrida::scenario::plan
