#include "model/split.h"

#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>

namespace acrida::model {
namespace {

using Labels = std::vector<std::uint8_t>;

Labels labels_of(std::size_t zeros, std::size_t ones) {
  Labels labels(zeros, 0);
  labels.insert(labels.end(), ones, 1);
  return labels;
}

std::size_t ones_of(const Labels& labels, const std::vector<std::size_t>& rows) {
  return static_cast<std::size_t>(
      std::count_if(rows.begin(), rows.end(), [&](auto row) { return labels[row] == 1; }));
}

TEST(Split, KeepsBackTheShareOfEachClass) {
  const auto labels = labels_of(138, 165);
  const auto parts = split(labels, 0.2, 42);
  EXPECT_EQ(parts.validation.size(), 61u);
  EXPECT_EQ(ones_of(labels, parts.validation), 33u);
}

TEST(Split, HasEveryRowOnce) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto parts = split(labels_of(20, 11), 0.3, seed);
    auto rows = parts.training;
    rows.insert(rows.end(), parts.validation.begin(), parts.validation.end());
    std::sort(rows.begin(), rows.end());
    std::vector<std::size_t> all(31);
    std::iota(all.begin(), all.end(), std::size_t{0});
    EXPECT_EQ(rows, all) << "seed " << seed;
    EXPECT_TRUE(std::is_sorted(parts.training.begin(), parts.training.end()));
  }
}

TEST(Split, IsTheSameForTheSameSeedAndAnotherForAnother) {
  const auto labels = labels_of(50, 50);
  EXPECT_EQ(split(labels, 0.2, 7).validation, split(labels, 0.2, 7).validation);
  EXPECT_NE(split(labels, 0.2, 7).validation, split(labels, 0.2, 8).validation);
  // Written down once, so that no later change moves anybody's rows in silence.
  EXPECT_EQ(split(labels_of(5, 5), 0.4, 42).validation, (std::vector<std::size_t>{0, 3, 6, 9}));
}

TEST(Split, TrainsOnEveryRowWhenNoneIsKeptBack) {
  const auto parts = split(labels_of(3, 4), 0, 1);
  EXPECT_EQ(parts.training.size(), 7u);
  EXPECT_TRUE(parts.validation.empty());
}

TEST(Split, LeavesEveryClassARowToTrainOn) {
  const auto labels = labels_of(2, 1);
  const auto parts = split(labels, 0.99, 1);
  EXPECT_EQ(ones_of(labels, parts.training), 1u);
  EXPECT_EQ(parts.training.size(), 2u);
  EXPECT_EQ(split(labels, 0.01, 1).validation.size(), 1u);
}

}  // namespace
}  // namespace acrida::model
