#include "base/json.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <simdjson.h>

namespace acrida {

struct detail::JsonNode {
  Json::Kind kind = Json::Kind::null;
  bool boolean = false;
  std::int64_t integer = 0;
  double number = 0;
  std::string string;
  std::vector<std::string> keys;                          // of an object, beside children
  std::vector<std::shared_ptr<const JsonNode>> children;  // of an object or array
};

namespace {

using detail::JsonNode;
using Kind = Json::Kind;

constexpr std::size_t kMaxDepth = 256;

const char* name_of(Kind kind) {
  switch (kind) {
    case Kind::null: return "null";
    case Kind::boolean: return "true or false";
    case Kind::integer: return "a whole number";
    case Kind::real: return "a number";
    case Kind::string: return "a text";
    case Kind::array: return "an array";
    case Kind::object: return "an object";
  }
  return "?";
}

[[noreturn]] void wrong_kind(const char* wanted, const JsonNode& node) {
  throw JsonError(fmt::format("expected {} but found {}", wanted, name_of(node.kind)));
}

base::Error not_json(simdjson::error_code why) {
  return {fmt::format("not valid JSON: {}", simdjson::error_message(why))};
}

std::shared_ptr<const JsonNode> build(const simdjson::dom::element& element) {
  auto node = std::make_shared<JsonNode>();
  switch (element.type()) {
    case simdjson::dom::element_type::NULL_VALUE: break;
    case simdjson::dom::element_type::BOOL:
      node->kind = Kind::boolean;
      node->boolean = bool(element);
      break;
    case simdjson::dom::element_type::INT64:
      node->kind = Kind::integer;
      node->integer = std::int64_t(element);
      node->number = static_cast<double>(node->integer);
      break;
    case simdjson::dom::element_type::UINT64:  // above 2^63: only as a real
      node->kind = Kind::real;
      node->number = static_cast<double>(std::uint64_t(element));
      break;
    case simdjson::dom::element_type::DOUBLE:
      node->kind = Kind::real;
      node->number = double(element);
      break;
    case simdjson::dom::element_type::STRING:
      node->kind = Kind::string;
      node->string = std::string(std::string_view(element));
      break;
    case simdjson::dom::element_type::ARRAY:
      node->kind = Kind::array;
      for (const auto child : simdjson::dom::array(element)) node->children.push_back(build(child));
      break;
    case simdjson::dom::element_type::OBJECT:
      node->kind = Kind::object;
      for (const auto member : simdjson::dom::object(element)) {
        node->keys.emplace_back(member.key);
        node->children.push_back(build(member.value));
      }
      break;
  }
  return node;
}

const std::shared_ptr<const JsonNode>& null_node() {
  static const auto node = std::make_shared<const JsonNode>();
  return node;
}

}  // namespace

Json::Json() : node_(null_node()) {}

Json Json::parse(std::string_view text) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  auto failed = parser.allocate(text.size(), kMaxDepth);
  if (!failed) failed = parser.parse(text.data(), text.size()).get(root);
  if (failed) throw JsonError(not_json(failed).message);
  return Json(build(root));
}

Json::Kind Json::kind() const { return node_->kind; }

bool Json::boolean() const {
  if (node_->kind != Kind::boolean) wrong_kind("true or false", *node_);
  return node_->boolean;
}

std::int64_t Json::integer() const {
  if (node_->kind != Kind::integer) wrong_kind("a whole number", *node_);
  return node_->integer;
}

double Json::number() const {
  if (!is_number()) wrong_kind("a number", *node_);
  return node_->number;
}

const std::string& Json::string() const {
  if (node_->kind != Kind::string) wrong_kind("a text", *node_);
  return node_->string;
}

std::size_t Json::size() const { return node_->children.size(); }

bool Json::contains(std::string_view key) const {
  return std::find(node_->keys.begin(), node_->keys.end(), key) != node_->keys.end();
}

Json Json::operator[](std::string_view key) const {
  if (node_->kind != Kind::object) wrong_kind("an object", *node_);
  const auto found = std::find(node_->keys.begin(), node_->keys.end(), key);
  if (found == node_->keys.end()) throw JsonError(fmt::format("there is no key '{}'", key));
  return Json(node_->children[static_cast<std::size_t>(found - node_->keys.begin())]);
}

Json Json::at(std::size_t index) const {
  if (node_->kind != Kind::object && node_->kind != Kind::array) wrong_kind("an array or an object", *node_);
  if (index >= size()) throw JsonError(fmt::format("there is no element {} among {}", index, size()));
  return Json(node_->children[index]);
}

const std::string& Json::key_at(std::size_t index) const {
  if (node_->kind != Kind::object) wrong_kind("an object", *node_);
  if (index >= size()) throw JsonError(fmt::format("there is no member {} among {}", index, size()));
  return node_->keys[index];
}

namespace base {

Result<Json> parse_json(std::string_view text) try { return Json::parse(text); } catch (const JsonError& e) {
  return Error{e.what()};
}

struct JsonObjectScanner::Buffers {
  simdjson::dom::parser parser;
};

JsonObjectScanner::JsonObjectScanner() : buffers_(std::make_unique<Buffers>()) {}
JsonObjectScanner::~JsonObjectScanner() = default;

namespace {

JsonScalar scalar_of(const simdjson::dom::element& element) {
  switch (element.type()) {
    case simdjson::dom::element_type::NULL_VALUE: return nullptr;
    case simdjson::dom::element_type::BOOL: return bool(element);
    case simdjson::dom::element_type::INT64:
    case simdjson::dom::element_type::UINT64:
    case simdjson::dom::element_type::DOUBLE: return double(element);
    case simdjson::dom::element_type::STRING: return std::string_view(element);
    case simdjson::dom::element_type::ARRAY:
    case simdjson::dom::element_type::OBJECT: break;
  }
  return Nested{};
}

}  // namespace

// simdjson's document API and not its on-demand one: the former picks the widest instructions at run time,
// the latter only when the whole library is built for one kind of processor.
Result<void> JsonObjectScanner::scan(std::string_view text,
                                     const std::function<void(std::string_view, const JsonScalar&)>& member) {
  simdjson::dom::object object;
  const auto root = buffers_->parser.parse(text.data(), text.size());
  if (root.error()) return not_json(root.error());
  if (root.get(object)) return Error{"the text is JSON but not an object"};
  for (const auto field : object) member(field.key, scalar_of(field.value));
  return {};
}

}  // namespace base
}  // namespace acrida
