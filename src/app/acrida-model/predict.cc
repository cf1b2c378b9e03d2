#include "app/acrida-model/predict.h"

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/output.h"
#include "base/csv.h"
#include "base/failure.h"
#include "model/pipeline.h"
#include "model/row_reader.h"

namespace acrida::app {
namespace {

constexpr const char* kExample = R"(
Prints a header (prediction, probability_<class> for both classes) and a line a row. Columns are found by name; the
table may have more of them, such as the label. An empty cell is a missing value and is imputed.

Example:
  acrida-model predict model.json data/heart-disease.csv > predictions.csv
)";

// RFC 4180: quoted where it must be.
std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

void run(const std::string& model_path, const std::string& table_path) {
  const auto pipeline = base::value_or_throw(model::Pipeline::load(model_path));
  const auto table = base::value_or_throw(base::Table::read(table_path));
  const auto reader = base::value_or_throw(model::RowReader::make(pipeline, table));
  const std::vector<std::string> classes{model::to_text(pipeline.classes()[0]),
                                         model::to_text(pipeline.classes()[1])};

  std::string text = "prediction";
  for (const auto& name : classes) text += "," + csv_cell("probability_" + name);
  text += '\n';
  std::vector<double> row(pipeline.columns().size());
  for (std::size_t index = 0; index < table.rows(); ++index) {
    base::done_or_throw(reader.read(index, row));
    const auto [predicted, probability] = pipeline.predict(row);
    if (std::isnan(probability)) {
      throw base::RunError(
          fmt::format("{}: the numbers of this row are too large to predict from", table.place(index, 0)));
    }
    text += fmt::format("{},{},{}\n", csv_cell(classes[predicted]), 1 - probability, probability);
  }
  print(text);
}

}  // namespace

void add_predict(CLI::App& program) {
  auto paths = std::make_shared<std::pair<std::string, std::string>>();
  auto& command = *program.add_subcommand("predict", "Predict the rows of a CSV file");
  command.footer(kExample);
  command.add_option("FILE", paths->first, "The model file that train wrote")->required()->type_name("");
  command.add_option("ROWS", paths->second, "The table: CSV with a header")->required()->type_name("");
  command.callback([paths] { run(paths->first, paths->second); });
}

}  // namespace acrida::app
