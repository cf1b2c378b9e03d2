// What stands for a name while a plan runs, and how it goes into a text.
#pragma once

#include <string>
#include <string_view>

#include <acrida/json.h>

namespace acrida::scenario::plan {

// A text, or what is JSON already: a number, true, false, null, an object or an array.
struct Value {
  std::string text = {};
  bool json = false;

  bool operator==(const Value&) const = default;
};

enum class Encoding {
  text,         // as it is
  json_value,   // as a whole JSON value: a text in quotes
  json_inside,  // within a JSON text's quotes
  percent,      // within a URL
};

// `json`: the text is JSON already.
void append_value(std::string& out, std::string_view text, bool json, Encoding encoding);

// A string of JSON as its text, all else as JSON.
Value value_of(const Json& json);

// Numbers by their value, objects whatever the order of their keys.
bool equal(const Json& a, const Json& b);

}  // namespace acrida::scenario::plan
