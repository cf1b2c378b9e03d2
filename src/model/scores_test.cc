#include "model/scores.h"

#include <vector>

#include <gtest/gtest.h>

#include <acrida/random.h>

namespace acrida::model {
namespace {

using Labels = std::vector<std::uint8_t>;

// The definition, pair by pair.
double auc_by_pairs(const std::vector<double>& scores, const Labels& labels) {
  double right = 0, pairs = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    for (std::size_t j = 0; j < scores.size(); ++j) {
      if (labels[i] != 1 || labels[j] != 0) continue;
      ++pairs;
      right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
    }
  }
  return right / pairs;
}

TEST(Accuracy, IsTheShareOfRightAnswers) {
  EXPECT_EQ(accuracy(Labels{0, 1, 1, 0}, Labels{0, 1, 0, 0}), 0.75);
}

TEST(RocAuc, IsOneForAPerfectOrderAndZeroForItsReverse) {
  EXPECT_EQ(roc_auc(std::vector{0.1, 0.2, 0.8, 0.9}, Labels{0, 0, 1, 1}), 1.0);
  EXPECT_EQ(roc_auc(std::vector{0.1, 0.2, 0.8, 0.9}, Labels{1, 1, 0, 0}), 0.0);
}

TEST(RocAuc, CountsATieHalf) {
  EXPECT_EQ(roc_auc(std::vector{0.5, 0.5, 0.5}, Labels{0, 1, 1}), 0.5);
  EXPECT_EQ(roc_auc(std::vector{0.5, 0.5, 0.7}, Labels{0, 1, 1}), 0.75);
}

TEST(RocAuc, IsAbsentWhenAClassIs) {
  EXPECT_EQ(roc_auc(std::vector{0.1, 0.2}, Labels{1, 1}), std::nullopt);
  EXPECT_EQ(roc_auc({}, {}), std::nullopt);
}

TEST(RocAuc, EqualsTheCountOfPairsWithManyTiesOrFew) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Random random(seed);
    const auto levels = random.integer(1, 50);
    std::vector<double> scores{0, 0};
    Labels labels{0, 1};
    for (auto left = random.integer(0, 60); left > 0; --left) {
      scores.push_back(static_cast<double>(random.integer(0, levels)) / 7);
      labels.push_back(random.chance(0.3));
    }
    EXPECT_EQ(*roc_auc(scores, labels), auc_by_pairs(scores, labels)) << "seed " << seed;
  }
}

}  // namespace
}  // namespace acrida::model
