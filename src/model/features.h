// From the cells of a column to what the pipeline's first steps learn from it.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/csv.h"
#include "base/result.h"
#include "model/fitted.h"

namespace acrida::model {

// The column as numbers, a row each, NaN where the cell is empty. The error is about the first cell that is
// no number within ±kLargest.
base::Result<std::vector<double>> numbers_of(const base::Table& table, std::size_t column);

// The column as categories, a row each, nullopt where the cell is empty: numbers when every other cell is one
// (so that 1 and 1.0 are the same), else the texts as they stand.
std::vector<std::optional<Category>> categories_of(const base::Table& table, std::size_t column);

// Learns median, mean and scale from the values of the training rows (NaN: missing); the weight stays 0. As
// scikit-learn has it: the median is that of the values there are, mean and scale are those after imputation,
// the scale is the population's standard deviation (divided by n), and 1 for a constant column.
// The error: there is no value.
base::Result<NumericColumn> fit_numeric(std::string name, std::span<const double> training);

// Learns the categories of the training rows; the weights stay 0. A missing value becomes the number 0 or the
// text "missing_value", as SimpleImputer(strategy="constant") has it. The error: there is no value.
base::Result<CategoricalColumn> fit_categorical(std::string name,
                                                std::span<const std::optional<Category>> training);

// The index of a value among the column's categories; nullopt when it is unknown.
std::optional<std::size_t> index_of(const CategoricalColumn& column, const std::optional<Category>& value);

}  // namespace acrida::model
