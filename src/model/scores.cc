#include "model/scores.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace acrida::model {

double accuracy(std::span<const std::uint8_t> predicted, std::span<const std::uint8_t> labels) {
  const auto right = std::inner_product(predicted.begin(), predicted.end(), labels.begin(), std::size_t{0},
                                        std::plus<>(), std::equal_to<>());
  return static_cast<double>(right) / static_cast<double>(labels.size());
}

std::optional<double> roc_auc(std::span<const double> scores, std::span<const std::uint8_t> labels) {
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return scores[a] < scores[b]; });

  std::uint64_t negatives = 0, positives = 0;
  std::uint64_t twice = 0;  // pairs in the right order count 2, ties 1
  for (auto tie = order.begin(); tie != order.end();) {
    const auto end = std::find_if(tie, order.end(), [&](auto row) { return scores[row] != scores[*tie]; });
    const auto size = static_cast<std::uint64_t>(end - tie);
    const auto ones =
        static_cast<std::uint64_t>(std::count_if(tie, end, [&](auto row) { return labels[row] == 1; }));
    twice += ones * (2 * negatives + (size - ones));
    positives += ones;
    negatives += size - ones;
    tie = end;
  }
  if (positives == 0 || negatives == 0) return std::nullopt;
  return static_cast<double>(twice) / (2 * static_cast<double>(positives) * static_cast<double>(negatives));
}

}  // namespace acrida::model
