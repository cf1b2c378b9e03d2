#include "scenario/plan/members.h"

#include <algorithm>
#include <exception>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/csv.h"
#include "base/text.h"

namespace acrida::scenario::plan {

Members::Members(const Node& node, std::span<const Key> table, std::string_view what, Complaints& complaints)
    : node_(node), table_(table), complaints_(complaints), exceptions_(std::uncaught_exceptions()) {
  if (node.kind != Node::Kind::map) {
    complaints.add(node.place,
                   fmt::format("{} is written as 'key: value' lines, but here is {}", what, described(node)));
    return;
  }
  const std::vector<std::string> known(table.begin(), table.end());
  for (const auto& key : node.keys) {
    if (std::find(known.begin(), known.end(), key.text) != known.end()) continue;
    const auto near = base::nearest(key.text, known);
    complaints.add(key.place, near ? fmt::format("{} has no key {}; did you mean '{}'?", what,
                                                 base::shown(key.text), *near)
                                   : fmt::format("{} has no key {}; its keys are: {}", what,
                                                 base::shown(key.text), fmt::join(known, ", ")));
  }
}

Members::~Members() noexcept(false) {
  if (node_.kind != Node::Kind::map || std::uncaught_exceptions() > exceptions_) return;
  for (const auto key : table_) {
    if (!asked_.contains(key))
      throw std::logic_error(fmt::format("nobody reads the key '{}' of a plan", key));
  }
}

const Node* Members::find(Key key) {
  asked_.insert(key);
  if (node_.kind != Node::Kind::map) return nullptr;
  const Node* found = node_.find(key);
  return found == nullptr || found->is_null() ? nullptr : found;
}

std::optional<std::string> Members::text(Key key) {
  const Node* found = find(key);
  if (found == nullptr) return std::nullopt;
  return scalar_text(*found, fmt::format("{}: a text", key), complaints_);
}

std::optional<bool> Members::truth(Key key) {
  const Node* found = find(key);
  if (found == nullptr) return std::nullopt;
  if (found->kind == Node::Kind::scalar && found->plain && (found->text == "true" || found->text == "false"))
    return found->text == "true";
  complaints_.add(found->place, fmt::format("{} is true or false, not {}", key, described(*found)));
  return std::nullopt;
}

std::optional<long long> Members::whole(Key key, long long low, long long high) {
  const Node* found = find(key);
  if (found == nullptr) return std::nullopt;
  const auto number = found->kind == Node::Kind::scalar ? base::parse_integer(found->text) : std::nullopt;
  if (number && *number >= low && *number <= high) return *number;
  complaints_.add(found->place, fmt::format("{} is a whole number from {} to {}, not {}", key, low, high,
                                            described(*found)));
  return std::nullopt;
}

std::optional<double> Members::number(Key key, double low) {
  const Node* found = find(key);
  if (found == nullptr) return std::nullopt;
  const auto number = found->kind == Node::Kind::scalar ? base::parse_number(found->text) : std::nullopt;
  if (number && *number >= low) return *number;
  complaints_.add(found->place,
                  fmt::format("{} is a number of at least {}, not {}", key, low, described(*found)));
  return std::nullopt;
}

std::optional<base::Duration> Members::timespan(Key key) {
  const Node* found = find(key);
  if (found == nullptr) return std::nullopt;
  const auto span = found->kind == Node::Kind::scalar ? base::parse_timespan(found->text) : std::nullopt;
  if (span && *span > base::Duration::zero()) return span;
  complaints_.add(found->place,
                  fmt::format("{} is a time such as 500ms, 2s or 1m, not {}", key, described(*found)));
  return std::nullopt;
}

std::string described(const Node& node) {
  switch (node.kind) {
    case Node::Kind::list: return "a list";
    case Node::Kind::map: return "a map";
    case Node::Kind::scalar: break;
  }
  return node.is_null() ? "nothing" : base::shown(node.text);
}

std::optional<std::string> scalar_text(const Node& node, std::string_view what, Complaints& complaints) {
  if (node.kind == Node::Kind::scalar) return node.text;
  complaints.add(node.place, fmt::format("{} should stand here, not {}", what, described(node)));
  return std::nullopt;
}

std::vector<const Node*> one_or_more(const Node& node) {
  std::vector<const Node*> all;
  if (node.kind != Node::Kind::list) return {&node};
  for (const auto& each : node.items) all.push_back(&each);
  return all;
}

}  // namespace acrida::scenario::plan
