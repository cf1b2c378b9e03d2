#include "model/pipeline.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "model/features.h"
#include "model/model_file.h"

namespace acrida::model {
namespace {

// Whether weights for each whole number from the lowest key to the highest make a small table.
bool are_dense(const std::vector<double>& keys) {
  constexpr double kExact = 0x1p53;  // up to here doubles count in whole numbers
  const bool whole = std::all_of(keys.begin(), keys.end(),
                                 [](double key) { return std::abs(key) < kExact && key == std::floor(key); });
  return whole && keys.back() - keys.front() < 4 * static_cast<double>(keys.size()) + 16;
}

}  // namespace

base::Result<Pipeline> Pipeline::load(const std::string& path) {
  auto model = load_model(path);
  if (!model) return model.error();
  return Pipeline(*model);
}

base::Result<Pipeline> Pipeline::parse(std::string_view model_text) {
  auto model = parse_model(model_text);
  if (!model) return model.error();
  return Pipeline(*model);
}

Pipeline::Pipeline(const Fitted& model)
    : label_(model.label), classes_(model.classes), intercept_(model.intercept) {
  for (const auto& column : model.numeric) {
    columns_.push_back({column.name, ColumnKind::numeric});
    numeric_.push_back({column.weight / column.scale, column.median});
    intercept_ -= column.weight / column.scale * column.mean;
  }
  for (const auto& column : model.categorical) add(column);
}

void Pipeline::add(const CategoricalColumn& column) {
  // A text is stood for by its place among the column's texts.
  std::vector<double> keys;
  std::vector<std::string> texts;
  for (const auto& category : column.categories) {
    if (const auto* text = std::get_if<std::string>(&category)) {
      keys.push_back(static_cast<double>(texts.size()));
      texts.push_back(*text);
    } else {
      keys.push_back(std::get<double>(category));
    }
  }
  Categorical lookup{static_cast<std::uint32_t>(weights_.size()), 0, are_dense(keys), keys.front(), 0};
  if (const auto missing = index_of(column, std::nullopt)) lookup.missing = column.weights[*missing];
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (lookup.dense) weights_.resize(lookup.begin + static_cast<std::size_t>(keys[i] - lookup.lowest), 0);
    weights_.push_back(column.weights[i]);
    keys_.resize(weights_.size() - 1);
    keys_.push_back(keys[i]);
  }
  lookup.size = static_cast<std::uint32_t>(weights_.size()) - lookup.begin;
  columns_.push_back({column.name, texts.empty() ? ColumnKind::category : ColumnKind::text});
  categorical_.push_back(lookup);
  texts_.push_back(std::move(texts));
}

std::optional<double> Pipeline::value_of(std::size_t column, std::string_view text) const {
  if (columns_[column].kind != ColumnKind::text) return base::parse_number(base::trimmed(text));
  const auto& texts = texts_[column - numeric_.size()];
  const auto found = std::lower_bound(texts.begin(), texts.end(), text);
  if (found == texts.end() || *found != text) return kUnknownText;
  return static_cast<double>(found - texts.begin());
}

double Pipeline::weight_of(const Categorical& column, double value) const {
  if (std::isnan(value)) return column.missing;
  if (column.dense) {
    const double offset = value - column.lowest;
    if (!(offset >= 0 && offset < column.size)) return 0;
    const auto at = static_cast<std::uint32_t>(offset);
    // Fractions are no category; nor is what rounding in the subtraction made whole.
    return column.lowest + at == value ? weights_[column.begin + at] : 0;
  }
  const auto begin = keys_.begin() + column.begin, end = begin + column.size;
  const auto found = std::lower_bound(begin, end, value);
  return found != end && *found == value ? weights_[static_cast<std::size_t>(found - keys_.begin())] : 0;
}

Prediction Pipeline::predict(std::span<const double> row) const {
  double decision = intercept_;
  const double* value = row.data();
  for (const auto& column : numeric_) {
    decision += column.weight * (std::isnan(*value) ? column.median : *value);
    ++value;
  }
  for (const auto& column : categorical_) decision += weight_of(column, *value++);
  return {decision > 0 ? 1u : 0u, 1 / (1 + std::exp(-decision))};
}

}  // namespace acrida::model
