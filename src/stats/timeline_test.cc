#include "stats/timeline.h"

#include <algorithm>
#include <set>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <acrida/random.h>

namespace acrida::stats {
namespace {

using namespace std::chrono_literals;

constexpr EndpointId kHealth{0};
constexpr base::WallTime kStart{1'000'000s};

Share share_of(std::int64_t second, std::uint64_t requests = 1) {
  Share share{second, {}};
  share.counts.endpoints[kHealth].requests = requests;
  return share;
}

std::uint64_t requests_in(const Snapshot& snapshot) {
  const auto found = snapshot.counts.endpoints.find(kHealth);
  return found == snapshot.counts.endpoints.end() ? 0 : found->second.requests;
}

struct Told {
  std::vector<Snapshot> snapshots;
  Timeline timeline{kStart, [this](Snapshot snapshot) { snapshots.push_back(std::move(snapshot)); }};
};

TEST(Timeline, PutsTheSharesOfASecondTogetherOnceItsPatienceIsOver) {
  Told told;
  told.timeline.add(share_of(0, 2));
  told.timeline.add(share_of(0, 3));
  told.timeline.advance(1199ms, {7});
  EXPECT_TRUE(told.snapshots.empty());
  EXPECT_EQ(told.timeline.next_due(), 1200ms);
  told.timeline.advance(1200ms, {7});
  ASSERT_EQ(told.snapshots.size(), 1u);
  EXPECT_EQ(requests_in(told.snapshots[0]), 5u);
  EXPECT_EQ(told.snapshots[0].users, 7u);
  EXPECT_EQ(told.snapshots[0].started_at, kStart);
  EXPECT_FALSE(told.snapshots[0].late);
}

TEST(Timeline, TellsSecondsInWhichNothingHappened) {
  Told told;
  told.timeline.add(share_of(2));
  told.timeline.advance(3200ms, {1});
  ASSERT_EQ(told.snapshots.size(), 3u);
  EXPECT_EQ(requests_in(told.snapshots[1]), 0u);
  EXPECT_EQ(requests_in(told.snapshots[2]), 1u);
  EXPECT_EQ(told.snapshots[2].started_at, kStart + 2s);
}

TEST(Timeline, TellsWhatComesTooLateAtOnceAndMarksIt) {
  Told told;
  told.timeline.advance(1200ms, {1});
  told.timeline.add(share_of(0, 4));
  ASSERT_EQ(told.snapshots.size(), 2u);
  EXPECT_TRUE(told.snapshots[1].late);
  EXPECT_EQ(told.snapshots[1].second, 0);
  EXPECT_EQ(requests_in(told.snapshots[1]), 4u);
}

TEST(Timeline, EndsWithTheSecondThatTheRunEndedIn) {
  Told told;
  told.timeline.finish(2300ms, {3});
  EXPECT_EQ(told.snapshots.size(), 3u);
  told.timeline.advance(9s, {3});
  told.timeline.finish(9s, {3});
  EXPECT_EQ(told.snapshots.size(), 3u);
  told.timeline.add(share_of(5));
  ASSERT_EQ(told.snapshots.size(), 4u);
  EXPECT_TRUE(told.snapshots[3].late);
}

TEST(Timeline, TellsAWholeSecondOnlyWhenItWasBegun) {
  Told told;
  told.timeline.finish(2s, {1});
  EXPECT_EQ(told.snapshots.size(), 2u);
}

TEST(Timeline, LosesNoShareThatIsAheadOfTheEnd) {
  Told told;
  told.timeline.add(share_of(3));
  told.timeline.finish(1s, {1});
  ASSERT_EQ(told.snapshots.size(), 4u);
  EXPECT_EQ(requests_in(told.snapshots[3]), 1u);
}

TEST(Timeline, SaysWithWhichSecondTheStatisticsStartAnewAndDropsWhatIsOlder) {
  Told told;
  told.timeline.start_anew(2);
  told.timeline.advance(2200ms, {1});
  told.timeline.add(share_of(0));  // late, and before it counts: told, and then forgotten with the rest
  ASSERT_EQ(told.snapshots.size(), 3u);
  EXPECT_EQ(told.timeline.counts_from(), 0);
  told.timeline.add(share_of(2, 5));
  told.timeline.advance(4200ms, {1});
  told.timeline.add(share_of(1));
  told.timeline.add(share_of(2, 6));
  ASSERT_EQ(told.snapshots.size(), 6u);
  EXPECT_EQ(told.timeline.counts_from(), 2);
  for (const Snapshot& snapshot : told.snapshots)
    EXPECT_EQ(snapshot.starts_anew, snapshot.second == 2 && !snapshot.late);
  EXPECT_EQ(requests_in(told.snapshots[5]), 6u);
}

TEST(Timeline, ForgetsNothingWhenTheRunEndsBeforeItWouldStartAnew) {
  Told told;
  told.timeline.start_anew(1);
  told.timeline.finish(900ms, {1});
  ASSERT_EQ(told.snapshots.size(), 1u);
  EXPECT_FALSE(told.snapshots[0].starts_anew);
  EXPECT_EQ(told.timeline.counts_from(), 0);
}

RC_GTEST_PROP(Timeline, TellsEverySecondOnceInOrderAndKeepsTheSumsHoweverSharesArrive, (std::uint64_t seed)) {
  Random random(seed);
  constexpr std::int64_t kSeconds = 12;
  Told told;
  std::vector<std::uint64_t> expected(kSeconds), found(kSeconds);
  base::Duration now{};
  while (now < std::chrono::seconds(kSeconds)) {
    const std::int64_t second = random.integer(0, kSeconds - 1);
    const auto requests = static_cast<std::uint64_t>(random.integer(1, 5));
    expected[static_cast<std::size_t>(second)] += requests;
    told.timeline.add(share_of(second, requests));
    now += std::chrono::milliseconds(random.integer(0, 700));
    told.timeline.advance(now, {1});
  }
  told.timeline.finish(std::chrono::seconds(kSeconds), {1});

  std::int64_t next = 0;
  for (const Snapshot& snapshot : told.snapshots) {
    if (!snapshot.late) RC_ASSERT(snapshot.second == next++);
    RC_ASSERT(snapshot.second < next);  // a late part is one of a second that was told
    found[static_cast<std::size_t>(snapshot.second)] += requests_in(snapshot);
  }
  RC_ASSERT(next >= kSeconds);
  RC_ASSERT(found == expected);
}

}  // namespace
}  // namespace acrida::stats
