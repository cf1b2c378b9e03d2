// Whatever bytes a model file holds: reading it gives a model or an error, and a model that was read can be
// asked, and written and read again without a change.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "model/model_file.h"
#include "model/pipeline.h"

using namespace acrida;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto model = model::parse_model({reinterpret_cast<const char*>(data), size});
  if (!model) return model.error().message.empty() ? std::abort(), 0 : 0;

  const auto again = model::parse_model(model::model_text(*model));
  if (!again || *again != *model) std::abort();

  const model::Pipeline pipeline(*model);
  for (const double value : {std::nan(""), 0.0, -1.0, 2.5, model::kLargest}) {
    const std::vector<double> row(pipeline.columns().size(), value);
    const auto prediction = pipeline.predict(row);
    // A row within ±kLargest always has an answer.
    if (!(prediction.probability >= 0 && prediction.probability <= 1)) std::abort();
  }
  for (std::size_t column = 0; column < pipeline.columns().size(); ++column) pipeline.value_of(column, "a");
  return 0;
}
