#include "serve/row_parser.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace acrida::serve {

RowParser::RowParser(const model::Pipeline& pipeline) : pipeline_(pipeline) {
  const auto& columns = pipeline.columns();
  for (std::size_t i = 0; i < columns.size(); ++i) columns_.emplace(columns[i].name, i);
  row_.resize(columns.size());
  found_.resize(columns.size());
}

base::Result<const std::vector<double>*> RowParser::parse(std::string_view body) {
  std::fill(found_.begin(), found_.end(), Found::nothing);
  position_ = 0;
  auto scanned =
      scanner_.scan(body, [this](std::string_view key, const base::JsonScalar& value) { take(key, value); });
  if (!scanned) return scanned.error();
  const auto wrong =
      std::find_if(found_.begin(), found_.end(), [](Found found) { return found != Found::value; });
  if (wrong != found_.end()) return refusal(static_cast<std::size_t>(wrong - found_.begin()));
  return &row_;
}

std::size_t RowParser::column_of(std::string_view key) {
  const std::size_t position = position_++;
  if (position < usual_order_.size()) {
    const std::size_t column = usual_order_[position];
    if (column != kUnknown && pipeline_.columns()[column].name == key) return column;
  }
  const auto found = columns_.find(key);
  const std::size_t column = found == columns_.end() ? kUnknown : found->second;
  // Bounded, since a body may have any number of members.
  if (position < 2 * row_.size()) {
    usual_order_.resize(std::max(usual_order_.size(), position + 1), kUnknown);
    usual_order_[position] = column;
  }
  return column;
}

void RowParser::take(std::string_view key, const base::JsonScalar& value) {
  const std::size_t column = column_of(key);
  if (column != kUnknown) found_[column] = read(column, value);
}

RowParser::Found RowParser::read(std::size_t column, const base::JsonScalar& value) {
  const bool wants_text = pipeline_.columns()[column].kind == model::ColumnKind::text;
  if (std::holds_alternative<base::Nested>(value)) return Found::nested;
  if (std::holds_alternative<std::nullptr_t>(value)) {
    row_[column] = std::numeric_limits<double>::quiet_NaN();
  } else if (const auto* text = std::get_if<std::string_view>(&value)) {
    if (!wants_text) return Found::text;
    row_[column] = pipeline_.value_of(column, *text).value_or(model::Pipeline::kUnknownText);
  } else if (wants_text) {
    row_[column] = model::Pipeline::kUnknownText;
  } else if (const auto* number = std::get_if<double>(&value)) {
    row_[column] = *number;
  } else {
    row_[column] = std::get<bool>(value) ? 1 : 0;
  }
  return Found::value;
}

base::Error RowParser::refusal(std::size_t column) const {
  const auto& [name, kind] = pipeline_.columns()[column];
  if (found_[column] == Found::nothing) {
    return {fmt::format("the field '{}' is missing; null stands for an unknown value", name)};
  }
  return {fmt::format("the field '{}' must be a {} or null, not {}", name,
                      kind == model::ColumnKind::text ? "text" : "number",
                      found_[column] == Found::text ? "a text" : "an array or an object")};
}

}  // namespace acrida::serve
