// How good a classifier of two classes is on rows whose class is known.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace acrida::model {

// The share of equal entries, 0..1. REQUIRES: same size, not empty.
double accuracy(std::span<const std::uint8_t> predicted, std::span<const std::uint8_t> labels);

// The area under the ROC curve, 0..1: the chance that a row of class 1 scores above a row of class 0, a tie
// counting half (Hanley, McNeil 1982). Counted in whole numbers, so exact but for one division. nullopt when
// a class is absent. REQUIRES: same size, no score is NaN, a label is 0 or 1.
std::optional<double> roc_auc(std::span<const double> scores, std::span<const std::uint8_t> labels);

}  // namespace acrida::model
