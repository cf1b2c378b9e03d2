#include "scenario/plan/value.h"

#include "http/url.h"

namespace acrida::scenario::plan {
namespace {

void append_json(std::string& out, const Json& json) {
  switch (json.kind()) {
    case Json::Kind::null: out += "null"; return;
    case Json::Kind::boolean: out += json.boolean() ? "true" : "false"; return;
    case Json::Kind::integer: out += std::to_string(json.integer()); return;
    case Json::Kind::real: detail::append_json_number(out, json.number()); return;
    case Json::Kind::string: detail::append_json_string(out, json.string()); return;
    case Json::Kind::array:
      out += '[';
      for (std::size_t i = 0; i < json.size(); ++i) {
        if (i > 0) out += ',';
        append_json(out, json.at(i));
      }
      out += ']';
      return;
    case Json::Kind::object:
      out += '{';
      for (std::size_t i = 0; i < json.size(); ++i) {
        if (i > 0) out += ',';
        detail::append_json_string(out, json.key_at(i));
        out += ':';
        append_json(out, json.at(i));
      }
      out += '}';
      return;
  }
}

}  // namespace

void append_value(std::string& out, std::string_view text, bool json, Encoding encoding) {
  switch (encoding) {
    case Encoding::text: out += text; return;
    case Encoding::percent: http::append_percent_encoded(out, text); return;
    case Encoding::json_value:
      if (json) {
        out += text;
      } else {
        detail::append_json_string(out, text);
      }
      return;
    case Encoding::json_inside: {
      const std::size_t start = out.size();
      detail::append_json_string(out, text);
      out.erase(start, 1);
      out.pop_back();
      return;
    }
  }
}

Value value_of(const Json& json) {
  if (json.is_string()) return {json.string(), false};
  Value value{{}, true};
  append_json(value.text, json);
  return value;
}

bool equal(const Json& a, const Json& b) {
  if (a.is_number() && b.is_number()) {
    if (a.kind() == Json::Kind::integer && b.kind() == Json::Kind::integer) return a.integer() == b.integer();
    return a.number() == b.number();
  }
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Json::Kind::null: return true;
    case Json::Kind::boolean: return a.boolean() == b.boolean();
    case Json::Kind::string: return a.string() == b.string();
    case Json::Kind::array:
      if (a.size() != b.size()) return false;
      for (std::size_t i = 0; i < a.size(); ++i) {
        if (!equal(a.at(i), b.at(i))) return false;
      }
      return true;
    case Json::Kind::object:
      if (a.size() != b.size()) return false;
      for (std::size_t i = 0; i < a.size(); ++i) {
        if (!b.contains(a.key_at(i)) || !equal(a.at(i), b[a.key_at(i)])) return false;
      }
      return true;
    default: return false;
  }
}

}  // namespace acrida::scenario::plan
