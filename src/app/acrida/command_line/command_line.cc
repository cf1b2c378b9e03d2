#include "app/acrida/command_line/command_line.h"

#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "app/acrida/command_line/precedence.h"
#include "base/failure.h"

namespace acrida::app {
namespace {

const std::vector<CustomOption> kNone;

// As with Locust: what is run when nobody names a file.
constexpr const char* kUsualFile = "locustfile.py";

void refuse(const std::string& sentence) {
  if (!sentence.empty()) throw base::UsageError(sentence);
}

}  // namespace

CommandLine::CommandLine(std::vector<std::string> words, Surroundings surroundings)
    : words_(std::move(words)),
      surroundings_(std::move(surroundings)),
      first_(sort_words(words_, OptionSet(kNone), Pass::first)) {
  const bool runs = !wants_help() && !wants_version();
  if (runs) refuse(first_.mistake);
  std::optional<std::string> named;
  const auto config = first_.settings.find("config");
  if (config != first_.settings.end() && !config->second.values.empty()) named = config->second.values.back();
  try {
    config_ = read_config_files(surroundings_, named);
  } catch (const base::UsageError&) {
    if (runs) throw;
  }
}

Settings CommandLine::settings_of(const Words& words, const OptionSet& known) const {
  auto settings = merged(config_, plan_, surroundings_, words, known);
  if (settings.find("locustfile") != settings.end()) return settings;
  const auto in_folder = std::filesystem::path(surroundings_.folder) / kUsualFile;
  std::error_code ignored;
  if (std::filesystem::is_regular_file(in_folder, ignored))
    settings["locustfile"] = {Source::file, kUsualFile, {in_folder.string()}};
  return settings;
}

std::vector<std::string> CommandLine::files() const {
  const OptionSet known(kNone);
  const auto settings = settings_of(first_, known);
  return users_files_of(OptionValues(known, settings));
}

RunOptions CommandLine::before_loading() const {
  if (files().empty()) return options(kNone);  // nobody is left who could declare what is not known
  const OptionSet known(kNone);
  const auto settings = settings_of(first_, known);
  refuse_what_cannot_work(settings, known);
  return run_options_of(OptionValues(known, settings));
}

RunOptions CommandLine::options(const std::vector<CustomOption>& custom) const {
  const OptionSet known(custom);
  const auto words = sort_words(words_, known, Pass::last);
  refuse(words.mistake);
  refuse(words.unknown);
  refuse_unknown_keys(config_, known);
  const auto settings = settings_of(words, known);
  const OptionValues values(known, settings);
  refuse_what_cannot_work(settings, known);
  auto options = run_options_of(values);
  if (options.files.empty())
    throw base::UsageError(
        "nothing to run: name a users file with -f FILE; in this folder there is no locustfile.py");
  options.user_classes = words.positional.empty() ? values.list("user-classes") : words.positional;
  for (const auto& each : custom) {
    if (each.type == OptionType::text) options.custom[each.name] = values.text(each.name);
  }
  return options;
}

}  // namespace acrida::app
