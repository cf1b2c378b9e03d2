// From the JSON of a request to the row of numbers that a model predicts from.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <acrida/export.h>

#include "base/json.h"
#include "base/result.h"
#include "model/pipeline.h"

namespace acrida::serve {

// Keeps its buffers between calls: one a thread.
class ACRIDA_API RowParser {
 public:
  // `pipeline` must outlive the parser.
  explicit RowParser(const model::Pipeline& pipeline);

  // `body` is an object with a member for each column of the model: a number (true and false count as 1 and
  // 0), in a column of texts a text, or null for a missing value; other members are ignored, and the last of
  // equal names counts. What a column of texts has not seen in training, a number too, is an unknown text.
  // The row is valid until the next call. The error is one sentence that names the field.
  base::Result<const std::vector<double>*> parse(std::string_view body);

 private:
  // What this body holds for a column.
  enum class Found : std::uint8_t { nothing, value, text, nested };

  void take(std::string_view key, const base::JsonScalar& value);
  Found read(std::size_t column, const base::JsonScalar& value);
  std::size_t column_of(std::string_view key);
  base::Error refusal(std::size_t column) const;

  static constexpr std::size_t kUnknown = ~std::size_t{0};

  const model::Pipeline& pipeline_;
  base::JsonObjectScanner scanner_;
  std::unordered_map<std::string_view, std::size_t> columns_;  // by name
  std::vector<std::size_t> usual_order_;  // the columns of the last body in its order: most bodies look alike
  std::size_t position_ = 0;              // of the member being taken
  std::vector<double> row_;
  std::vector<Found> found_;
};

}  // namespace acrida::serve
