#include "capacity/search.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fakes/limit_services.h"

namespace acrida::capacity {
namespace {

using ::testing::HasSubstr;

using Service = std::function<ProbeResult(const Probe&)>;

const Limit& carry_out(Search& search, const Service& service) {
  for (int probes = 0; search.next() && probes < 200; ++probes) search.tell(service(*search.next()));
  EXPECT_FALSE(search.next()) << "a search must end";
  return search.limit();
}

Service queue(const fakes::LimitService& service, std::uint64_t seed) {
  return [service, seed](const Probe& probe) {
    fakes::QueueSimulation simulation(service.queue, probe.load, seed * 1000 + probe.seed);
    ProbeJudge judge(probe.settings);
    while (!judge.decided()) judge.add(simulation.tick());
    return result_of(probe, judge);
  };
}

// A service that meets its rule up to a load, without any miss, and then misses every request.
Service cliff(double limit, double judged_s = 10) {
  return [limit, judged_s](const Probe& probe) {
    ProbeResult result;
    result.probe = probe;
    result.judged_s = judged_s;
    const bool pass = probe.load <= limit;
    result.verdict = pass ? Verdict::pass : Verdict::fail;
    result.reason = pass ? "all is well" : "everything misses";
    const auto of = static_cast<std::uint64_t>(probe.load * judged_s) + 1;
    result.rules = {{.misses = pass ? 0 : of, .of = of}};
    return result;
  };
}

SearchSettings settings_with(double start, double budget_s) {
  SearchSettings settings;
  settings.rules = {{"p99<10ms", 0.01}};
  settings.start = start;
  settings.budget_s = budget_s;
  return settings;
}

TEST(Search, HoldsTheLimitOfKnownQueues) {
  const auto services = fakes::limit_services();
  int held = 0;
  std::vector<double> widths;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const auto& service = services[seed % 4];  // those of up to 1000 a second
    Search search(settings_with(20, 600 * std::max(1.0, 1000 / service.true_limit)));
    const Limit& limit = carry_out(search, queue(service, seed));
    for (const ProbeResult& result : search.probes()) {
      EXPECT_FALSE(result.verdict == Verdict::pass && result.probe.load > 1.05 * service.true_limit) << seed;
    }
    if (limit.outcome != Outcome::found) continue;
    held += *limit.pass <= service.true_limit && service.true_limit <= *limit.fail ? 1 : 0;
    widths.push_back(*limit.fail / *limit.pass);
  }
  EXPECT_GE(held, 9);
  ASSERT_GE(widths.size(), 9u);
  std::nth_element(widths.begin(), widths.begin() + 5, widths.end());
  EXPECT_LT(widths[5], 1.2);
}

TEST(Search, NarrowsACliffToItsPrecision) {
  Search search(settings_with(1, 3600));
  const Limit& limit = carry_out(search, cliff(730));
  EXPECT_EQ(limit.outcome, Outcome::found);
  EXPECT_LE(*limit.pass, 730);
  EXPECT_GT(*limit.fail, 730);
  EXPECT_LE(*limit.fail / *limit.pass, 1.05);
  EXPECT_TRUE(limit.confirmed);
  EXPECT_EQ(limit.reason, "everything misses");
}

TEST(Search, OverUsersTriesWholeNumbersOnly) {
  for (const double limit : {1.0, 2.0, 3.0, 7.0, 40.0}) {
    SearchSettings settings = settings_with(1, 3600);
    settings.whole = true;
    Search search(settings);
    const Limit& found = carry_out(search, cliff(limit));
    for (const ProbeResult& result : search.probes())
      EXPECT_EQ(result.probe.load, std::round(result.probe.load));
    EXPECT_EQ(found.outcome, Outcome::found) << limit;
    EXPECT_LE(*found.pass, limit);
    EXPECT_GT(*found.fail, limit);
    EXPECT_TRUE(*found.fail - *found.pass <= 1 || *found.fail / *found.pass <= 1.05) << limit;
  }
}

TEST(Search, GivesNoTwoProbesTheSameSeed) {
  Search search(settings_with(1, 3600));
  carry_out(search, cliff(100));
  for (std::size_t i = 0; i < search.probes().size(); ++i) EXPECT_EQ(search.probes()[i].probe.seed, i);
}

TEST(Search, SaysThatTheLowestLoadAlreadyFails) {
  Search search(settings_with(100, 600));
  const Limit& limit = carry_out(search, cliff(50));
  EXPECT_EQ(limit.outcome, Outcome::lowest_fails);
  EXPECT_EQ(limit.fail, 100);
  EXPECT_FALSE(limit.pass);
}

TEST(Search, SaysThatTheHighestLoadStillPasses) {
  SearchSettings settings = settings_with(100, 600);
  settings.highest = 700;
  Search search(settings);
  const Limit& limit = carry_out(search, cliff(5000));
  EXPECT_EQ(limit.outcome, Outcome::no_fail);
  EXPECT_EQ(limit.pass, 700);
  EXPECT_TRUE(limit.confirmed);
}

TEST(Search, KeepsItsBudget) {
  Search search(settings_with(100, 60));
  carry_out(search, queue(fakes::limit_services()[0], 1));
  EXPECT_LE(search.spent_s(), 60);
}

TEST(Search, RatherProvesAWideIntervalThanNone) {
  int found = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Search search(settings_with(100, 120));
    found += carry_out(search, queue(fakes::limit_services()[0], seed)).outcome == Outcome::found ? 1 : 0;
    EXPECT_LE(search.spent_s(), 120);
  }
  EXPECT_GE(found, 8);
}

