#include "scenario/plan/json_pointer.h"

#include "base/text.h"

namespace acrida::scenario::plan {

std::optional<JsonPointer> JsonPointer::parse(std::string_view text) {
  JsonPointer pointer;
  pointer.text_ = text;
  if (text.empty()) return pointer;
  if (!text.starts_with('/')) return std::nullopt;
  for (const auto part : base::split(text.substr(1), '/')) {
    std::string step;
    for (std::size_t i = 0; i < part.size(); ++i) {
      if (part[i] != '~') {
        step += part[i];
        continue;
      }
      if (++i == part.size() || (part[i] != '0' && part[i] != '1')) return std::nullopt;
      step += part[i] == '0' ? '~' : '/';
    }
    pointer.steps_.push_back(std::move(step));
  }
  return pointer;
}

std::optional<Json> JsonPointer::find(const Json& in) const {
  Json here = in;
  for (const auto& step : steps_) {
    if (here.is_object()) {
      if (!here.contains(step)) return std::nullopt;
      here = here[step];
    } else if (here.is_array()) {
      const auto index = base::parse_integer(step);
      const bool leading_zero = step.size() > 1 && step.front() == '0';
      if (!index || leading_zero || *index < 0 || static_cast<std::size_t>(*index) >= here.size())
        return std::nullopt;
      here = here.at(static_cast<std::size_t>(*index));
    } else {
      return std::nullopt;
    }
  }
  return here;
}

}  // namespace acrida::scenario::plan
