#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <acrida/user.h>

#include "scenario/cpp/cpp_scenario.h"

namespace acrida::scenario::cpp {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

// Says in its constructor what a test wants.
class Wisher final : public HttpUser {
 public:
  using User::arrivals, User::fixed_count, User::rate, User::users;
  static inline void (*say)(Wisher&) = nullptr;

  Wisher() {
    task(&Wisher::work);
    say(*this);
  }
  Task<> work() { co_return; }
};

base::Result<load::UserClass> heard(void (*say)(Wisher&)) {
  Wisher::say = say;
  CppScenario scenario;
  if (const auto added = scenario.add(detail::user_class<Wisher>("Wisher")); !added) return added.error();
  return scenario.classes().front();
}

std::string refusal(void (*say)(Wisher&)) {
  const auto made = heard(say);
  return made ? "(accepted)" : made.error().message;
}

TEST(WantedLoad, IsNothingUnlessTheConstructorSaysSo) {
  const auto made = *heard([](Wisher&) {});
  EXPECT_EQ(made.users, std::nullopt);
  EXPECT_EQ(made.stream, std::nullopt);
}

TEST(WantedLoad, IsARate) {
  const auto made = *heard([](Wisher& user) { user.rate(50); });
  EXPECT_EQ(made.stream->rate, load::Shape(50));
  EXPECT_EQ(made.stream->arrivals, load::Arrivals::poisson);
  EXPECT_EQ(made.stream->of, std::nullopt);
}

TEST(WantedLoad, IsAShapeOfRatesWithArrivalsSaidBeforeOrAfter) {
  const auto made = *heard([](Wisher& user) {
    user.arrivals(Arrivals::constant);
    user.rate("0s:0/s, 1m:100/s");
  });
  EXPECT_EQ(made.stream->rate, load::Shape({{0s, 0}, {60s, 100}}));
  EXPECT_EQ(made.stream->arrivals, load::Arrivals::constant);
}

TEST(WantedLoad, IsAShapeOfUsers) {
  const auto made = *heard([](Wisher& user) { user.users("0s:0, 30s:100"); });
  EXPECT_EQ(*made.users, load::Shape({{0s, 0}, {30s, 100}}));
}

TEST(WantedLoad, NamesTheClassAndTheTextThatIsNone) {
  const auto sentence = refusal([](Wisher& user) { user.rate("0s:0/s, soon:5/s"); });
  EXPECT_THAT(sentence, HasSubstr("user class Wisher failed: rate(\"0s:0/s, soon:5/s\"): 'soon' is no time"));
  EXPECT_THAT(refusal([](Wisher& user) { user.users("many"); }),
              HasSubstr("users(\"many\"): 'many' is no level"));
  EXPECT_THAT(refusal([](Wisher& user) { user.rate(0); }),
              HasSubstr("rate(0): arrivals a second are above 0"));
  EXPECT_THAT(refusal([](Wisher& user) { user.rate("replay(/none.txt)"); }), HasSubstr("/none.txt"));
}

TEST(WantedLoad, RefusesWhatCannotAllBe) {
  EXPECT_THAT(refusal([](Wisher& user) {
                user.rate(5);
                user.users("10");
              }),
              HasSubstr("Wisher wants users() and rate()"));
  EXPECT_THAT(refusal([](Wisher& user) {
                user.fixed_count(3);
                user.users("10");
              }),
              HasSubstr("wants fixed_count() and users()"));
  EXPECT_THAT(refusal([](Wisher& user) {
                user.fixed_count(3);
                user.rate(5);
              }),
              HasSubstr("wants fixed_count() and rate()"));
  EXPECT_THAT(refusal([](Wisher& user) { user.arrivals(Arrivals::constant); }),
              HasSubstr("arrivals() of no rate"));
}

}  // namespace
}  // namespace acrida::scenario::cpp
