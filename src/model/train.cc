#include "model/train.h"

#include <algorithm>
#include <set>
#include <span>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/design.h"
#include "model/features.h"
#include "model/logistic.h"
#include "model/pipeline.h"
#include "model/row_reader.h"
#include "model/scores.h"
#include "model/split.h"

namespace acrida::model {
namespace {

using base::Error;
using base::Result;

struct Labels {
  std::vector<Category> classes;      // two, ascending
  std::vector<std::uint8_t> of_rows;  // the index of each row's class
};

Result<void> check(const TrainOptions& options) {
  if (!(options.test_size >= 0 && options.test_size < 1)) {
    return Error{
        fmt::format("a test size of {} is not possible; it is a share from 0 to below 1", options.test_size)};
  }
  if (options.numeric.empty() && options.categorical.empty())
    return Error{"there is no column to learn from"};
  std::set<std::string> names{options.label};
  for (const auto* columns : {&options.numeric, &options.categorical}) {
    for (const auto& name : *columns) {
      if (name == options.label)
        return Error{fmt::format("column '{}' is the label and cannot be learned from", name)};
      if (!names.insert(name).second) return Error{fmt::format("column '{}' is named twice", name)};
    }
  }
  return {};
}

Result<Labels> labels_of(const base::Table& table, const std::string& label) {
  const auto column = table.column(label);
  if (!column) return Error{column.error().message + "; name the column to learn with --label"};
  const auto values = categories_of(table, *column);
  const auto empty = std::find(values.begin(), values.end(), std::nullopt);
  if (empty != values.end()) {
    return Error{fmt::format("{}: the label is missing; fill it in or remove the row",
                             table.place(static_cast<std::size_t>(empty - values.begin()), *column))};
  }
  std::set<Category> distinct;
  for (const auto& value : values) {
    distinct.insert(*value);
    if (distinct.size() > 2) break;
  }
  if (distinct.size() != 2) {
    std::vector<std::string> seen;
    for (const auto& value : distinct) seen.push_back(base::shown(to_text(value)));
    return Error{
        fmt::format("the label '{}' of {} must have two values, and has {}: {}; choose another with --label",
                    label, table.name(), distinct.size() == 1 ? "one" : "more", fmt::join(seen, ", "))};
  }
  Labels labels{{distinct.begin(), distinct.end()}, {}};
  for (const auto& value : values) labels.of_rows.push_back(*value == labels.classes[1] ? 1 : 0);
  return labels;
}

std::vector<std::uint8_t> picked(const std::vector<std::uint8_t>& from, std::span<const std::size_t> rows) {
  std::vector<std::uint8_t> result;
  for (const auto row : rows) result.push_back(from[row]);
  return result;
}

void take_weights(Fitted& model, const Logistic& found) {
  auto weight = found.weights.begin();
  for (auto& column : model.numeric) column.weight = *weight++;
  for (auto& column : model.categorical) {
    for (auto& each : column.weights) each = *weight++;
  }
  model.intercept = found.intercept;
}

struct Judged {
  double accuracy;
  std::optional<double> roc_auc;
};

// Judges what will be deployed: the folded pipeline on the cells of the table.
Result<Judged> judge(const Fitted& model, const base::Table& table, std::span<const std::size_t> rows,
                     std::span<const std::uint8_t> labels) {
  const Pipeline pipeline(model);
  const auto reader = RowReader::make(pipeline, table);
  if (!reader) return reader.error();
  std::vector<double> row(pipeline.columns().size()), probabilities;
  std::vector<std::uint8_t> predicted;
  for (const auto index : rows) {
    if (auto read = reader->read(index, row); !read) return read.error();
    const auto prediction = pipeline.predict(row);
    predicted.push_back(static_cast<std::uint8_t>(prediction.index));
    probabilities.push_back(prediction.probability);
  }
  return Judged{accuracy(predicted, labels), roc_auc(probabilities, labels)};
}

}  // namespace

Result<Trained> train(const base::Table& table, const TrainOptions& options) {
  if (auto checked = check(options); !checked) return checked.error();
  const auto labels = labels_of(table, options.label);
  if (!labels) return labels.error();
  const auto parts = split(labels->of_rows, options.test_size, options.seed);

  Trained result;
  result.training_rows = parts.training.size();
  result.validation_rows = parts.validation.size();
  result.model.label = options.label;
  result.model.classes = labels->classes;
  const auto matrix = fit_design(table, options.numeric, options.categorical, parts.training, result.model);
  if (!matrix) return matrix.error();
  const auto training_labels = picked(labels->of_rows, parts.training);
  const auto found = fit_logistic(*matrix, feature_count(result.model), training_labels);
  if (!found) return found.error();
  take_weights(result.model, *found);
  result.steps = found->steps;

  const auto training = judge(result.model, table, parts.training, training_labels);
  if (!training) return training.error();
  result.accuracy = training->accuracy;
  result.roc_auc = training->roc_auc;
  if (!parts.validation.empty()) {
    const auto validation =
        judge(result.model, table, parts.validation, picked(labels->of_rows, parts.validation));
    if (!validation) return validation.error();
    result.validation_accuracy = validation->accuracy;
    result.roc_auc = validation->roc_auc;
  }
  return result;
}

}  // namespace acrida::model
