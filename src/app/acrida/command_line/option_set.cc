#include "app/acrida/command_line/option_set.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/failure.h"
#include "base/text.h"

namespace acrida::app {
namespace {

bool is_name(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= '0' && c <= '9') || (base::lowered(c) >= 'a' && base::lowered(c) <= 'z') || c == '-' ||
           c == '_';
  };
  return !text.empty() && text.front() != '-' && std::all_of(text.begin(), text.end(), fits);
}

}  // namespace

OptionSet::OptionSet(const std::vector<CustomOption>& custom)
    : rows_(option_table().begin(), option_table().end()) {
  for (const auto& each : custom) {
    if (!is_name(each.name)) {
      throw base::RunError(
          fmt::format("the users file declares the option '{}', whose name is not letters, digits and dashes",
                      each.name));
    }
    if (is_taken(each.name)) {
      throw base::RunError(fmt::format(
          "the users file declares the option '{}', and that name is taken; choose another one", each.name));
    }
    const std::string_view metavar = each.type == OptionType::flag ? "" : "VALUE";
    rows_.push_back({each.name, each.letter, each.name, "", each.type, metavar, each.default_value,
                     OptionGroup::users_file, each.help, each.hidden});
  }
}

bool OptionSet::is_taken(std::string_view name) const {
  return std::any_of(rows_.begin(), rows_.end(), [&](const OptionRow& row) {
    return row.name == name || (is_early(row) && row.name.starts_with(name));
  });
}

const OptionRow* OptionSet::named(std::string_view name) const {
  const auto found = std::find_if(rows_.begin(), rows_.end(), [&](const OptionRow& row) {
    return row.name == name && row.type != OptionType::positional;
  });
  return found == rows_.end() ? nullptr : &*found;
}

const OptionRow* OptionSet::lettered(char letter) const {
  if (letter == 0) return nullptr;
  const auto found =
      std::find_if(rows_.begin(), rows_.end(), [&](const auto& row) { return row.letter == letter; });
  return found == rows_.end() ? nullptr : &*found;
}

std::vector<const OptionRow*> OptionSet::beginning_with(std::string_view prefix) const {
  std::vector<const OptionRow*> found;
  for (const auto& row : rows_) {
    if (row.name.starts_with(prefix) && !row.hidden && row.type != OptionType::positional)
      found.push_back(&row);
  }
  return found;
}

// With its dashes a short name has room for two slips of the keyboard: --hots.
std::optional<std::string> OptionSet::nearest(std::string_view mistyped) const {
  std::vector<std::string> names;
  for (const auto& row : rows_) {
    if (!row.hidden && row.type != OptionType::positional) names.push_back(fmt::format("--{}", row.name));
  }
  const auto near = base::nearest(fmt::format("--{}", mistyped), names);
  if (!near) return std::nullopt;
  return near->substr(2);
}

bool is_early(const OptionRow& row) {
  constexpr std::array<std::string_view, 6> kEarly{"locustfile", "config", "loglevel",
                                                   "logfile",    "help",   "version"};
  return std::find(kEarly.begin(), kEarly.end(), row.name) != kEarly.end();
}

bool is_config_key(const OptionRow& row) {
  return row.type != OptionType::positional && row.name != "config" && row.name != "help" &&
         row.name != "version";
}

}  // namespace acrida::app
