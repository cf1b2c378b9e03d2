#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "scenario/plan/reader.h"

namespace acrida::scenario::plan {
namespace {

std::optional<JsonPointer> pointer_of(std::string_view text, Place at, Complaints& complaints) {
  auto pointer = JsonPointer::parse(text);
  if (!pointer) complaints.add(at, fmt::format("'{}' is no JSON pointer; write /name or /list/0/name", text));
  return pointer;
}

void read_statuses(const Node& node, Checks& checks, Complaints& complaints) {
  for (const Node* each : one_or_more(node)) {
    const auto status = each->kind == Node::Kind::scalar ? base::parse_integer(each->text) : std::nullopt;
    if (status && *status >= 100 && *status <= 999) {
      checks.statuses.push_back(static_cast<int>(*status));
    } else {
      complaints.add(each->place, fmt::format("status is a number such as 200, or a list of them, not {}",
                                              described(*each)));
    }
  }
}

void read_json_checks(const Node& node, Checks& checks, Reader& reader) {
  if (node.kind != Node::Kind::map) {
    reader.complaints.add(node.place,
                          fmt::format("json holds lines such as '/prediction: 1', not {}", described(node)));
    return;
  }
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    auto pointer = pointer_of(node.keys[i].text, node.keys[i].place, reader.complaints);
    if (!pointer) continue;
    Checks::AtPointer check{std::move(*pointer), read_json(node.items[i], reader)};
    if (check.equals->is_constant()) {
      if (auto constant = base::parse_json(check.equals->constant())) {
        check.constant = std::move(*constant);
      } else {
        reader.complaints.add(node.items[i].place, constant.error().message);
      }
    }
    checks.json.push_back(std::move(check));
  }
}

}  // namespace

Checks read_checks(const Node& node, Reader& reader) {
  Checks checks;
  Members members(node, kChecksKeys, "checks", reader.complaints);
  if (const Node* status = members.find("status")) read_statuses(*status, checks, reader.complaints);
  if (const Node* contains = members.find("contains")) {
    for (const Node* each : one_or_more(*contains)) {
      if (const auto text = scalar_text(*each, "a text that the body contains", reader.complaints))
        checks.contains.push_back(reader.scope.compile(*text, each->place));
    }
  }
  if (const Node* json = members.find("json")) read_json_checks(*json, checks, reader);
  if (const Node* exists = members.find("exists")) {
    for (const Node* each : one_or_more(*exists)) {
      const auto text = scalar_text(*each, "a JSON pointer such as /prediction", reader.complaints);
      if (!text) continue;
      if (auto pointer = pointer_of(*text, each->place, reader.complaints))
        checks.json.push_back({std::move(*pointer)});
    }
  }
  if (const Node* headers = members.find("headers")) {
    if (headers->kind != Node::Kind::map)
      reader.complaints.add(headers->place, "headers holds lines such as 'Content-Type: application/json'");
    for (std::size_t i = 0; i < headers->keys.size(); ++i) {
      if (const auto text = scalar_text(headers->items[i], "a part of the header's value", reader.complaints))
        checks.headers.emplace_back(headers->keys[i].text,
                                    reader.scope.compile(*text, headers->items[i].place));
    }
  }
  checks.faster_than = members.timespan("faster_than");
  return checks;
}

std::vector<Extraction> read_extractions(const Node& node, Reader& reader) {
  std::vector<Extraction> all;
  if (node.kind != Node::Kind::map) {
    reader.complaints.add(
        node.place, fmt::format("extract holds lines such as 'token: /token', not {}", described(node)));
    return all;
  }
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    const auto& key = node.keys[i];
    const Node& said = node.items[i];
    Extraction extraction;
    extraction.variable = key.text;
    if (key.text.empty() || key.text.find_first_of("(){}$., :") != std::string::npos ||
        reader.scope.constants.contains(key.text) ||
        (!reader.scope.in_setup && reader.scope.shared != nullptr && reader.scope.shared->has(key.text))) {
      reader.complaints.add(key.place,
                            fmt::format("'{}' cannot be extracted into: it is no name, or it is taken "
                                        "by variables: or setup:; rename it",
                                        key.text));
      continue;
    }
    std::optional<std::string> pointer;
    if (said.kind == Node::Kind::scalar) {
      pointer = said.text;
    } else {
      Members members(said, kExtractKeys, "what is extracted", reader.complaints);
      pointer = members.text("json");
      const auto header = members.text("header"), cookie = members.text("cookie");
      if (int{pointer.has_value()} + int{header.has_value()} + int{cookie.has_value()} != 1) {
        reader.complaints.add(said.place,
                              "say one of 'json: /token', 'header: X-Token' and 'cookie: session'");
        continue;
      }
      extraction.from = header   ? Extraction::From::header
                        : cookie ? Extraction::From::cookie
                                 : Extraction::From::json;
      extraction.name = header.value_or(cookie.value_or(""));
    }
    if (pointer) {
      auto parsed = pointer_of(*pointer, said.place, reader.complaints);
      if (!parsed) continue;
      extraction.pointer = std::move(*parsed);
    }
    extraction.shared = reader.scope.in_setup;
    Slots* slots = extraction.shared ? reader.scope.shared : reader.scope.own;
    extraction.slot = slots->extract(key.text);
    all.push_back(std::move(extraction));
  }
  return all;
}

}  // namespace acrida::scenario::plan
