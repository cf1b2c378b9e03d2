// Training: from a table to a fitted pipeline and how good it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <acrida/export.h>

#include "base/csv.h"
#include "base/result.h"
#include "model/fitted.h"

namespace acrida::model {

// The defaults are the columns of the UCI heart-disease table.
struct TrainOptions {
  std::string label = "target";  // holds two distinct values, the classes; every row needs one
  std::vector<std::string> numeric = {"age", "trestbps", "chol", "fbs", "thalach", "exang", "oldpeak"};
  std::vector<std::string> categorical = {"sex", "cp", "restecg", "ca", "slope", "thal"};
  double test_size = 0.2;  // the share of rows kept back for validation, 0 ≤ … < 1; 0 trains on every row
  std::uint64_t seed = 42;
};

struct Trained {
  Fitted model;
  std::size_t training_rows = 0, validation_rows = 0;
  int steps = 0;                              // of Newton's method
  double accuracy = 0;                        // on the training rows, 0..1
  std::optional<double> validation_accuracy;  // nullopt when no row was kept back
  // On the validation rows, or on the training rows when none was kept back. nullopt when those are of one
  // class.
  std::optional<double> roc_auc;
};

// What scikit-learn's Pipeline of SimpleImputer(median) + StandardScaler on the numeric columns,
// SimpleImputer(constant) + OneHotEncoder(handle_unknown="ignore") on the categorical ones and
// LogisticRegression(C=1) learns from the training rows, at the exact optimum. The same table, options and
// seed give the same model. Errors are one sentence and say what to change.
ACRIDA_API base::Result<Trained> train(const base::Table& table, const TrainOptions& options);

}  // namespace acrida::model
