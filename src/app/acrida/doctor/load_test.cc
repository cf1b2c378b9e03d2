#include "app/acrida/doctor/load.h"

#include <gtest/gtest.h>

namespace acrida::app::doctor {
namespace {

std::optional<std::pair<int, int>> chosen(std::vector<int> allowed, std::vector<int> siblings) {
  const auto places = choose_places({.allowed = std::move(allowed), .siblings = std::move(siblings)});
  if (!places) return std::nullopt;
  return std::pair(places->engine, places->server);
}

TEST(DoctorLoad, NeedsTwoCoresForPlacesOfTheirOwn) {
  EXPECT_EQ(chosen({}, {}), std::nullopt);
  EXPECT_EQ(chosen({5}, {5}), std::nullopt);
  EXPECT_EQ(chosen({5, 7}, {}), std::pair(5, 7));
}

TEST(DoctorLoad, PutsTheServerOnAnotherCoreThanTheEnginesSecondThread) {
  EXPECT_EQ(chosen({0, 1, 2, 3}, {0, 1}), std::pair(0, 2));
  EXPECT_EQ(chosen({0, 1}, {0, 1}), std::pair(0, 1));
}

}  // namespace
}  // namespace acrida::app::doctor
