#include "app/acrida-model/inspect.h"

#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/output.h"
#include "base/failure.h"
#include "model/model_file.h"

namespace acrida::app {
namespace {

constexpr const char* kExample = R"(
A weight is what the column adds to the decision, the logarithm of the odds of the second class: per standard
deviation above the mean for a numeric column, per category for a categorical one.

Example:
  acrida-model inspect model.json
)";

std::string described(const model::Fitted& model) {
  auto text =
      fmt::format("logistic regression for '{}': {} or {}\nintercept {:.4f}\n", model.label,
                  model::to_text(model.classes[0]), model::to_text(model.classes[1]), model.intercept);
  if (!model.numeric.empty()) {
    text +=
        fmt::format("\n{:<20} {:>10} {:>12} {:>12} {:>12}\n", "numeric", "weight", "median", "mean", "scale");
  }
  for (const auto& column : model.numeric) {
    text += fmt::format("{:<20} {:>+10.4f} {:>12.6g} {:>12.6g} {:>12.6g}\n", column.name, column.weight,
                        column.median, column.mean, column.scale);
  }
  if (!model.categorical.empty()) text += fmt::format("\n{:<20} {:>10}  category\n", "categorical", "weight");
  for (const auto& column : model.categorical) {
    for (std::size_t i = 0; i < column.categories.size(); ++i) {
      const auto& category = column.categories[i];
      text += fmt::format("{:<20} {:>+10.4f}  {}{}\n", i == 0 ? column.name : "", column.weights[i],
                          model::to_text(category), category == column.missing ? "  (and missing)" : "");
    }
  }
  return text;
}

}  // namespace

void add_inspect(CLI::App& program) {
  auto path = std::make_shared<std::string>();
  auto as_json = std::make_shared<bool>(false);
  auto& command = *program.add_subcommand("inspect", "Show what a model has learned");
  command.footer(kExample);
  command.add_option("FILE", *path, "The model file that train wrote")->required()->type_name("");
  command.add_flag("--json", *as_json, "As JSON: the checked content of the model file");
  command.callback([path, as_json] {
    const auto model = base::value_or_throw(model::load_model(*path));
    print(*as_json ? model::model_text(model) : described(model));
  });
}

}  // namespace acrida::app
