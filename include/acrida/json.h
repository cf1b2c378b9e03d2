// JSON for users files: a value that was parsed, and a builder for the small objects that requests carry.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

#include <acrida/export.h>

namespace acrida {

// The text is not JSON, or a value is not of the kind that was asked for. what() is one sentence.
class ACRIDA_API JsonError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

namespace detail {
struct JsonNode;
ACRIDA_API void append_json_string(std::string& out, std::string_view text);  // quoted and escaped (RFC 8259)
ACRIDA_API void append_json_number(std::string& out,
                                   double value);  // shortest that reads back; NaN, inf: null
}  // namespace detail

// One parsed JSON value; copies share the document. Accessors throw JsonError when the value is of another
// kind.
class ACRIDA_API Json {
 public:
  enum class Kind { null, boolean, integer, real, string, array, object };

  Json();  // null
  // Throws JsonError with what is wrong. Depth is limited to 256.
  static Json parse(std::string_view text);

  Kind kind() const;
  bool is_null() const { return kind() == Kind::null; }
  bool is_number() const { return kind() == Kind::integer || kind() == Kind::real; }
  bool is_string() const { return kind() == Kind::string; }
  bool is_array() const { return kind() == Kind::array; }
  bool is_object() const { return kind() == Kind::object; }

  bool boolean() const;
  std::int64_t integer() const;  // a real is refused, and so is what does not fit 64 bits
  double number() const;         // any number
  const std::string& string() const;

  std::size_t size() const;                     // members of an object or elements of an array; else 0
  bool contains(std::string_view key) const;    // false also when this is no object
  Json operator[](std::string_view key) const;  // throws when there is no such key
  Json operator[](const char* key) const { return (*this)[std::string_view(key)]; }
  Json at(std::size_t index) const;  // an element, or a member's value in the order of the text
  const std::string& key_at(std::size_t index) const;  // an object's key, in the order of the text

 private:
  explicit Json(std::shared_ptr<const detail::JsonNode> node) : node_(std::move(node)) {}
  std::shared_ptr<const detail::JsonNode> node_;
};

// Builds the text of a JSON object key by key: JsonObject().set("age", 52).set("name", "Ann").text().
class JsonObject {
 public:
  JsonObject& set(std::string_view key, std::string_view value) {
    name(key);
    detail::append_json_string(text_, value);
    return *this;
  }
  JsonObject& set(std::string_view key, const char* value) { return set(key, std::string_view(value)); }
  JsonObject& set(std::string_view key, bool value) { return raw(key, value ? "true" : "false"); }
  JsonObject& set(std::string_view key, std::nullptr_t) { return raw(key, "null"); }
  JsonObject& set(std::string_view key, double value) {
    name(key);
    detail::append_json_number(text_, value);
    return *this;
  }
  template <class Integer>
  requires(std::is_integral_v<Integer> &&
           !std::is_same_v<Integer, bool>) JsonObject& set(std::string_view key, Integer value) {
    return raw(key, std::to_string(value));
  }
  JsonObject& set(std::string_view key, const JsonObject& value) { return raw(key, value.text()); }
  // A value that is JSON already, such as an array's text.
  JsonObject& raw(std::string_view key, std::string_view json) {
    name(key);
    text_ += json;
    return *this;
  }

  std::string text() const { return text_ + '}'; }

 private:
  void name(std::string_view key) {
    if (text_.size() > 1) text_ += ',';
    detail::append_json_string(text_, key);
    text_ += ':';
  }

  std::string text_ = "{";
};

}  // namespace acrida
