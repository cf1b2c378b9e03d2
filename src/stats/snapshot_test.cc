#include "stats/snapshot.h"

#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace acrida::stats {
namespace {

using namespace std::chrono_literals;

constexpr EndpointId kHealth{0}, kPredict{1};

base::WallTime at(base::Duration since_epoch) { return base::WallTime(since_epoch); }

Second second_of(EndpointId endpoint, std::uint64_t requests, base::Duration seen) {
  Second second;
  second.endpoints[endpoint].requests = requests;
  second.errors[{endpoint, "status", "500"}] = {requests, at(seen), at(seen)};
  second.exceptions[{"boom", "task"}] = 1;
  return second;
}

TEST(Second, MergesEndpointsErrorsAndExceptions) {
  Second sum = second_of(kHealth, 3, 7s);
  sum.merge(second_of(kHealth, 4, 5s));
  sum.merge(second_of(kPredict, 1, 9s));
  EXPECT_EQ(sum.endpoints.at(kHealth).requests, 7u);
  EXPECT_EQ(sum.endpoints.at(kPredict).requests, 1u);
  const Occurrences& seen = sum.errors.at({kHealth, "status", "500"});
  EXPECT_EQ(seen.count, 7u);
  EXPECT_EQ(seen.first, at(5s));
  EXPECT_EQ(seen.last, at(7s));
  EXPECT_EQ(sum.errors.size(), 2u);
  EXPECT_EQ(sum.exceptions.at({"boom", "task"}), 3u);
}

TEST(Second, CountsErrorsUnderOtherWhenTheirTextsAreWithoutEnd) {
  Second sum;
  constexpr std::size_t kTexts = Second::kMostTexts + 50;
  for (std::size_t i = 0; i < kTexts; ++i) {
    sum.add_error({kHealth, "check", "no patient " + std::to_string(i)}, {1, at(1s), at(1s)});
    sum.add_exception({"no patient " + std::to_string(i), "task"}, 1);
  }
  EXPECT_EQ(sum.errors.size(), Second::kMostTexts + 1);
  EXPECT_EQ(sum.errors.at({kHealth, "check", "(other)"}).count, 50u);
  EXPECT_EQ(sum.exceptions.at({"(other)", ""}), 50u);
  sum.add_error({kHealth, "check", "no patient 3"}, {1, at(1s), at(1s)});
  EXPECT_EQ(sum.errors.at({kHealth, "check", "no patient 3"}).count, 2u);
}

Answer answer_at(base::Duration seen, std::string body = {}) {
  Answer answer;
  answer.at = at(seen);
  answer.body = std::move(body);
  return answer;
}

TEST(Second, KeepsTheThreeEarliestAnswersOfAnErrorHoweverTheyAreMerged) {
  const ErrorKey error{kHealth, "status", "500"};
  Second one, other, sum, mus;
  for (const int seen : {9, 1, 7, 3}) one.add_answer(error, answer_at(std::chrono::seconds(seen)));
  for (const int seen : {8, 2, 6}) other.add_answer(error, answer_at(std::chrono::seconds(seen)));
  sum.merge(one);
  sum.merge(other);
  mus.merge(other);
  mus.merge(one);
  for (const Second& second : {sum, mus}) {
    const auto& kept = second.answers.at(error);
    ASSERT_EQ(kept.size(), 3u);
    EXPECT_EQ(kept[0].at, at(1s));
    EXPECT_EQ(kept[1].at, at(2s));
    EXPECT_EQ(kept[2].at, at(3s));
  }
}

TEST(Second, KeepsAnswersOfOnlySoManyErrors) {
  Second sum;
  for (std::size_t i = 0; i < Answer::kMostErrors + 50; ++i) {
    sum.add_answer({kHealth, "check", "no patient " + std::to_string(i)}, answer_at(1s));
  }
  EXPECT_EQ(sum.answers.size(), Answer::kMostErrors);
  sum.add_answer({kHealth, "check", "no patient 7"}, answer_at(2s));
  EXPECT_EQ(sum.answers.at({kHealth, "check", "no patient 7"}).size(), 2u);
}

}  // namespace
}  // namespace acrida::stats
