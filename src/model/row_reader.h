// The rows of a table in the form that a pipeline predicts from.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <acrida/export.h>

#include "base/csv.h"
#include "base/result.h"
#include "model/pipeline.h"

namespace acrida::model {

// Both the pipeline and the table must outlive the reader.
class ACRIDA_API RowReader {
 public:
  // Finds the pipeline's columns in the table by name; further columns do not matter. The error: one is
  // absent.
  static base::Result<RowReader> make(const Pipeline& pipeline, const base::Table& table);

  // Fills `into` with row `row`; an empty cell becomes NaN, a missing value. The error, naming file, line and
  // column: a cell should hold a number and does not.
  // REQUIRES: row < table.rows(), into.size() == pipeline.columns().size()
  base::Result<void> read(std::size_t row, std::span<double> into) const;

 private:
  RowReader(const Pipeline& pipeline, const base::Table& table) : pipeline_(&pipeline), table_(&table) {}

  const Pipeline* pipeline_;
  const base::Table* table_;
  std::vector<std::size_t> source_;  // the table's column for each of the pipeline's
};

}  // namespace acrida::model
