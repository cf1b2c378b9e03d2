// Reading JSON. The value type is acrida::Json, which users files see too; simdjson stays behind json*.cc.
#pragma once

#include <functional>
#include <string_view>
#include <variant>

#include <acrida/export.h>
#include <acrida/json.h>

#include "base/result.h"

namespace acrida::base {

// The whole text as one value. The error says what is wrong, in one sentence.
ACRIDA_API Result<Json> parse_json(std::string_view text);

// A member of an object met while scanning: null, true/false, a number, a text, or something nested.
struct Nested {};
using JsonScalar = std::variant<std::nullptr_t, bool, double, std::string_view, Nested>;

// Reads one flat object without building a value: the way to answer 200,000 requests a second. It keeps its
// buffers between calls, so use one a thread.
class ACRIDA_API JsonObjectScanner {
 public:
  JsonObjectScanner();
  ~JsonObjectScanner();
  // Calls `member(key, value)` for each member in order; the views die with the call. What is nested is not
  // entered. The error says why the text is no JSON object; no member is seen then.
  Result<void> scan(std::string_view text,
                    const std::function<void(std::string_view, const JsonScalar&)>& member);

 private:
  struct Buffers;
  std::unique_ptr<Buffers> buffers_;
};

}  // namespace acrida::base
