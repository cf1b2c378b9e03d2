// What training learns, step by step and in the units of the data: the numbers a scikit-learn user knows as
// SimpleImputer.statistics_, StandardScaler.mean_ and scale_, OneHotEncoder.categories_,
// LogisticRegression.coef_.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include <acrida/export.h>

namespace acrida::model {

// A value that is a name and not a quantity: the cells of a categorical column, and the classes. All values
// of one column are of the same kind; `<` orders numbers by size and texts by byte, as numpy does.
using Category = std::variant<double, std::string>;
ACRIDA_API std::string to_text(const Category& category);  // 1, 2.5, yes

// A value x adds weight · (x − mean) / scale to the decision.
struct NumericColumn {
  std::string name;
  double median = 0;  // stands in for a missing value
  double mean = 0;
  double scale = 1;  // > 0
  double weight = 0;
  bool operator==(const NumericColumn&) const = default;
};

// A value adds the weight of its category, and nothing when it is no known category.
struct CategoricalColumn {
  std::string name;
  Category missing;                  // stands in for a missing value
  std::vector<Category> categories;  // ascending, unique, at least one, of the kind of `missing`
  std::vector<double> weights;       // one a category
  bool operator==(const CategoricalColumn&) const = default;
};

// Imputer, scaler, one-hot encoder and logistic regression as plain data. P(classes[1]) = 1 / (1 +
// exp(−decision)).
struct Fitted {
  std::string label;              // the column that was learned
  std::vector<Category> classes;  // two, ascending
  std::vector<NumericColumn> numeric;
  std::vector<CategoricalColumn> categorical;
  double intercept = 0;
  bool operator==(const Fitted&) const = default;
};

// Every number of a model lies within ±kLargest, every scale is at least 1 / kLargest: so a prediction cannot
// overflow while the values of its row lie in the same range.
constexpr double kLargest = 1e100;

}  // namespace acrida::model
