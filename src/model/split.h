// Which rows are trained on, and which are kept back to judge by.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace acrida::model {

struct Split {
  std::vector<std::size_t> training, validation;  // row indices, ascending; together every row once
};

// Keeps back `test_size` of the rows of each class (0: none), rounded to whole rows, drawn by `seed`: the
// same on every machine. Split class by class (stratified), since a small table's luck would else move the
// classes' shares and with them the scores. Every class keeps a row to train on, and gives one to judge by if
// it has two. REQUIRES: 0 ≤ test_size < 1; a label is 0 or 1.
Split split(std::span<const std::uint8_t> labels, double test_size, std::uint64_t seed);

}  // namespace acrida::model
