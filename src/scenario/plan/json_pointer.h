// Where in a JSON value something stands: /patients/0/name (RFC 6901).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <acrida/json.h>

namespace acrida::scenario::plan {

class JsonPointer {
 public:
  // nullopt: it is none; one that is not empty begins with a slash, and ~ is written ~0.
  static std::optional<JsonPointer> parse(std::string_view text);

  // nullopt: there is nothing.
  std::optional<Json> find(const Json& in) const;
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::vector<std::string> steps_;
};

}  // namespace acrida::scenario::plan
