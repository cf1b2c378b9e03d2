#include "scenario/cpp/cpp_scenario.h"

#include <gtest/gtest.h>

namespace acrida::scenario::cpp {
namespace {

class Idle final : public User {};

TEST(CppScenario, RefusesAClassWithoutTasks) {
  CppScenario scenario;
  const auto added = scenario.add("Idle", [] { return std::unique_ptr<User>(std::make_unique<Idle>()); });
  ASSERT_FALSE(added.ok());
  EXPECT_NE(added.error().message.find("Idle has no task"), std::string::npos) << added.error().message;
}

}  // namespace
}  // namespace acrida::scenario::cpp
