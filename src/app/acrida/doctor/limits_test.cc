#include "app/acrida/doctor/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/acrida/doctor/facts_test.h"

namespace acrida::app::doctor {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(DoctorLimits, ACoreIsWhatAffinityAndQuotaLeave) {
  Cores cores{.allowed = {0, 1, 2}};
  EXPECT_EQ(usable_cores(cores), 3);
  cores.quota = 1.5;
  EXPECT_EQ(usable_cores(cores), 1.5);
  cores.quota = 8;
  EXPECT_EQ(usable_cores(cores), 3);
  EXPECT_EQ(usable_cores({}), std::nullopt);
}

TEST(DoctorLimits, SomeDescriptorsAreForOurselves) {
  EXPECT_EQ(users_by_descriptors({.soft = 1, .hard = 20'000}), 19'936u);
  EXPECT_EQ(users_by_descriptors({.soft = 1, .hard = 10}), 0u);
}

TEST(DoctorLimits, APortRestsAMinuteUnlessItMayBeUsedAgain) {
  EXPECT_EQ(new_connections_per_second({.ports = PortRange{32768, 60999}, .tw_reuse = 2}), 470);
  EXPECT_EQ(new_connections_per_second({.ports = PortRange{32768, 60999}}), 470);
  EXPECT_EQ(new_connections_per_second({.ports = PortRange{32768, 60999}, .tw_reuse = 1}), 28'232);
}

TEST(DoctorVerdict, RoundsTheBestStepAndClaimsNoMoreThanOneCore) {
  EXPECT_EQ(verdict(good_facts()),
            "This machine can offer about 150,000 requests/s from one core (100 connections, tiny answers, "
            "no TLS). In open load it keeps its schedule up to 60,000 a second. "
            "It has 4 cores for us; what more than one can offer was not measured.");
}

TEST(DoctorVerdict, SaysThatTheEngineWasNotTheLimit) {
  Facts facts = good_facts();
  facts.load.steps.back().engine_busy = 0.7;
  EXPECT_THAT(verdict(facts), HasSubstr("or more: the engine ran for only 70 % of the time"));
}

TEST(DoctorVerdict, IsALowerBoundBesideOtherPrograms) {
  Facts facts = good_facts();
  facts.machine.cores.others = 1;
  facts.load.steps.back().engine_busy = 0.7;
  EXPECT_THAT(verdict(facts), HasSubstr("at least 150,000 requests/s from one core, though other programs"));
  EXPECT_THAT(verdict(facts), Not(HasSubstr("70 %")));
}

TEST(DoctorVerdict, IsALowerBoundWhereTheServerSharedTheCore) {
  Facts facts = good_facts();
  facts.machine.cores.quota = 1.5;
  EXPECT_THAT(verdict(facts), HasSubstr("at least 150,000 requests/s"));
  facts = good_facts();
  facts.machine.cores.allowed = {3};
  EXPECT_THAT(verdict(facts), HasSubstr("lower bound"));
  EXPECT_THAT(verdict(good_facts()), Not(HasSubstr("lower bound")));
}

}  // namespace
}  // namespace acrida::app::doctor
