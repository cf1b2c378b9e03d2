#include "app/acrida/command_line/precedence.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "app/acrida/command_line/option_values.h"
#include "base/failure.h"

namespace acrida::app {
namespace {

const OptionRow* option_of(const ConfigLine& line, const OptionSet& options) {
  const auto* row = options.named(line.key);
  return row != nullptr && is_config_key(*row) ? row : nullptr;
}

bool says_nothing(const std::vector<std::string>& values) {
  return std::all_of(values.begin(), values.end(), [](const auto& value) { return value.empty(); });
}

std::string_view cure(Source source) {
  switch (source) {
    case Source::file:
    case Source::plan: return "remove the line";
    case Source::variable: return "unset it";
    case Source::words: break;
  }
  return "run without it";
}

}  // namespace

Settings merged(const std::vector<ConfigFile>& files, const Settings& plan, const Surroundings& surroundings,
                const Words& words, const OptionSet& options) {
  Settings settings;
  for (const auto& file : files) {
    for (const auto& line : file.lines) {
      const auto* row = option_of(line, options);
      if (row == nullptr || says_nothing(line.values)) continue;
      settings[std::string(row->name)] = {Source::file,
                                          fmt::format("{}:{}: {}", file.name, line.number, line.key),
                                          line.values, line.written_as_list};
    }
  }
  for (const auto& [name, setting] : plan) settings[name] = setting;
  for (const auto& row : options.rows()) {
    const auto variable = surroundings.environment.find(row.variable);
    if (row.variable.empty() || variable == surroundings.environment.end() || variable->second.empty())
      continue;
    settings[std::string(row.name)] = {Source::variable, variable->first, {variable->second}};
  }
  for (const auto& [name, setting] : words.settings) settings[name] = setting;
  return settings;
}

void refuse_unknown_keys(const std::vector<ConfigFile>& files, const OptionSet& options) {
  for (const auto& file : files) {
    for (const auto& line : file.lines) {
      if (option_of(line, options) != nullptr) continue;
      const auto near = options.nearest(line.key);
      throw base::UsageError(fmt::format("{}:{}: there is no option '{}'{}", file.name, line.number, line.key,
                                         near ? fmt::format(" (did you mean {}?)", *near) : ""));
    }
  }
}

void refuse_what_cannot_work(const Settings& settings, const OptionSet& options) {
  const OptionValues values(options, settings);
  for (const auto& row : options.rows()) {
    const auto said = settings.find(row.name);
    if (row.refusal.empty() || said == settings.end()) continue;
    const auto& setting = said->second;
    if (row.type == OptionType::flag && setting.source != Source::words && !values.flag(row.name)) continue;
    const auto name = setting.source == Source::variable ? fmt::format(" (--{})", row.name) : "";
    const auto ending = row.refusal == kNotBuilt ? fmt::format("; {}", cure(setting.source)) : "";
    throw base::UsageError(fmt::format("{}{} {}{}", setting.place, name, row.refusal, ending));
  }
}

}  // namespace acrida::app
