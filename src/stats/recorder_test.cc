#include "stats/recorder.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace acrida::stats {
namespace {

using namespace std::chrono_literals;
using base::TimePoint;

constexpr EndpointId kHealth{0}, kPredict{1};
constexpr TimePoint kStart{100s + 700ms};

class FixedClock final : public base::Clock {
 public:
  TimePoint now() const override { return now_; }
  base::WallTime wall_now() const override { return base::WallTime(now_.time_since_epoch()); }
  void set(base::Duration since_start) { now_ = kStart + since_start; }

 private:
  TimePoint now_ = kStart;
};

class RecorderTest : public testing::Test {
 protected:
  void record(EndpointId endpoint, base::Duration finished, std::string_view error = {}) {
    Sample sample;
    sample.endpoint = endpoint;
    sample.intended = sample.started = kStart + finished - 10ms;
    sample.finished = kStart + finished;
    sample.error_kind = error;
    sample.error_text = error.empty() ? "" : "it failed";
    recorder_.record(sample);
  }
  void tick(base::Duration since_start) { recorder_.tick(kStart + since_start); }
  std::vector<std::int64_t> seconds() const {
    std::vector<std::int64_t> numbers;
    for (const Share& share : shares_) numbers.push_back(share.second);
    return numbers;
  }

  FixedClock clock_;
  std::vector<Share> shares_;
  Recorder recorder_{clock_, kStart, [this](Share share) { shares_.push_back(std::move(share)); }};
};

TEST_F(RecorderTest, CountsASampleInTheSecondInWhichItFinished) {
  record(kHealth, 999'999'999ns);
  record(kHealth, 1s);
  record(kPredict, 1005ms);  // started in second 0
  recorder_.finish();
  ASSERT_EQ(seconds(), (std::vector<std::int64_t>{0, 1}));
  EXPECT_EQ(shares_[0].counts.endpoints.at(kHealth).requests, 1u);
  EXPECT_EQ(shares_[1].counts.endpoints.at(kHealth).requests, 1u);
  EXPECT_EQ(shares_[1].counts.endpoints.at(kPredict).requests, 1u);
  EXPECT_FALSE(shares_[0].counts.endpoints.contains(kPredict));
}

TEST_F(RecorderTest, HandsOverOnlySecondsThatAreOver) {
  record(kHealth, 500ms);
  record(kHealth, 1500ms);
  tick(999ms);
  EXPECT_EQ(seconds(), (std::vector<std::int64_t>{}));
  tick(1600ms);
  EXPECT_EQ(seconds(), (std::vector<std::int64_t>{0}));
  record(kHealth, 1700ms);
  tick(2s);
  ASSERT_EQ(seconds(), (std::vector<std::int64_t>{0, 1}));
  EXPECT_EQ(shares_[1].counts.endpoints.at(kHealth).requests, 2u);
}

TEST_F(RecorderTest, ReopensASecondForAVerdictThatCameLate) {
  record(kHealth, 500ms);
  tick(1100ms);
  record(kHealth, 600ms, "check");
  record(kHealth, 1200ms);
  tick(2100ms);
  ASSERT_EQ(seconds(), (std::vector<std::int64_t>{0, 0, 1}));
  EXPECT_EQ(shares_[1].counts.endpoints.at(kHealth).failures, 1u);
  EXPECT_EQ(shares_[2].counts.endpoints.at(kHealth).requests, 1u);
}

TEST_F(RecorderTest, HandsOverNothingForASecondWithoutSamples) {
  tick(5s);
  recorder_.finish();
  EXPECT_TRUE(shares_.empty());
}

TEST_F(RecorderTest, NotesWhenAnErrorWasSeenFirstAndLast) {
  clock_.set(100ms);
  record(kHealth, 100ms, "status");
  clock_.set(300ms);
  record(kHealth, 290ms, "status");
  record(kHealth, 295ms, "timeout");
  recorder_.finish();
  ASSERT_EQ(shares_.size(), 1u);
  const Occurrences& seen = shares_[0].counts.errors.at({kHealth, "status", "it failed"});
  EXPECT_EQ(seen.count, 2u);
  EXPECT_EQ(seen.first, base::WallTime(100s + 800ms));
  EXPECT_EQ(seen.last, base::WallTime(101s));
  EXPECT_EQ(shares_[0].counts.errors.size(), 2u);
}

TEST_F(RecorderTest, CountsExceptionsAndRequestsStillOutInTheSecondOfTheClock) {
  clock_.set(2500ms);
  recorder_.record_exception("KeyError: 'age'", "Patient.valid");
  recorder_.record_exception("KeyError: 'age'", "Patient.valid");
  recorder_.record_in_flight(kPredict);
  recorder_.finish();
  ASSERT_EQ(seconds(), (std::vector<std::int64_t>{2}));
  EXPECT_EQ(shares_[0].counts.exceptions.at({"KeyError: 'age'", "Patient.valid"}), 2u);
  EXPECT_EQ(shares_[0].counts.endpoints.at(kPredict).in_flight, 1u);
  EXPECT_EQ(shares_[0].counts.endpoints.at(kPredict).requests, 0u);
}

TEST_F(RecorderTest, CountsWhatFinishedBeforeTheStartInTheFirstSecond) {
  record(kHealth, -1ms);
  recorder_.finish();
  EXPECT_EQ(seconds(), (std::vector<std::int64_t>{0}));
}

// Counts how often it is asked.
class CountingSource final : public AnswerSource {
 public:
  Answer make_answer() const override {
    ++asked;
    Answer answer;
    answer.body = std::to_string(asked);
    return answer;
  }
  mutable int asked = 0;
};

class EvidenceTest : public RecorderTest {
 protected:
  void fail(base::Duration finished, std::string_view text = "500") {
    clock_.set(finished);
    recorder_.record(sample_of(finished, text), source_);
  }
  void fail_without_answer(base::Duration finished, std::string_view text) {
    recorder_.record(sample_of(finished, text));
  }
  static Sample sample_of(base::Duration finished, std::string_view text) {
    Sample sample;
    sample.endpoint = kPredict;
    sample.finished = kStart + finished;
    sample.error_kind = "status";
    sample.error_text = text;
    return sample;
  }
  // The bodies of all kept answers, second by second.
  std::string bodies(std::string_view text = "500") const {
    std::string all;
    for (const Share& share : shares_) {
      all += "|";
      const auto found = share.counts.answers.find({kPredict, "status", std::string(text)});
      if (found == share.counts.answers.end()) continue;
      for (const Answer& answer : found->second) all += answer.body;
    }
    return all;
  }

