// The training rows as the matrix that the regression is fitted to.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/csv.h"
#include "base/result.h"
#include "model/fitted.h"

namespace acrida::model {

constexpr std::size_t kMaxFeatures = 2'000;  // numeric columns + categories: Newton keeps a square of them
constexpr std::size_t kMaxMatrix = 100'000'000;  // rows × features, in doubles: 800 MB

// Fits imputer, scaler and encoder of the named columns on `rows` of the table and appends them, with weights
// 0, to `model`, which had no columns. Gives the encoded rows: row-major, rows.size() × feature_count(model),
// the standardised numbers first, then a 1 at the category of each categorical column. The error: a column is
// absent or empty, a cell is no number, or there are too many features.
base::Result<std::vector<double>> fit_design(const base::Table& table, std::span<const std::string> numeric,
                                             std::span<const std::string> categorical,
                                             std::span<const std::size_t> rows, Fitted& model);

std::size_t feature_count(const Fitted& model);

}  // namespace acrida::model
