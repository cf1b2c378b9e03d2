// Both readers of JSON, on any bytes. What parses must come back the same after it is written and parsed
// again, and the scanner must agree with the parser about what an object is and what it holds.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <acrida/json.h>

#include "base/json.h"
#include "base/json_writer.h"
#include "fuzz/require.h"

namespace {

using acrida::Json;
using acrida::base::JsonScalar;
using acrida::base::JsonWriter;

void write(JsonWriter& out, const Json& value) {
  switch (value.kind()) {
    case Json::Kind::null: out.null(); break;
    case Json::Kind::boolean: out.value(value.boolean()); break;
    case Json::Kind::integer: out.value(value.integer()); break;
    case Json::Kind::real: out.value(value.number()); break;
    case Json::Kind::string: out.value(std::string_view(value.string())); break;
    case Json::Kind::array:
      out.begin_array();
      for (std::size_t i = 0; i < value.size(); ++i) write(out, value.at(i));
      out.end_array();
      break;
    case Json::Kind::object:
      out.begin_object();
      for (std::size_t i = 0; i < value.size(); ++i) {
        out.key(value.key_at(i));
        write(out, value.at(i));
      }
      out.end_object();
      break;
  }
}

std::string text_of(const Json& value, int indent) {
  JsonWriter out(indent);
  write(out, value);
  return out.text();
}

bool same(const JsonScalar& scanned, const Json& parsed) {
  if (std::holds_alternative<std::nullptr_t>(scanned)) return parsed.is_null();
  if (const auto* truth = std::get_if<bool>(&scanned)) {
    return parsed.kind() == Json::Kind::boolean && parsed.boolean() == *truth;
  }
  if (const auto* number = std::get_if<double>(&scanned))
    return parsed.is_number() && parsed.number() == *number;
  if (const auto* text = std::get_if<std::string_view>(&scanned))
    return parsed.is_string() && parsed.string() == *text;
  return parsed.is_array() || parsed.is_object();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto parsed = acrida::base::parse_json(input);
  if (parsed) {
    const std::string text = text_of(*parsed, 0);
    const auto again = acrida::base::parse_json(text);
    REQUIRE(again.ok());
    REQUIRE(text_of(*again, 0) == text);
    const auto laid_out = acrida::base::parse_json(text_of(*parsed, 2));
    REQUIRE(laid_out.ok());
    REQUIRE(text_of(*laid_out, 0) == text);
  } else {
    REQUIRE(!parsed.error().message.empty());
  }

  static acrida::base::JsonObjectScanner scanner;
  std::size_t members = 0;
  const auto scanned = scanner.scan(input, [&](std::string_view key, const JsonScalar& value) {
    if (parsed) {
      REQUIRE(members < parsed->size());
      REQUIRE(parsed->key_at(members) == key);
      REQUIRE(same(value, parsed->at(members)));
    }
    ++members;
  });
  if (parsed) {
    REQUIRE(scanned.ok() == parsed->is_object());
    REQUIRE(!scanned.ok() || members == parsed->size());
  }
  if (!scanned) REQUIRE(members == 0);
  return 0;
}