  CountingSource source_;
};

TEST_F(EvidenceTest, IsTheFirstThreeAnswersOfAnErrorAndNoOtherIsEverMade) {
  for (int i = 0; i < 10; ++i) fail(i * 400ms);
  recorder_.finish();
  EXPECT_EQ(source_.asked, 3);
  EXPECT_EQ(bodies(), "|123|||");
  EXPECT_EQ(shares_[0].counts.errors.at({kPredict, "status", "500"}).count, 3u);
  EXPECT_EQ(shares_[0].counts.answers.begin()->second[1].at,
            base::WallTime(kStart.time_since_epoch() + 400ms));
}

TEST_F(EvidenceTest, WaitsForTheFirstAnswerHoweverManyFailuresHadNone) {
  for (int i = 0; i < 10; ++i) fail_without_answer(i * 50ms, "500");
  for (int i = 0; i < 5; ++i) fail(600ms + i * 50ms);
  recorder_.finish();
  EXPECT_EQ(bodies(), "|123");
}

TEST_F(EvidenceTest, IsKeptForOnlySoManyErrors) {
  for (std::size_t i = 0; i < Answer::kMostErrors + 20; ++i) fail(1ms, "no patient " + std::to_string(i));
  EXPECT_EQ(source_.asked, static_cast<int>(Answer::kMostErrors));
  fail(1ms, "no patient 3");
  EXPECT_EQ(source_.asked, static_cast<int>(Answer::kMostErrors) + 1);
}

TEST_F(EvidenceTest, StartsAnewWithTheStatistics) {
  for (int i = 0; i < 4; ++i) fail(i * 100ms);
  recorder_.start_anew(2);
  fail(1500ms);                          // before it: the three there were are enough
  for (int i = 0; i < 2; ++i) fail(2s);  // counts
  fail(1900ms);                          // a late verdict on the time before
  for (int i = 0; i < 4; ++i) fail(3s);
  recorder_.finish();
  EXPECT_EQ(bodies(), "|123||45|6");
}

}  // namespace
}  // namespace acrida::stats
