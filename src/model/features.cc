#include "model/features.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <fmt/format.h>

#include "base/text.h"

namespace acrida::model {
namespace {

using base::Error;
using base::Result;

std::optional<double> number_in(std::string_view cell) {
  const auto number = base::parse_number(base::trimmed(cell));
  return number && std::abs(*number) <= kLargest ? number : std::nullopt;
}

Error nothing_in(std::string_view column) {
  return {fmt::format(
      "column '{}' has no value in any training row; leave it out of --numeric and --categorical", column)};
}

// REQUIRES: not empty
double median_of(std::vector<double> values) {
  const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return std::midpoint(*std::max_element(values.begin(), middle), *middle);
}

// Whether a variance is no more than rounding leaves of a constant column: sklearn.preprocessing._data,
// _is_constant_feature, after the error bound of Chan, Golub and LeVeque (1983) for the two-pass algorithm.
bool is_rounding(double variance, double mean, double n) {
  constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
  const double bound = n * kEpsilon * variance + (n * mean * kEpsilon) * (n * mean * kEpsilon);
  return variance <= bound;
}

}  // namespace

Result<std::vector<double>> numbers_of(const base::Table& table, std::size_t column) {
  std::vector<double> numbers(table.rows(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto cell = table.cell(row, column);
    if (cell.empty()) continue;
    const auto number = number_in(cell);
    if (!number) {
      return Error{
          fmt::format("{}: {} is not a number within ±{:g}; leave the cell empty if the value is missing, "
                      "or name the column under --categorical",
                      table.place(row, column), base::shown(cell), kLargest)};
    }
    numbers[row] = *number;
  }
  return numbers;
}

std::vector<std::optional<Category>> categories_of(const base::Table& table, std::size_t column) {
  std::vector<std::optional<Category>> categories(table.rows());
  bool numbers = true;
  for (std::size_t row = 0; row < table.rows() && numbers; ++row) {
    const auto cell = table.cell(row, column);
    if (cell.empty()) continue;
    const auto number = number_in(cell);
    if (number) categories[row] = *number;
    numbers = number.has_value();
  }
  if (numbers) return categories;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto cell = table.cell(row, column);
    if (!cell.empty()) categories[row] = std::string(cell);
  }
  return categories;
}

Result<NumericColumn> fit_numeric(std::string name, std::span<const double> training) {
  std::vector<double> present;
  std::copy_if(training.begin(), training.end(), std::back_inserter(present),
               [](double x) { return !std::isnan(x); });
  if (present.empty()) return nothing_in(name);
  NumericColumn column{.name = std::move(name), .median = median_of(present)};

  const auto n = static_cast<double>(training.size());
  const double missing = n - static_cast<double>(present.size());
  const auto mean_after_imputing = [&](auto value_of) {
    double sum = missing * value_of(column.median);
    for (const double x : present) sum += value_of(x);
    return sum / n;
  };
  column.mean = mean_after_imputing([](double x) { return x; });
  const double variance =
      mean_after_imputing([&](double x) { return (x - column.mean) * (x - column.mean); });
  const double deviation = std::sqrt(variance);
  if (!is_rounding(variance, column.mean, n) && deviation >= 1 / kLargest) column.scale = deviation;
  return column;
}

Result<CategoricalColumn> fit_categorical(std::string name,
                                          std::span<const std::optional<Category>> training) {
  const auto present =
      std::find_if(training.begin(), training.end(), [](const auto& c) { return c.has_value(); });
  if (present == training.end()) return nothing_in(name);
  const bool numbers = std::holds_alternative<double>(**present);
  CategoricalColumn column;
  column.name = std::move(name);
  column.missing = numbers ? Category(0.0) : Category("missing_value");
  auto& all = column.categories;
  for (const auto& value : training) all.push_back(value.value_or(column.missing));
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  column.weights.assign(all.size(), 0);
  return column;
}

std::optional<std::size_t> index_of(const CategoricalColumn& column, const std::optional<Category>& value) {
  const auto& all = column.categories;
  const auto& wanted = value ? *value : column.missing;
  const auto found = std::lower_bound(all.begin(), all.end(), wanted);
  if (found == all.end() || *found != wanted) return std::nullopt;
  return static_cast<std::size_t>(found - all.begin());
}

}  // namespace acrida::model
