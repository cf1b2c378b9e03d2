#include "app/acrida/room.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acrida::app {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Room, IsEnoughForUsersAndAFewDescriptorsOfOurOwn) {
  EXPECT_THAT(too_small_for(936, {.descriptors = 1000, .local_ports = 936}), IsEmpty());
  EXPECT_THAT(too_small_for(4'000'000'000, {.descriptors = ~std::uint64_t{0}}), IsEmpty());
}

TEST(Room, OfTooFewDescriptorsNamesTheNumbersAndTheCures) {
  EXPECT_THAT(too_small_for(937, {.descriptors = 1000, .local_ports = 28'232}),
              ElementsAre(AllOf(HasSubstr("937 users"), HasSubstr("need 1001 descriptors"),
                                HasSubstr("may have 1000"), HasSubstr("ulimit -n"), HasSubstr("limits.conf"),
                                HasSubstr("LimitNOFILE="), HasSubstr("--ulimit nofile=1001"))));
}

TEST(Room, OfTooFewPortsNamesTheNumbersAndTheCure) {
  EXPECT_THAT(too_small_for(28'233, {.descriptors = 1 << 20, .local_ports = 28'232}),
              ElementsAre(AllOf(HasSubstr("28233 users"), HasSubstr("has 28232"),
                                HasSubstr("net.ipv4.ip_local_port_range=\"1024 65535\""))));
}

TEST(Room, MayLackBoth) {
  EXPECT_EQ(too_small_for(100'000, {.descriptors = 1024, .local_ports = 28'232}).size(), 2u);
}

TEST(Room, IsReadFromThisMachine) { EXPECT_GT(make_room().descriptors, 0u); }

}  // namespace
}  // namespace acrida::app
