// Whatever bytes a CSV file holds: reading it gives a whole table or an error that names the file, and
// training on that table gives a model that can be read back, or an error.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/csv.h"
#include "model/model_file.h"
#include "model/train.h"

using namespace acrida;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto table = base::Table::parse(std::string(reinterpret_cast<const char*>(data), size), "rows.csv");
  if (!table) return table.error().message.starts_with("rows.csv") ? 0 : (std::abort(), 0);
  if (table->rows() == 0) std::abort();
  std::size_t length = 0;  // touches every cell
  for (std::size_t row = 0; row < table->rows(); ++row) {
    for (std::size_t column = 0; column < table->columns(); ++column)
      length += table->cell(row, column).size();
  }
  if (length > size) std::abort();

  // The last column is the label; the others take turns in being quantities and names.
  model::TrainOptions options;
  options.label = table->header().back();
  options.numeric.clear();
  options.categorical.clear();
  for (std::size_t column = 0; column + 1 < table->columns(); ++column) {
    (column % 2 == 0 ? options.numeric : options.categorical).emplace_back(table->header()[column]);
  }
  const auto trained = model::train(*table, options);
  if (trained && !model::parse_model(model::model_text(trained->model))) std::abort();
  return 0;
}
