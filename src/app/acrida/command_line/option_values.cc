#include "app/acrida/command_line/option_values.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/failure.h"
#include "base/text.h"

namespace acrida::app {
namespace {

bool is_one_of(std::string_view text, std::array<std::string_view, 3> words) {
  return std::any_of(words.begin(), words.end(), [&](auto word) { return base::iequals(text, word); });
}

}  // namespace

void OptionValues::complain(std::string_view name, std::string_view rest) const {
  const auto said = settings_.find(name);
  const auto place = said == settings_.end() ? fmt::format("--{}", name) : said->second.place;
  throw base::UsageError(fmt::format("{}: {}", place, rest));
}

std::optional<Source> OptionValues::source(std::string_view name) const {
  const auto said = settings_.find(name);
  if (said == settings_.end()) return std::nullopt;
  return said->second.source;
}

std::string OptionValues::text(std::string_view name) const {
  const auto said = settings_.find(name);
  if (said == settings_.end()) return std::string(options_.named(name)->default_value);
  if (said->second.written_as_list) complain(name, "takes one value, not a list");
  return said->second.values.back();
}

bool OptionValues::flag(std::string_view name) const {
  if (!given(name)) return false;
  const auto value = text(name);
  if (is_one_of(value, {"true", "yes", "1"})) return true;
  if (is_one_of(value, {"false", "no", "0"})) return false;
  complain(name, fmt::format("'{}' is none of true, yes, 1, false, no and 0", value));
}

std::int64_t OptionValues::integer(std::string_view name, std::int64_t low, std::int64_t high) const {
  const auto value = text(name);
  const auto number = base::parse_integer(value);
  if (number && *number >= low && *number <= high) return *number;
  complain(name, fmt::format("'{}' is not a whole number from {} to {}", value, low, high));
}

std::optional<base::Duration> OptionValues::timespan(std::string_view name) const {
  const auto value = text(name);
  if (value.empty() && !given(name)) return std::nullopt;
  if (const auto span = base::parse_timespan(value)) return span;
  complain(name, fmt::format("'{}' is no time; write 20, 20s, 3m, 2h, 1h20m or 500ms", value));
}

std::vector<std::string> OptionValues::each(std::string_view name) const {
  const auto said = settings_.find(name);
  return said == settings_.end() ? std::vector<std::string>{} : said->second.values;
}

std::vector<std::string> OptionValues::list(std::string_view name) const {
  std::vector<std::string> items;
  const auto said = settings_.find(name);
  if (said == settings_.end()) return items;
  for (const auto& value : said->second.values) {
    for (const auto part : base::split(value, ',')) {
      for (const auto word : base::split(part, ' ')) {
        if (const auto item = base::trimmed(word); !item.empty()) items.emplace_back(item);
      }
    }
  }
  return items;
}

}  // namespace acrida::app
