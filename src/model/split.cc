#include "model/split.h"

#include <algorithm>
#include <cmath>

#include <acrida/random.h>

namespace acrida::model {
namespace {

// Fisher and Yates; not std::shuffle, whose draws differ between standard libraries.
void shuffle(std::vector<std::size_t>& rows, Random& random) {
  for (std::size_t left = rows.size(); left > 1; --left) {
    const auto other = static_cast<std::size_t>(random.integer(0, static_cast<std::int64_t>(left) - 1));
    std::swap(rows[left - 1], rows[other]);
  }
}

}  // namespace

Split split(std::span<const std::uint8_t> labels, double test_size, std::uint64_t seed) {
  Random random(seed);
  Split result;
  for (const int label : {0, 1}) {
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < labels.size(); ++row) {
      if (labels[row] == label) rows.push_back(row);
    }
    shuffle(rows, random);
    std::size_t kept_back = 0;
    if (test_size > 0 && rows.size() > 1) {
      const auto wanted =
          static_cast<std::size_t>(std::llround(test_size * static_cast<double>(rows.size())));
      kept_back = std::clamp<std::size_t>(wanted, 1, rows.size() - 1);
    }
    const auto cut = rows.begin() + std::ptrdiff_t(kept_back);
    result.validation.insert(result.validation.end(), rows.begin(), cut);
    result.training.insert(result.training.end(), cut, rows.end());
  }
  std::sort(result.training.begin(), result.training.end());
  std::sort(result.validation.begin(), result.validation.end());
  return result;
}

}  // namespace acrida::model
