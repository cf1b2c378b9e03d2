#include "net/connect_error.h"

#include <cerrno>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acrida::net {
namespace {

using testing::HasSubstr;

const Address kLoopback = parse_ip("127.0.0.1")->with_port(80);

std::string text_of(int error) {
  ConnectError noted;
  noted.note(error, kLoopback);
  return noted.text();
}

TEST(ConnectError, NamesTheCureWhenItIsThisMachineThatCanDoNoMore) {
  EXPECT_THAT(text_of(EADDRNOTAVAIL), HasSubstr("all local ports towards this address are in use"));
  EXPECT_THAT(text_of(EMFILE), HasSubstr("ulimit -n"));
  EXPECT_THAT(text_of(ENFILE), HasSubstr("fs.file-max"));
  EXPECT_EQ(text_of(ECONNREFUSED), "Connection refused");
}

TEST(ConnectError, DoesNotSpeakOfPortsWhereThereIsNoWay) {
  ConnectError noted;
  noted.note(EADDRNOTAVAIL, *parse_ip("2001:db8::1%lo"));  // a link that does not lead there
  EXPECT_EQ(noted.text().find("ports"), std::string::npos) << noted.text();
}

TEST(ConnectError, ThatSomebodyRefusesSaysMost) {
  ConnectError noted;
  noted.note(ENETUNREACH, kLoopback);
  EXPECT_EQ(noted.text(), "Network is unreachable");
  noted.note(ETIMEDOUT, kLoopback);
  noted.note(EHOSTUNREACH, kLoopback);
  EXPECT_EQ(noted.text(), "Connection timed out");
  EXPECT_FALSE(noted.refused());
  noted.note(ECONNREFUSED, kLoopback);
  noted.note(ETIMEDOUT, kLoopback);
  EXPECT_TRUE(noted.refused());
  EXPECT_EQ(noted.text(), "Connection refused");
}

}  // namespace
}  // namespace acrida::net
