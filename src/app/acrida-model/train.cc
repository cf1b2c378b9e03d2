#include "app/acrida-model/train.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/output.h"
#include "base/clock.h"
#include "base/csv.h"
#include "base/failure.h"
#include "base/file.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "model/model_file.h"
#include "model/train.h"

namespace acrida::app {
namespace {

constexpr const char* kExample = R"(
The model is scikit-learn's usual one: numeric columns have their missing values replaced by the median and are
standardised, categorical columns are one-hot encoded (a category never seen adds nothing), and a logistic regression
tells the two classes apart. The same table and seed give the same model, byte for byte.

Examples:
  acrida-model train --path data/heart-disease.csv --model model.json --metrics metrics.json
  acrida-model train --path loans.csv --label defaulted --numeric income,debt --categorical region,purpose

The metrics file holds elapsed (seconds), acc (on the training rows), val_acc and roc_auc (on the validation rows;
with --test-size 0, val_acc is null and roc_auc is that of the training rows), timestamp, rows and seed.
)";

struct Request {
  std::string path;
  std::string model = "model.json";
  std::string metrics = "metrics.json";
  model::TrainOptions options;
};

std::string scores_table(const model::Trained& trained) {
  const auto line = [](std::string_view what, std::optional<double> score, std::string_view on) {
    return fmt::format("  {:<20} {:>6}   {}\n", what, score ? fmt::format("{:.4f}", *score) : "n/a", on);
  };
  const auto training = fmt::format("{} training rows", trained.training_rows);
  const auto validation = fmt::format("{} validation rows", trained.validation_rows);
  return line("training accuracy", trained.accuracy, training) +
         line("validation accuracy", trained.validation_accuracy, validation) +
         line("ROC AUC", trained.roc_auc, trained.validation_rows > 0 ? validation : training);
}

std::string metrics_text(const model::Trained& trained, double elapsed, const std::string& timestamp,
                         std::uint64_t seed) {
  base::JsonWriter json(2);
  const auto score = [&](std::string_view key, std::optional<double> value) {
    json.key(key);
    value ? json.value(*value) : json.null();
  };
  json.begin_object().key("elapsed").value(elapsed);
  score("acc", trained.accuracy);
  score("val_acc", trained.validation_accuracy);
  score("roc_auc", trained.roc_auc);
  json.key("timestamp").value(timestamp);
  json.key("rows").value(trained.training_rows + trained.validation_rows);
  json.key("seed").value(seed).end_object();
  return json.text() + "\n";
}

// A slip of the keyboard must not write the model over the table.
void refuse_same(const std::string& a, const std::string& b) {
  std::error_code ignored;
  if (a == b || std::filesystem::equivalent(a, b, ignored)) {
    throw base::UsageError(fmt::format("'{}' is named for two different files", a));
  }
}

void run(const Request& request) {
  refuse_same(request.path, request.model);
  refuse_same(request.path, request.metrics);
  refuse_same(request.model, request.metrics);
  const base::SystemClock clock;
  const auto began = clock.now();
  const auto table = base::value_or_throw(base::Table::read(request.path));
  const auto trained = base::value_or_throw(model::train(table, request.options));
  const double elapsed = base::seconds_of(clock.now() - began);
  const auto seed = request.options.seed;
  base::done_or_throw(model::save_model(request.model, trained.model));
  base::done_or_throw(base::replace_file(
      request.metrics, metrics_text(trained, elapsed, base::iso_time(clock.wall_now()), seed)));
  print(
      fmt::format("Trained on {} in {:.1f} ms (seed {}, {} Newton steps).\n\n{}\nmodel:   {}\nmetrics: {}\n",
                  request.path, elapsed * 1e3, seed, trained.steps, scores_table(trained), request.model,
                  request.metrics));
}

}  // namespace

void add_train(CLI::App& program) {
  auto request = std::make_shared<Request>();
  auto& options = request->options;
  auto& command = *program.add_subcommand("train", "Train a model on the rows of a CSV file");
  command.footer(kExample);
  command
      .add_option("--path", request->path, "The table: CSV with a header; an empty cell is a missing value")
      ->required()
      ->type_name("FILE");
  command.add_option("--model", request->model, "Where the model goes")
      ->capture_default_str()
      ->type_name("FILE");
  command.add_option("--metrics", request->metrics, "Where the scores go, as JSON")
      ->capture_default_str()
      ->type_name("FILE");
  command
      .add_option("--label", options.label,
                  "The column to learn, of two different values; the larger is class 1")
      ->capture_default_str()
      ->type_name("COLUMN");
  const auto add_columns = [&](const char* flag, std::vector<std::string>& into, const char* help) {
    return command.add_option(flag, into, help)
        ->delimiter(',')
        ->capture_default_str()
        ->type_name("COLUMN,...");
  };
  auto* numeric = add_columns("--numeric", options.numeric, "Columns that are quantities; may be repeated");
  auto* categorical = add_columns("--categorical", options.categorical,
                                  "Columns whose numbers or texts are names; may be repeated. If only one of "
                                  "--numeric and --categorical is given, the other is empty");
  command
      .add_option("--test-size", options.test_size,
                  "The share of rows kept back for validation; 0 trains on all")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 0.99))
      ->type_name("SHARE");
  command.add_option("--seed", options.seed, "Draws the rows that are kept back")
      ->capture_default_str()
      ->type_name("N");
  command.callback([request, numeric, categorical] {
    // The defaults belong together: they name the columns of one table.
    if (*numeric && !*categorical) request->options.categorical.clear();
    if (*categorical && !*numeric) request->options.numeric.clear();
    run(*request);
  });
}

}  // namespace acrida::app
