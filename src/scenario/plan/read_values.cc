#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "scenario/plan/functions.h"
#include "scenario/plan/reader.h"

namespace acrida::scenario::plan {
namespace {

void append_json(const Node& node, Reader& reader, Template& into) {
  switch (node.kind) {
    case Node::Kind::scalar: {
      if (node.text.find("${") != std::string::npos)
        return reader.scope.compile(node.text, node.place, Encoding::json_value, Encoding::json_inside, into);
      const Value value = plain_value(node);
      std::string text;
      append_value(text, value.text, value.json, Encoding::json_value);
      return into.add(text);
    }
    case Node::Kind::list:
      into.add("[");
      for (std::size_t i = 0; i < node.items.size(); ++i) {
        if (i > 0) into.add(",");
        append_json(node.items[i], reader, into);
      }
      return into.add("]");
    case Node::Kind::map:
      into.add("{");
      for (std::size_t i = 0; i < node.items.size(); ++i) {
        if (i > 0) into.add(",");
        std::string key;
        append_value(key, node.keys[i].text, false, Encoding::json_value);
        into.add(key + ":");
        append_json(node.items[i], reader, into);
      }
      return into.add("}");
  }
}

struct Wait {
  std::string_view name;
  std::size_t arguments;
  std::string_view usage;
  bool in_flow;  // does not ask how long a task took
};
constexpr std::array kWaits{
    Wait{"constant", 1, "constant(1s)", true},
    Wait{"between", 2, "between(1s, 5s), the shorter one first", true},
    Wait{"poisson", 1, "poisson(0.5), a rate above 0 for each second", true},
    Wait{"constant_pacing", 1, "constant_pacing(2s)", false},
    Wait{"constant_throughput", 1, "constant_throughput(0.5), a rate above 0 for each second", false},
};

// Null: the arguments are not such as it takes.
std::optional<WaitTime> make_wait(const Wait& wait, const std::vector<std::string>& given) {
  if (given.size() != wait.arguments) return std::nullopt;
  if (wait.name == "poisson" || wait.name == "constant_throughput") {
    const auto rate = base::parse_number(given[0]);
    if (!rate || *rate < 1e-6 || *rate > 1e9) return std::nullopt;
    return wait.name == "poisson" ? poisson(*rate) : constant_throughput(*rate);
  }
  const auto first = base::parse_timespan(given[0]);
  if (!first) return std::nullopt;
  if (wait.name == "constant") return constant(*first);
  if (wait.name == "constant_pacing") return constant_pacing(*first);
  const auto second = base::parse_timespan(given[1]);
  if (!second || *second < *first) return std::nullopt;
  return between(*first, *second);
}

}  // namespace

std::string Reader::beside_plan(const std::string& path) const {
  return path.starts_with('/') ? path : folder + path;
}

Template read_json(const Node& node, Reader& reader) {
  Template made(node.kind == Node::Kind::scalar ? node.text : described(node));
  append_json(node, reader, made);
  return made;
}

WaitTime read_wait(const Node& node, bool in_flow, Complaints& complaints) {
  constexpr std::string_view kMeant =
      "1s, between(1s, 5s), constant_pacing(2s), constant_throughput(0.5) or poisson(0.5)";
  if (node.kind == Node::Kind::scalar) {
    if (const auto span = base::parse_timespan(node.text)) return constant(*span);
    if (const auto call = parse_call(node.text)) {
      for (const auto& wait : kWaits) {
        if (wait.name != call->name) continue;
        if (in_flow && !wait.in_flow) {
          complaints.add(node.place,
                         fmt::format("{} is for think: of users, for it counts from task to task; "
                                     "between steps write 1s or between(1s, 5s)",
                                     wait.name));
          return nullptr;
        }
        if (auto made = make_wait(wait, call->arguments)) return *made;
        complaints.add(node.place, fmt::format("write {}", wait.usage));
        return nullptr;
      }
    }
  }
  complaints.add(node.place, fmt::format("think is {}, not {}", kMeant, described(node)));
  return nullptr;
}

std::vector<std::string> read_constants(const Node* node, std::string_view what, Reader& reader) {
  std::vector<std::string> values;
  if (node == nullptr) return values;
  if (node->kind != Node::Kind::map) {
    reader.complaints.add(node->place, fmt::format("{} are written as 'name: value' lines", what));
    return values;
  }
  for (std::size_t i = 0; i < node->keys.size(); ++i) {
    const auto& key = node->keys[i];
    const Node& said = node->items[i];
    const bool fits = !key.text.empty() && key.text.find_first_of("(){}$., :") == std::string::npos;
    if (!fits || is_function(key.text)) {
      reader.complaints.add(key.place,
                            fmt::format("'{}' cannot be the name of a variable; use letters, digits "
                                        "and _",
                                        key.text));
      continue;
    }
    if (reader.scope.constants.contains(key.text)) {
      reader.complaints.add(key.place, fmt::format("'{}' is a variable already; rename one", key.text));
      continue;
    }
    std::optional<Value> value;
    if (said.kind == Node::Kind::scalar) {
      value = reader.scope.constant_value(said);
    } else {
      const Template json = read_json(said, reader);
      if (json.is_constant()) {
        value = Value{std::string(json.constant()), true};
      } else {
        reader.complaints.add(said.place, "only variables and the environment can stand in a variable");
      }
    }
    // Known all the same after a complaint, which need not be followed by one for each use.
    values.push_back(value ? value->text : "");
    reader.scope.constants[key.text] = value.value_or(Value{});
  }
  return values;
}

}  // namespace acrida::scenario::plan
