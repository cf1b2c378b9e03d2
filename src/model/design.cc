#include "model/design.h"

#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "model/features.h"

namespace acrida::model {
namespace {

using base::Error;
using base::Result;

// The values of the training rows, column by column.
struct Values {
  std::vector<std::vector<double>> numeric;  // NaN: missing
  std::vector<std::vector<std::optional<Category>>> categorical;
};

template <class T>
std::vector<T> picked(const std::vector<T>& from, std::span<const std::size_t> rows) {
  std::vector<T> result;
  result.reserve(rows.size());
  for (const auto row : rows) result.push_back(from[row]);
  return result;
}

std::vector<double> encoded(const Fitted& model, const Values& values, std::size_t rows) {
  const auto features = feature_count(model);
  std::vector<double> matrix(rows * features, 0.0);
  std::size_t first = 0;
  for (std::size_t i = 0; i < model.numeric.size(); ++i, ++first) {
    const auto& column = model.numeric[i];
    for (std::size_t row = 0; row < rows; ++row) {
      const double value = values.numeric[i][row];
      matrix[row * features + first] =
          ((std::isnan(value) ? column.median : value) - column.mean) / column.scale;
    }
  }
  for (std::size_t i = 0; i < model.categorical.size(); ++i) {
    const auto& column = model.categorical[i];
    for (std::size_t row = 0; row < rows; ++row) {
      if (const auto at = index_of(column, values.categorical[i][row])) {
        matrix[row * features + first + *at] = 1;
      }
    }
    first += column.categories.size();
  }
  return matrix;
}

}  // namespace

std::size_t feature_count(const Fitted& model) {
  std::size_t features = model.numeric.size();
  for (const auto& column : model.categorical) features += column.categories.size();
  return features;
}

Result<std::vector<double>> fit_design(const base::Table& table, std::span<const std::string> numeric,
                                       std::span<const std::string> categorical,
                                       std::span<const std::size_t> rows, Fitted& model) {
  Values values;
  for (const auto& name : numeric) {
    const auto column = table.column(name);
    if (!column) return column.error();
    const auto numbers = numbers_of(table, *column);
    if (!numbers) return numbers.error();
    auto fitted = fit_numeric(name, values.numeric.emplace_back(picked(*numbers, rows)));
    if (!fitted) return fitted.error();
    model.numeric.push_back(*std::move(fitted));
  }
  for (const auto& name : categorical) {
    const auto column = table.column(name);
    if (!column) return column.error();
    const auto categories = categories_of(table, *column);
    auto fitted = fit_categorical(name, values.categorical.emplace_back(picked(categories, rows)));
    if (!fitted) return fitted.error();
    model.categorical.push_back(*std::move(fitted));
  }
  const auto features = feature_count(model);
  if (features > kMaxFeatures || features * rows.size() > kMaxMatrix) {
    return Error{
        fmt::format("{} rows of {} features are too many (at most {} features, {} cells); leave out "
                    "categorical columns with many different values",
                    rows.size(), features, kMaxFeatures, kMaxMatrix)};
  }
  return encoded(model, values, rows.size());
}

}  // namespace acrida::model
