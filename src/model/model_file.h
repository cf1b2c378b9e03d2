// The model file: readable JSON, laid out like Fitted. Reading one runs nothing and trusts nothing.
//
//   {"format": "acrida-pipeline", "version": 1, "label": "target", "classes": [0, 1],
//    "numeric": [{"name": "age", "median": 55, "mean": 54.4, "scale": 9.1, "weight": -0.04}, …],
//    "categorical": [{"name": "sex", "missing": 0, "categories": [0, 1], "weights": [0.8, -0.8]}, …],
//    "intercept": 0.1}
//
// Numbers are written with as many digits as they need to read back exactly; classes and categories may be
// texts.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <acrida/export.h>

#include "base/result.h"
#include "model/fitted.h"

namespace acrida::model {

constexpr std::size_t kMaxModelBytes = std::size_t{4} << 20;

// The same model gives the same bytes. REQUIRES: what parse_model checks.
ACRIDA_API std::string model_text(const Fitted& model);
// Every rule that Fitted states is checked; the error says where ("numeric[3].scale") and what is wrong. Keys
// that version 1 does not know are ignored.
ACRIDA_API base::Result<Fitted> parse_model(std::string_view text);

// To and from a file; the error names it.
ACRIDA_API base::Result<void> save_model(const std::string& path, const Fitted& model);
ACRIDA_API base::Result<Fitted> load_model(const std::string& path);

}  // namespace acrida::model
