#include "app/acrida/attack/attacked_request.h"

#include <gtest/gtest.h>

namespace acrida::app {
namespace {

TEST(AttackedRequest, GuessesTheTypeOfABodyFromTheNameOfItsFileFirst) {
  EXPECT_EQ(content_type_of("{}", "a.xml"), "application/xml");
  EXPECT_EQ(content_type_of("no json", "a.JSON"), "application/json");
}

TEST(AttackedRequest, CallsJsonJson) {
  EXPECT_EQ(content_type_of("{\"age\": 52}", ""), "application/json");
  EXPECT_EQ(content_type_of("\n [1, 2]\n", "payload"), "application/json");
}

TEST(AttackedRequest, DoesNotTakeForJsonWhatOnlyLooksLikeIt) {
  EXPECT_EQ(content_type_of("{age: 52", ""), "application/octet-stream");
  EXPECT_EQ(content_type_of("52", ""), "application/octet-stream");
  EXPECT_EQ(content_type_of("", ""), "application/octet-stream");
}

}  // namespace
}  // namespace acrida::app
