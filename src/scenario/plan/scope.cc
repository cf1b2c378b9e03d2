#include "scenario/plan/scope.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "scenario/plan/functions.h"

namespace acrida::scenario::plan {
namespace {

std::string meant(std::string_view mistyped, const std::vector<std::string>& known) {
  const auto near = base::nearest(mistyped, known);
  if (near) return fmt::format("did you mean ${{{}}}?", *near);
  if (known.empty()) return "say it under variables:, or extract it from an answer";
  return fmt::format("the names are: {}", fmt::join(known, ", "));
}

Piece constant_piece(const Value& value, Encoding encoding) {
  std::string text;
  append_value(text, value.text, value.json, encoding);
  return {std::move(text), encoding};
}

}  // namespace

std::uint32_t Slots::slot_of(const std::string& name, Place at) {
  const auto [entry, is_new] = by_name_.emplace(name, static_cast<std::uint32_t>(slots_.size()));
  if (is_new) slots_.push_back({name, at});
  return entry->second;
}

std::uint32_t Slots::use(const std::string& name, Place at) { return slot_of(name, at); }

std::uint32_t Slots::extract(const std::string& name) {
  const auto slot = slot_of(name, {});
  slots_[slot].extracted = true;
  return slot;
}

void Slots::refuse_unknown(const std::vector<std::string>& known, Complaints& complaints) const {
  std::vector<std::string> names = known;
  for (const auto& each : slots_) {
    if (each.extracted) names.push_back(each.name);
  }
  for (const auto& each : slots_) {
    if (!each.extracted)
      complaints.add(each.first_used,
                     fmt::format("there is no variable '{}'; {}", each.name, meant(each.name, names)));
  }
}

std::vector<Slot> Slots::all() const {
  std::vector<Slot> slots;
  for (const auto& each : slots_) slots.push_back({each.name});
  return slots;
}

std::vector<std::string> Scope::known_names() const {
  std::vector<std::string> names = function_names();
  for (const auto& [name, value] : constants) names.push_back(name);
  if (data != nullptr) {
    for (const auto& source : *data) names.push_back(source->name());
  }
  return names;
}

Template Scope::compile(std::string_view text, Place at, Encoding encoding) {
  Template made{std::string(text)};
  compile(text, at, encoding, encoding, made);
  return made;
}

void Scope::compile(std::string_view text, Place at, Encoding whole, Encoding inside, Template& into) {
  const bool is_whole =
      text.starts_with("${") && text.find('}') == text.size() - 1;  // no name and no function holds a }
  if (is_whole) {
    if (auto piece = source_of(text.substr(2, text.size() - 3), at, whole)) into.add(std::move(*piece));
    return;
  }
  const auto literal = [&](std::string_view part) {
    std::string encoded;
    append_value(encoded, part, false, inside == Encoding::percent ? Encoding::text : inside);
    into.add(encoded);
  };
  if (whole == Encoding::json_value) into.add("\"");
  bool at_start = true;
  while (!text.empty()) {
    const auto dollar = text.find("${");
    if (dollar == std::string_view::npos) {
      literal(text);
      break;
    }
    if (dollar > 0 && text[dollar - 1] == '$') {  // "$${" is "${" and no template
      literal(text.substr(0, dollar));
      literal("{");
      text.remove_prefix(dollar + 2);
      at_start = false;
      continue;
    }
    literal(text.substr(0, dollar));
    at_start &= dollar == 0;
    const auto end = text.find('}', dollar);
    if (end == std::string_view::npos) {
      complaints_.add(at, "a ${ has no } behind it; write $${ where no template is meant");
      return;
    }
    // Where a path begins, a whole address may stand.
    const auto encoding = at_start && inside == Encoding::percent ? Encoding::text : inside;
    if (auto piece = source_of(text.substr(dollar + 2, end - dollar - 2), at, encoding))
      into.add(std::move(*piece));
    at_start = false;
    text.remove_prefix(end + 1);
  }
  if (whole == Encoding::json_value) into.add("\"");
}

std::optional<Piece> Scope::source_of(std::string_view expression, Place at, Encoding encoding) {
  std::optional<std::string> otherwise;
  if (const auto colon = expression.find(":-"); colon != std::string_view::npos) {
    otherwise = expression.substr(colon + 2);
    expression = expression.substr(0, colon);
  }
  const auto call = parse_call(expression);
  if (!call || call->name.empty()) {
    complaints_.add(at, fmt::format("${{{}}} cannot be read; write a name or a function such as "
                                    "${{random.integer(1, 100)}}",
                                    expression));
    return std::nullopt;
  }
  if (is_function(call->name)) {
    if (call->name == "user.index" && own == nullptr) {
      complaints_.add(at, "there is no user here whose ${user.index} could be told");
      return std::nullopt;
    }
    auto source = function_source(*call);
    if (source) return Piece{std::move(*source), encoding};
    complaints_.add(at, source.error().message);
    return std::nullopt;
  }
  if (call->brackets) {
    const auto names = function_names();
    const auto near = base::nearest(call->name, names);
    complaints_.add(at, fmt::format("there is no function '{}'; {}", call->name,
                                    near ? fmt::format("did you mean '{}'?", *near)
                                         : fmt::format("there are: {}", fmt::join(names, ", "))));
    return std::nullopt;
  }
  return named(std::string(call->name), otherwise, at, encoding);
}

std::optional<Piece> Scope::named(const std::string& name, const std::optional<std::string>& otherwise,
                                  Place at, Encoding encoding) {
  if (const auto constant = constants.find(name); constant != constants.end())
    return constant_piece(constant->second, encoding);
  if (name.starts_with("env.")) return environment_value(name.substr(4), otherwise, at, encoding);
  const auto dot = name.find('.');
  if (dot != std::string::npos)
    return row_of(std::string_view(name).substr(0, dot), std::string_view(name).substr(dot + 1), at,
                  encoding);
  if (bare_environment) return environment_value(name, otherwise, at, encoding);
  if (data != nullptr) {
    const auto is_it = [&](const auto& source) { return source->name() == name; };
    const auto whole = std::find_if(data->begin(), data->end(), is_it);
    if (whole != data->end()) {
      (*whole)->prepare_whole_rows();
      return Piece{FromRow{static_cast<std::uint32_t>(whole - data->begin()), DataSource::kWholeRow},
                   encoding};
    }
  }
  if (shared != nullptr && (in_setup || shared->has(name)))
    return Piece{FromSlot{shared->use(name, at), true}, encoding};
  if (own != nullptr) return Piece{FromSlot{own->use(name, at), false}, encoding};
  complaints_.add(at, fmt::format("there is no variable '{}'; {}", name, meant(name, known_names())));
  return std::nullopt;
}

std::optional<Piece> Scope::row_of(std::string_view name, std::string_view column, Place at,
                                   Encoding encoding) {
  if (data == nullptr) {
    complaints_.add(at, fmt::format("${{{}.{}}}: no row is drawn here", name, column));
    return std::nullopt;
  }
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < data->size(); ++i) {
    const auto& source = *(*data)[i];
    names.push_back(source.name());
    if (source.name() != name) continue;
    if (const auto index = source.table().column(column))
      return Piece{FromRow{i, static_cast<std::uint32_t>(*index)}, encoding};
    else
      complaints_.add(at, index.error().message);
    return std::nullopt;
  }
  const auto full = fmt::format("{}.{}", name, column);
  auto functions = function_names();
  if (const auto near = base::nearest(full, functions)) {
    complaints_.add(at, fmt::format("there is no '{}'; did you mean ${{{}}}?", full, *near));
    return std::nullopt;
  }
  const auto near = base::nearest(name, names);
  complaints_.add(at, fmt::format("${{{}}}: no rows are named '{}'; {}", full, name,
                                  near            ? fmt::format("did you mean '{}'?", *near)
                                  : names.empty() ? "name a file of them under data:"
                                                  : fmt::format("there are: {}", fmt::join(names, ", "))));
  return std::nullopt;
}

