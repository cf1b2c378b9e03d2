#include "scenario/plan/functions.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/text.h"

namespace acrida::scenario::plan {
namespace {

using Arguments = std::vector<std::string>;

std::optional<Source> integer(const Arguments& given) {
  if (given.size() != 2) return std::nullopt;
  const auto low = base::parse_integer(given[0]), high = base::parse_integer(given[1]);
  if (!low || !high || *low > *high) return std::nullopt;
  return RandomInteger{*low, *high};
}

std::optional<Source> real(const Arguments& given) {
  if (given.size() != 2 && given.size() != 3) return std::nullopt;
  const auto low = base::parse_number(given[0]), high = base::parse_number(given[1]);
  if (!low || !high || *low > *high || !std::isfinite(*high - *low)) return std::nullopt;
  if (given.size() == 2) return RandomReal{*low, *high, std::nullopt};
  const auto decimals = base::parse_integer(given[2]);
  if (!decimals || *decimals < 0 || *decimals > 15) return std::nullopt;
  return RandomReal{*low, *high, static_cast<int>(*decimals)};
}

std::optional<Source> choice(const Arguments& given) {
  if (given.empty()) return std::nullopt;
  RandomChoice made;
  for (const auto& each : given) made.among.push_back(value_of_text(each));
  return made;
}

template <class Made, Made made>
std::optional<Source> plain(const Arguments& given) {
  if (!given.empty()) return std::nullopt;
  return made;
}

struct Function {
  std::string_view name;
  std::string_view usage;
  std::optional<Source> (*make)(const Arguments&);
};

constexpr std::array kFunctions{
    Function{"random.integer", "random.integer(LOW, HIGH): two whole numbers, the lower one first", &integer},
    Function{"random.real", "random.real(LOW, HIGH) or random.real(LOW, HIGH, DECIMALS), the lower one first",
             &real},
    Function{"random.choice", "random.choice(ONE, ANOTHER, …)", &choice},
    Function{"uuid", "uuid, without arguments", [](const Arguments& a) { return plain<Uuid, Uuid{}>(a); }},
    Function{"time", "time, without arguments: seconds since 1970",
             [](const Arguments& a) { return plain<UnixTime, UnixTime{false}>(a); }},
    Function{"time.ms", "time.ms, without arguments: milliseconds since 1970",
             [](const Arguments& a) { return plain<UnixTime, UnixTime{true}>(a); }},
    Function{"time.iso", "time.iso, without arguments",
             [](const Arguments& a) { return plain<IsoTime, IsoTime{}>(a); }},
    Function{"user.index", "user.index, without arguments",
             [](const Arguments& a) { return plain<UserIndex, UserIndex{}>(a); }},
};

const Function* function_named(std::string_view name) {
  const auto found =
      std::find_if(kFunctions.begin(), kFunctions.end(), [&](const auto& each) { return each.name == name; });
  return found == kFunctions.end() ? nullptr : &*found;
}

std::string_view without_quotes(std::string_view text) {
  const bool quoted =
      text.size() >= 2 && (text.front() == '\'' || text.front() == '"') && text.back() == text.front();
  return quoted ? text.substr(1, text.size() - 2) : text;
}

}  // namespace

std::optional<Call> parse_call(std::string_view text) {
  text = base::trimmed(text);
  const auto open = text.find('(');
  if (open == std::string_view::npos) {
    if (text.find(')') != std::string_view::npos) return std::nullopt;
    return Call{text};
  }
  if (!text.ends_with(')')) return std::nullopt;
  Call call{base::trimmed(text.substr(0, open)), true};
  const auto inside = base::trimmed(text.substr(open + 1, text.size() - open - 2));
  if (inside.empty()) return call;
  for (const auto part : base::split(inside, ',')) call.arguments.emplace_back(base::trimmed(part));
  return call;
}

bool is_function(std::string_view name) { return function_named(name) != nullptr; }

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const auto& each : kFunctions) names.emplace_back(each.name);
  return names;
}

base::Result<Source> function_source(const Call& call) {
  const Function& function = *function_named(call.name);
  auto made = function.make(call.arguments);
  if (made) return std::move(*made);
  return base::Error{fmt::format("write {}", function.usage)};
}

Value value_of_text(std::string_view text) {
  const auto bare = without_quotes(text);
  const bool json = bare.size() == text.size() &&
                    (text == "true" || text == "false" || text == "null" || base::is_json_number(text));
  return {std::string(bare), json};
}

}  // namespace acrida::scenario::plan
