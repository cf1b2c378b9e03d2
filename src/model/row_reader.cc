#include "model/row_reader.h"

#include <limits>

#include <fmt/format.h>

namespace acrida::model {

base::Result<RowReader> RowReader::make(const Pipeline& pipeline, const base::Table& table) {
  RowReader reader(pipeline, table);
  for (const auto& column : pipeline.columns()) {
    const auto found = table.column(column.name);
    if (!found) return found.error();
    reader.source_.push_back(*found);
  }
  return reader;
}

base::Result<void> RowReader::read(std::size_t row, std::span<double> into) const {
  for (std::size_t i = 0; i < source_.size(); ++i) {
    const auto cell = table_->cell(row, source_[i]);
    const auto value = cell.empty() ? std::numeric_limits<double>::quiet_NaN() : pipeline_->value_of(i, cell);
    if (!value) {
      return base::Error{fmt::format("{}: {} is not a number; leave the cell empty if the value is missing",
                                     table_->place(row, source_[i]), base::shown(cell))};
    }
    into[i] = *value;
  }
  return {};
}

}  // namespace acrida::model
