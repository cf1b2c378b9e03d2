#include "model/fitted.h"

#include <fmt/format.h>

namespace acrida::model {

std::string to_text(const Category& category) {
  if (const auto* number = std::get_if<double>(&category)) return fmt::format("{}", *number);
  return std::get<std::string>(category);
}

}  // namespace acrida::model