std::optional<Piece> Scope::environment_value(const std::string& name,
                                              const std::optional<std::string>& otherwise, Place at,
                                              Encoding encoding) {
  auto value = environment_(name);
  if (!value || (value->empty() && otherwise)) value = otherwise;
  if (value) return constant_piece({std::move(*value)}, encoding);
  complaints_.add(at, fmt::format("the environment has no variable {0}; start with {0}=… acrida …, or give a "
                                  "default: ${{{0}:-…}}",
                                  name));
  return std::nullopt;
}

std::optional<std::string> Scope::constant_text(std::string_view text, Place at) {
  const Template made = compile(text, at);
  if (made.is_constant()) return std::string(made.constant());
  complaints_.add(at, "only variables and the environment can stand here, for it is read before the run");
  return std::nullopt;
}

std::optional<Value> Scope::constant_value(const Node& scalar) {
  if (scalar.text.find("${") == std::string::npos) return plain_value(scalar);
  if (scalar.text.starts_with("${") && scalar.text.find('}') == scalar.text.size() - 1) {
    const auto known = constants.find(scalar.text.substr(2, scalar.text.size() - 3));
    if (known != constants.end()) return known->second;
  }
  auto text = constant_text(scalar.text, scalar.place);
  if (!text) return std::nullopt;
  return Value{std::move(*text)};
}

Value plain_value(const Node& scalar) {
  if (!scalar.plain) return {scalar.text};
  if (scalar.is_null()) return {"null", true};
  if (scalar.text == "True" || scalar.text == "False")
    return {scalar.text == "True" ? "true" : "false", true};
  Value value = value_of_text(scalar.text);
  value.text = scalar.text;
  return value;
}

}  // namespace acrida::scenario::plan
