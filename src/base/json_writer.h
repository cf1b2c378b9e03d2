// Writing JSON as a stream of calls; commas, colons and escapes take care of themselves.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

#include <acrida/export.h>
#include <acrida/json.h>

namespace acrida::base {

//   JsonWriter w; w.begin_object(); w.key("rps").value(12.5); w.end_object(); w.text()
// With indent > 0 the text is laid out for people, that many spaces a level. NaN and infinity become null.
class ACRIDA_API JsonWriter {
 public:
  explicit JsonWriter(int indent = 0) : indent_(indent) {}

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(double number);
  JsonWriter& value(bool truth) { return raw(truth ? "true" : "false"); }
  template <std::integral Integer>
  requires(!std::same_as<Integer, bool>) JsonWriter& value(Integer number) {
    return raw(std::to_string(number));
  }
  JsonWriter& null() { return raw("null"); }
  // A value that is JSON text already.
  JsonWriter& raw(std::string_view json);

  const std::string& text() const { return text_; }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void separate();
  void new_line();

  std::string text_;
  int indent_;
  int depth_ = 0;
  bool first_ = true;       // nothing stands yet in the innermost bracket
  bool after_key_ = false;  // the next value belongs to a key just written
};

// Whether a text can stand in JSON as a number (RFC 8259 §6): "007" cannot.
ACRIDA_API bool is_json_number(std::string_view text);

}  // namespace acrida::base