TEST(Search, StepsDownWhenTheConfirmationGoesWrong) {
  const auto honest = cliff(100);
  double refuted = 0;
  Search search(settings_with(10, 3600));
  const Limit& limit = carry_out(search, [&](const Probe& probe) {
    auto result = honest(probe);
    if (probe.kind == ProbeKind::confirm && refuted == 0) {
      refuted = probe.load;
      result.verdict = Verdict::undecided;
    }
    return result;
  });
  EXPECT_EQ(limit.outcome, Outcome::found);
  ASSERT_GT(refuted, 0);
  EXPECT_LT(*limit.pass, refuted);
}

TEST(Search, ConfirmsForLongerThanItJudgedBefore) {
  Search search(settings_with(10, 3600));
  carry_out(search, cliff(100));
  const auto& probes = search.probes();
  const auto confirmed = std::find_if(probes.begin(), probes.end(), [](const auto& result) {
    return result.probe.kind == ProbeKind::confirm;
  });
  ASSERT_NE(confirmed, probes.end());
  const auto passed = std::find_if(probes.begin(), probes.end(), [&](const auto& result) {
    return result.probe.kind == ProbeKind::narrow && result.probe.load == confirmed->probe.load;
  });
  ASSERT_NE(passed, probes.end());
  EXPECT_GT(confirmed->probe.settings.shortest_s, passed->judged_s);
}

TEST(Search, TriesAnInvalidProbeOnceMoreAndThenGivesUp) {
  Search search(settings_with(10, 3600));
  int invalid = 0;
  const auto honest = cliff(1e6);
  const Limit& limit = carry_out(search, [&](const Probe& probe) {
    auto result = honest(probe);
    if (probe.load < 100) return result;
    ++invalid;
    result.verdict = Verdict::invalid;
    result.reason = "the generator was too slow";
    return result;
  });
  EXPECT_EQ(invalid, 2);
  EXPECT_EQ(limit.outcome, Outcome::invalid);
  EXPECT_EQ(limit.reason, "the generator was too slow");
  EXPECT_EQ(limit.pass, 80);
}

TEST(Search, SeesAServiceThatDoesNotFindItsWayBack) {
  const auto honest = cliff(100);
  Search search(settings_with(10, 3600));
  const Limit& limit = carry_out(search, [&](const Probe& probe) {
    auto result = honest(probe);
    if (probe.kind == ProbeKind::descend) result.verdict = Verdict::fail;
    return result;
  });
  EXPECT_EQ(limit.outcome, Outcome::found);
  EXPECT_EQ(limit.hysteresis, Verdict::fail);
  EXPECT_THAT(limit.hysteresis_text, HasSubstr("where it had passed"));
  EXPECT_EQ(search.probes().back().probe.after_load, *limit.fail);
}

TEST(Search, KeepsWhatItHasProvenWhenItIsGivenUp) {
  Search search(settings_with(10, 600));
  const Service service = cliff(100);
  while (search.next() && search.next()->kind != ProbeKind::confirm) search.tell(service(*search.next()));
  ASSERT_TRUE(search.next());
  search.give_up("it was interrupted");
  EXPECT_FALSE(search.next());
  EXPECT_EQ(search.limit().outcome, Outcome::undecided);
  EXPECT_EQ(search.limit().reason, "it was interrupted");
  EXPECT_LE(search.limit().pass.value(), 100);
  EXPECT_GT(search.limit().fail.value(), 100);
}

TEST(Search, MayBeGivenUpBeforeItsFirstProbe) {
  Search search(settings_with(10, 600));
  search.give_up("it was interrupted");
  EXPECT_FALSE(search.next());
  EXPECT_EQ(search.limit().outcome, Outcome::undecided);
  EXPECT_FALSE(search.limit().pass || search.limit().fail);
}

TEST(Search, EndsUndecidedWhenNothingIsEverDecided) {
  Search search(settings_with(10, 600));
  const Limit& limit = carry_out(search, [](const Probe& probe) {
    ProbeResult result;
    result.probe = probe;
    result.judged_s = probe.settings.longest_s;
    result.rules = {{.misses = 10, .of = 1000}};
    return result;
  });
  EXPECT_EQ(limit.outcome, Outcome::undecided);
  EXPECT_THAT(limit.reason, HasSubstr("before a load failed"));
}

}  // namespace
}  // namespace acrida::capacity
