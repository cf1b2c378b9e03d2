// A trained model, ready to answer: imputer, scaler, one-hot encoder and logistic regression folded into one
// sum.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <acrida/export.h>

#include "base/result.h"
#include "model/fitted.h"

namespace acrida::model {

// What a column's values are: quantities, numbers that name a category, or texts that name one.
enum class ColumnKind : std::uint8_t { numeric, category, text };

struct Column {
  std::string name;
  ColumnKind kind;
};

struct Prediction {
  std::size_t index;   // of the class in classes()
  double probability;  // of classes()[1], 0..1; that of classes()[0] is the rest
};

// A value: copies are independent, and any number of threads may ask one at once.
class ACRIDA_API Pipeline {
 public:
  // What value_of() gives for a text that is no category of its column: it adds nothing to the decision.
  static constexpr double kUnknownText = -1;

  static base::Result<Pipeline> load(const std::string& path);       // a model file; the error names it
  static base::Result<Pipeline> parse(std::string_view model_text);  // its content
  explicit Pipeline(const Fitted& model);                            // REQUIRES: what parse_model checks

  const std::string& label() const { return label_; }
  const std::vector<Category>& classes() const { return classes_; }  // two, ascending
  // In the order of a row: the numeric columns, then the others.
  const std::vector<Column>& columns() const { return columns_; }

  // What stands for `text` in a row: the number it spells (surrounding blanks aside) or, in a column of
  // texts, the code of the category. nullopt: a number is needed and this is none. An empty text is no
  // missing value here. REQUIRES: column < columns().size()
  std::optional<double> value_of(std::size_t column, std::string_view text) const;

  // A row holds a number for each of columns(), in their order; NaN is a missing value, which is imputed. In
  // a column of texts the number comes from value_of(). A category that training did not see adds nothing.
  // Never allocates. The probability is NaN, and the index 0, only when the row holds an infinity or a number
  // beyond ±kLargest such that the sum has no value: answer such a row with an error. REQUIRES: row.size() ==
  // columns().size()
  Prediction predict(std::span<const double> row) const;

 private:
  struct Numeric {
    double weight;  // the scaler's mean and scale are folded into it and into the intercept
    double median;
  };
  // A categorical column's part of weights_ (and of keys_). Where the categories are whole numbers close
  // together, the weight of value x is weights_[begin + x − lowest], with zeros in the gaps; else x is looked
  // up in keys_.
  struct Categorical {
    std::uint32_t begin, size;
    bool dense;
    double lowest;
    double missing;  // the weight of a missing value
  };
  void add(const CategoricalColumn& column);
  double weight_of(const Categorical& column, double value) const;

  std::string label_;
  std::vector<Category> classes_;
  std::vector<Column> columns_;
  double intercept_;
  std::vector<Numeric> numeric_;
  std::vector<Categorical> categorical_;
  std::vector<double> weights_;
  std::vector<double> keys_;                     // parallel to weights_
  std::vector<std::vector<std::string>> texts_;  // one a categorical column, ascending; empty for numbers
};

}  // namespace acrida::model
