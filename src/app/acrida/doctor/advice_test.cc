#include "app/acrida/doctor/advice.h"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/acrida/doctor/facts_test.h"

namespace acrida::app::doctor {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using Change = std::function<void(Facts&)>;

std::vector<std::string> keys(const Facts& facts) {
  std::vector<std::string> keys;
  for (const auto& each : advice_for(facts)) keys.push_back(each.key);
  return keys;
}

// The one advice that the change brings.
Advice advice_after(const Change& change) {
  Facts facts = good_facts();
  change(facts);
  const auto all = advice_for(facts);
  EXPECT_EQ(all.size(), 1u);
  return all.empty() ? Advice{} : all.front();
}

TEST(DoctorAdvice, HasNothingToSayToAGoodMachine) { EXPECT_THAT(keys(good_facts()), IsEmpty()); }

TEST(DoctorAdvice, HasNothingToSayAboutWhatIsUnknown) {
  Facts facts = good_facts();
  const Machine known = facts.machine;
  facts.machine = {};
  facts.machine.descriptors = known.descriptors;
  facts.machine.descriptors.nr_open = std::nullopt;
  facts.clock.source = std::nullopt;
  facts.clock.available.clear();
  EXPECT_THAT(keys(facts), IsEmpty());
}

struct Border {
  const char* key;
  Change just_right, wrong;
};

TEST(DoctorAdvice, SpeaksOfEachThingExactlyWhenItIsWrong) {
  const Border borders[] = {
      {"others", [](Facts& f) { f.machine.cores.others = 0.39; },
       [](Facts& f) { f.machine.cores.others = 0.41; }},
      {"steal", [](Facts& f) { f.machine.cores.stolen = 0.009; },
       [](Facts& f) { f.machine.cores.stolen = 0.02; }},
      {"one_core",
       [](Facts& f) {
         f.machine.cores.allowed = {2, 3};
       },
       [](Facts& f) { f.machine.cores.allowed = {2}; }},
      {"quota", [](Facts& f) { f.machine.cores.quota = 4; }, [](Facts& f) { f.machine.cores.quota = 3.5; }},
      {"governor", [](Facts& f) { f.machine.cores.governor = std::nullopt; },
       [](Facts& f) { f.machine.cores.governor = "powersave"; }},
      {"clock", [](Facts& f) { f.clock.reading_ns = 200; }, [](Facts& f) { f.clock.reading_ns = 201; }},
      {"timers", [](Facts& f) { f.timers.p99 = 1ms; }, [](Facts& f) { f.timers.p99 = 1001us; }},
      {"memory", [](Facts& f) { f.machine.memory = 10'000 * 6144; },
       [](Facts& f) { f.machine.memory = 10'000 * 6144 - 1; }},
      {"descriptors", [](Facts& f) { f.machine.descriptors.hard = 60'064; },
       [](Facts& f) { f.machine.descriptors.hard = 60'063; }},
      {"ports",
       [](Facts& f) {
         f.machine.network.ports = {1, 60'000};
       },
       [](Facts& f) {
         f.machine.network.ports = {1, 59'999};
       }},
      {"time_wait", [](Facts& f) { f.machine.network.tw_reuse = 1; },
       [](Facts& f) { f.machine.network.tw_reuse = 2; }},
      {"somaxconn", [](Facts& f) { f.machine.network.somaxconn = 1024; },
       [](Facts& f) { f.machine.network.somaxconn = 1023; }},
  };
  for (const auto& border : borders) {
    SCOPED_TRACE(border.key);
    Facts right = good_facts(), wrong = good_facts();
    border.just_right(right);
    border.wrong(wrong);
    EXPECT_THAT(keys(right), IsEmpty());
    EXPECT_THAT(keys(wrong), ElementsAre(border.key));
    EXPECT_THAT(advice_for(wrong), ElementsAre(testing::Field(&Advice::command, Not(IsEmpty()))));
  }
}

TEST(DoctorAdvice, SaysSudoToThoseWhoAreNotRoot) {
  const auto few_ports = [](Facts& f) { f.machine.network.ports = {32768, 60999}; };
  EXPECT_THAT(advice_after(few_ports).command, HasSubstr("sudo sysctl -w net.ipv4.ip_local_port_range"));
  const auto as_root = [&](Facts& f) {
    few_ports(f);
    f.machine.is_root = true;
  };
  EXPECT_THAT(advice_after(as_root).command, Not(HasSubstr("sudo")));
}

TEST(DoctorAdvice, HasNoCommandForAMachineOfOneCore) {
  const auto advice = advice_after([](Facts& f) {
    f.machine.cores.allowed = {0};
    f.machine.cores.online = 1;
  });
  EXPECT_EQ(advice.key, "one_core");
  EXPECT_THAT(advice.command, IsEmpty());
}

TEST(DoctorAdvice, NamesAFasterClockThatThisMachineHas) {
  const auto slow = [](std::vector<std::string> available) {
    return advice_after([&](Facts& f) { f.clock = {900, "hpet", available}; }).command;
  };
  EXPECT_THAT(slow({"hpet", "kvm-clock"}), HasSubstr("echo kvm-clock"));
  EXPECT_THAT(slow({"hpet"}), HasSubstr("dmesg"));
}

TEST(DoctorAdvice, RaisesWhatNoProcessMayHaveFirst) {
  const auto command = [](std::uint64_t nr_open) {
    return advice_after([&](Facts& f) { f.machine.descriptors = {1024, 4096, nr_open}; }).command;
  };
  EXPECT_THAT(command(4096), HasSubstr("fs.nr_open"));
  EXPECT_THAT(command(65536), HasSubstr("--nofile=65536:65536"));
}

TEST(DoctorAdvice, BeginsWithWhatSpoilsTheMeasurement) {
  Facts facts = good_facts();
  facts.machine.network.somaxconn = 128;
  facts.machine.network.tw_reuse = 0;
  facts.machine.cores.others = 2;
  EXPECT_THAT(keys(facts), ElementsAre("others", "time_wait", "somaxconn"));
}

TEST(DoctorAdvice, SaysWhenOpenLoadLeavesLateAtRatesThatTheCoreCouldSend) {
  const auto advice = advice_after([](Facts& facts) { facts.load.schedule.highest = 4'321; });
  EXPECT_EQ(advice.key, "schedule");
  EXPECT_THAT(advice.text, HasSubstr("up to 4,300 arrivals a second"));
  EXPECT_EQ(advice.command, "taskset -c 3 acrida doctor");
}

TEST(DoctorAdvice, SaysWhenOpenLoadLeavesLateAtAnyRate) {
  const auto advice = advice_after([](Facts& facts) {
    facts.load.schedule.highest.reset();
    facts.load.schedule.steps = {{.offered = 12, .achieved = 12, .lag_p99 = std::chrono::milliseconds(9)}};
  });
  EXPECT_EQ(advice.key, "schedule");
  EXPECT_THAT(advice.text, HasSubstr("Even at 12 arrivals a second"));
}

}  // namespace
}  // namespace acrida::app::doctor
