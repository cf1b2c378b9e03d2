#include "scenario/plan/data_source.h"

#include <algorithm>
#include <utility>

#include <acrida/json.h>

#include "base/json_writer.h"
#include "scenario/plan/value.h"

namespace acrida::scenario::plan {

DataSource::DataSource(std::string name, base::Table table, RowMode mode, bool per_user,
                       std::vector<std::string> without)
    : name_(std::move(name)),
      table_(std::move(table)),
      mode_(mode),
      per_user_(per_user),
      without_(std::move(without)) {
  is_number_.reserve(table_.rows() * table_.columns());
  for (std::size_t row = 0; row < table_.rows(); ++row) {
    for (std::size_t column = 0; column < table_.columns(); ++column)
      is_number_.push_back(static_cast<char>(base::is_json_number(table_.cell(row, column))));
  }
}

void DataSource::prepare_whole_rows() {
  if (!whole_.empty()) return;
  std::vector<std::uint32_t> shown;
  for (std::uint32_t column = 0; column < table_.columns(); ++column) {
    if (std::find(without_.begin(), without_.end(), table_.header()[column]) == without_.end())
      shown.push_back(column);
  }
  for (std::size_t row = 0; row < table_.rows(); ++row) {
    std::string& whole = whole_.emplace_back("{");
    for (const auto column : shown) {
      if (whole.size() > 1) whole += ',';
      detail::append_json_string(whole, table_.header()[column]);
      whole += ':';
      const auto [text, json] = cell(row, column);
      append_value(whole, json && text.empty() ? "null" : text, json, Encoding::json_value);
    }
    whole += '}';
  }
}

std::optional<std::size_t> DataSource::draw(Random& random) {
  switch (mode_) {
    case RowMode::random:
      return static_cast<std::size_t>(random.integer(0, static_cast<std::int64_t>(table_.rows()) - 1));
    case RowMode::sequential: return next_.fetch_add(1, std::memory_order_relaxed) % table_.rows();
    case RowMode::unique: break;
  }
  // Looked at first, so that asking for ever does not overflow it.
  if (next_.load(std::memory_order_relaxed) >= table_.rows()) return std::nullopt;
  const auto row = next_.fetch_add(1, std::memory_order_relaxed);
  if (row >= table_.rows()) return std::nullopt;
  return row;
}

DataSource::Cell DataSource::cell(std::size_t row, std::uint32_t column) const {
  if (column == kWholeRow) return {whole_[row], true};
  const auto text = table_.cell(row, column);
  return {text, text.empty() || is_number_[row * table_.columns() + column] != 0};
}

}  // namespace acrida::scenario::plan
