#include "net/address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acrida::net {
namespace {

using testing::ElementsAre;

TEST(Address, IsReadFromTextWithoutAskingAnybody) {
  EXPECT_EQ(parse_ip("127.0.0.1")->family(), AF_INET);
  EXPECT_EQ(parse_ip("::1")->family(), AF_INET6);
  EXPECT_EQ(parse_ip("::1")->with_port(8080).port(), 8080);
  EXPECT_EQ(parse_ip("127.0.0.1")->with_port(80).with_port(0), *parse_ip("127.0.0.1"));
  EXPECT_FALSE(parse_ip("fe80::1%lo").value() == parse_ip("fe80::1").value());
  for (const char* name : {"localhost", "example.test", "1.2.3.4.5", "::x", ""})
    EXPECT_FALSE(parse_ip(name)) << name;
}

TEST(Address, FamiliesAreTriedByTurns) {
  const auto four = [](const char* ip) { return *parse_ip(ip); };
  const auto a = four("192.0.2.1"), b = four("192.0.2.2"), c = four("192.0.2.3"), x = *parse_ip("::1"),
             y = *parse_ip("::2");
  EXPECT_THAT(by_turns({a, b, c, x, y}), ElementsAre(a, x, b, y, c));
  EXPECT_THAT(by_turns({x, y, a}), ElementsAre(x, a, y));
  EXPECT_THAT(by_turns({a, a, b, a}), ElementsAre(a, b));
  EXPECT_THAT(by_turns({}), ElementsAre());
}

TEST(Address, WhoListensMayWaitForAName) {
  const auto found = resolve({"localhost", 8080});
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->front().port(), 8080);
}

TEST(Address, AnAuthorityIsWrittenAsInAUrl) {
  EXPECT_EQ(to_string({"127.0.0.1", 8080}), "127.0.0.1:8080");
  EXPECT_EQ(to_string({"::1", 8080}), "[::1]:8080");
}

}  // namespace
}  // namespace acrida::net
