#include "model/model_file.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "base/file.h"
#include "base/json.h"
#include "base/json_writer.h"

namespace acrida::model {
namespace {

using base::Error;
using base::JsonWriter;
using base::Result;

constexpr std::string_view kFormat = "acrida-pipeline";
constexpr int kVersion = 1;

// 2^64 as a plain integer would be refused by a JSON reader of 64-bit integers: fmt
// writes 1.8446744073709552e+19, which is also the shortest form that reads back exactly.
void write(JsonWriter& json, double number) { json.raw(fmt::format("{}", number)); }

void write(JsonWriter& json, const Category& category) {
  if (const auto* number = std::get_if<double>(&category)) return write(json, *number);
  json.value(std::get<std::string>(category));
}

template <class T>
void write(JsonWriter& json, const std::vector<T>& values);

void write(JsonWriter& json, const NumericColumn& column) {
  json.begin_object().key("name").value(column.name);
  write(json.key("median"), column.median);
  write(json.key("mean"), column.mean);
  write(json.key("scale"), column.scale);
  write(json.key("weight"), column.weight);
  json.end_object();
}

void write(JsonWriter& json, const CategoricalColumn& column) {
  json.begin_object().key("name").value(column.name);
  write(json.key("missing"), column.missing);
  write(json.key("categories"), column.categories);
  write(json.key("weights"), column.weights);
  json.end_object();
}

template <class T>
void write(JsonWriter& json, const std::vector<T>& values) {
  json.begin_array();
  for (const auto& value : values) write(json, value);
  json.end_array();
}

// A value of the file and the way to it, for errors. Json's accessors throw; the exception gets its place
// here and becomes a Result in parse_model.
class Field {
 public:
  Field(Json json, std::string place) : json_(std::move(json)), place_(std::move(place)) {}

  [[noreturn]] void refuse(std::string_view why) const {
    throw JsonError(fmt::format("{}: {}", place_, why));
  }

  Field operator[](std::string_view key) const {
    return {got([&] { return json_[key]; }),
            place_.empty() ? std::string(key) : fmt::format("{}.{}", place_, key)};
  }
  std::vector<Field> elements() const {
    if (!json_.is_array()) refuse("expected an array");
    std::vector<Field> all;
    for (std::size_t i = 0; i < json_.size(); ++i)
      all.push_back({json_.at(i), fmt::format("{}[{}]", place_, i)});
    return all;
  }
  std::string text() const {
    return got([&] { return json_.string(); });
  }
  double number() const {
    const double number = got([&] { return json_.number(); });
    if (!(std::abs(number) <= kLargest)) refuse(fmt::format("{} is not within ±{:g}", number, kLargest));
    return number;
  }
  Category category() const { return json_.is_string() ? Category(text()) : Category(number()); }
  // Ascending, unique and all of one kind.
  std::vector<Category> categories() const {
    std::vector<Category> all;
    for (const auto& element : elements()) {
      all.push_back(element.category());
      if (all.back().index() != all.front().index()) element.refuse("numbers and texts are mixed");
      if (all.size() > 1 && !(all[all.size() - 2] < all.back()))
        element.refuse("the values are not ascending");
    }
    return all;
  }

 private:
  template <class Get>
  auto got(Get get) const -> decltype(get()) try {
    return get();
  } catch (const JsonError& e) {
    if (place_.empty()) throw;
    refuse(e.what());
  }

  Json json_;
  std::string place_;
};

NumericColumn numeric_of(const Field& field) {
  NumericColumn column{field["name"].text(), field["median"].number(), field["mean"].number(),
                       field["scale"].number(), field["weight"].number()};
  if (!(column.scale >= 1 / kLargest)) field["scale"].refuse("a scale must be positive");
  return column;
}

CategoricalColumn categorical_of(const Field& field) {
  CategoricalColumn column{
      field["name"].text(), field["missing"].category(), field["categories"].categories(), {}};
  for (const auto& weight : field["weights"].elements()) column.weights.push_back(weight.number());
  if (column.categories.empty()) field["categories"].refuse("there is none");
  if (column.missing.index() != column.categories[0].index())
    field["missing"].refuse("not of the categories' kind");
  if (column.weights.size() != column.categories.size()) field["weights"].refuse("not one a category");
  return column;
}

Fitted model_of(const Field& root) {
  if (const auto format = root["format"].text(); format != kFormat) {
    root["format"].refuse(fmt::format("'{}' is not '{}'", format, kFormat));
  }
  if (const double version = root["version"].number(); version != kVersion) {
    root["version"].refuse(fmt::format("this program reads version {}, not {}", kVersion, version));
  }
  Fitted model;
  model.label = root["label"].text();
  model.classes = root["classes"].categories();
  if (model.classes.size() != 2) root["classes"].refuse("there must be two");
  std::set<std::string> names{model.label};
  const auto once = [&](const Field& field) {
    if (!names.insert(field["name"].text()).second) field["name"].refuse("the name stands there twice");
  };
  for (const auto& field : root["numeric"].elements()) {
    once(field);
    model.numeric.push_back(numeric_of(field));
  }
  for (const auto& field : root["categorical"].elements()) {
    once(field);
    model.categorical.push_back(categorical_of(field));
  }
  if (names.size() == 1) root["numeric"].refuse("the model has no column");
  model.intercept = root["intercept"].number();
  return model;
}

}  // namespace

std::string model_text(const Fitted& model) {
  JsonWriter json(1);
  json.begin_object().key("format").value(kFormat).key("version").value(kVersion).key("label").value(
      model.label);
  write(json.key("classes"), model.classes);
  write(json.key("numeric"), model.numeric);
  write(json.key("categorical"), model.categorical);
  write(json.key("intercept"), model.intercept);
  json.end_object();
  return json.text() + "\n";
}

Result<Fitted> parse_model(std::string_view text) try {
  auto json = base::parse_json(text);
  if (!json) return json.error();
  return model_of(Field(*json, ""));
} catch (const JsonError& e) {
  return Error{e.what()};
}

Result<void> save_model(const std::string& path, const Fitted& model) {
  const auto text = model_text(model);
  if (text.size() > kMaxModelBytes) {
    return Error{
        fmt::format("the model would be larger than {} bytes; leave out categorical columns whose texts are "
                    "long or many",
                    kMaxModelBytes)};
  }
  return base::replace_file(path, text);
}

Result<Fitted> load_model(const std::string& path) {
  const auto text = base::read_file(path, kMaxModelBytes);
  if (!text) return text.error();
  auto model = parse_model(*text);
  if (!model)
    return Error{fmt::format("'{}' is not a model that acrida-model made: {}", path, model.error().message)};
  return model;
}

}  // namespace acrida::model
