#include "http/fields.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace acrida::http {
namespace {

using namespace std::string_literals;

TEST(Fields, FindNamesWhateverTheirCase) {
  Fields fields;
  EXPECT_TRUE(fields.add("Content-Type", "application/json"));
  EXPECT_TRUE(fields.add("X-Empty", ""));
  EXPECT_EQ(fields.find("content-TYPE"), "application/json");
  EXPECT_TRUE(fields.contains("x-empty"));
  EXPECT_EQ(fields.find("x-empty"), "");
  EXPECT_FALSE(fields.contains("Content"));
  EXPECT_EQ(fields.find("Content"), "");
}

TEST(Fields, KeepTheOrderAndRepeatedNames) {
  Fields fields;
  fields.add("Set-Cookie", "a=1");
  fields.add_line("X:\t 2 ");
  fields.add("set-cookie", "b:3");
  EXPECT_EQ(fields.find("Set-Cookie"), "a=1");
  std::vector<std::pair<std::string, std::string>> seen;
  fields.for_each([&](std::string_view name, std::string_view value) { seen.emplace_back(name, value); });
  EXPECT_EQ(seen, (std::vector<std::pair<std::string, std::string>>{
                      {"Set-Cookie", "a=1"}, {"X", "2"}, {"set-cookie", "b:3"}}));
}

TEST(Fields, LetNoValueBeginAFieldOfItsOwn) {
  Fields fields;
  EXPECT_TRUE(fields.add("A", "1\r\nSet-Cookie: evil=1\r\n\r\n<html>"));
  EXPECT_TRUE(fields.add("B", "x\0y\ttab\x7f\x1b"s));
  EXPECT_EQ(fields.text(), "A: 1  Set-Cookie: evil=1    <html>\r\nB: x y\ttab  \r\n");
  EXPECT_FALSE(fields.contains("Set-Cookie"));
}

TEST(Fields, IgnoreANameThatIsNoToken) {
  Fields fields;
  for (const auto& name : {""s, "a b"s, "a:b"s, "a\r\nb"s, "a\0"s, "\xc3\xa4"s, "a\""s}) {
    EXPECT_FALSE(fields.add(name, "x")) << name;
  }
  EXPECT_TRUE(fields.empty());
}

TEST(Fields, GiveBackTheMemoryOfAHugeHeader) {
  Fields fields;
  fields.add("A", std::string(60'000, 'a'));
  fields.clear();
  EXPECT_LT(fields.text().capacity(), 1000u);
}

}  // namespace
}  // namespace acrida::http
