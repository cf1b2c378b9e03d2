#include "http/message.h"

#include <gtest/gtest.h>

namespace acrida::http {
namespace {

TEST(Message, AProxysRefusalHasAReason) { EXPECT_EQ(reason_of(407), "Proxy Authentication Required"); }

TEST(Request, KnowsWhichMethodsMayBeSentTwice) {
  for (const char* method : {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"}) {
    EXPECT_TRUE(Request{.method = method}.is_idempotent()) << method;
  }
  for (const char* method : {"POST", "PATCH", "get", ""}) {
    EXPECT_FALSE(Request{.method = method}.is_idempotent()) << method;
  }
}

TEST(Response, KeepsOnlyALittleMemoryWhenCleared) {
  Response response;
  response.status = 200;
  response.reason = "OK";
  response.fields.add("A", "b");
  response.body.assign(1000, 'x');
  response.body_bytes = 1000;
  const auto* memory = response.body.data();
  response.clear();
  EXPECT_EQ(response.status, 0);
  EXPECT_TRUE(response.reason.empty() && response.fields.empty() && response.body.empty());
  EXPECT_EQ(response.body_bytes, 0u);
  EXPECT_EQ(response.body.data(), memory);
  response.body.assign(1'000'000, 'x');
  response.clear();
  EXPECT_LT(response.body.capacity(), 1000u);
}

}  // namespace
}  // namespace acrida::http
