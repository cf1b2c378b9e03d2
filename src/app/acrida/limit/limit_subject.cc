#include "app/acrida/limit/limit_subject.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "app/acrida/attack/attack_scenario.h"
#include "app/acrida/cpp_users.h"
#include "base/failure.h"

namespace acrida::app {
namespace {

bool names_a_file(const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word.starts_with("-f") || word.starts_with("--locustfile");
  });
}

// What a probe decides for itself must not be said for all of them.
void refuse_loads(const std::vector<std::string>& words) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kLoads{
      {{"--rate", ""}, {"--stages", ""}, {"--iterations", "-n"}, {"--warmup", ""}}};
  for (const std::string& word : words) {
    const std::string_view option = std::string_view(word).substr(0, word.find('='));
    if (option == "--run-time" || option == "-t" || option == "-d")
      throw base::UsageError(fmt::format(
          "{}: how long a probe takes follows from what it shows; --budget bounds the search", option));
    for (const auto& [name, letter] : kLoads) {
      if (option != name && (letter.empty() || option != letter)) continue;
      throw base::UsageError(fmt::format(
          "{} is for runs; a search decides it, and --start, --highest and --budget bound it", option));
    }
  }
}

}  // namespace

LimitSubject::LimitSubject(std::vector<std::string> words, ControlLoop& control)
    : words_(std::move(words)), control_(control) {
  refuse_loads(words_);
  if (names_a_file(words_)) return;
  const AttackLine line(words_);
  if (!line.names_a_url())
    throw base::UsageError(
        "nothing to ask: name a URL, as in acrida limit http://127.0.0.1:8080/predict, or a users file with "
        "-f");
  asked_.emplace(line.options(stdin));
}

std::variant<LoadedUsers, int> LimitSubject::load() const {
  if (!asked_) return load_users(words_, control_);
  const RunOptions& options = asked_->run;
  auto log = base::value_or_throw(base::Log::open(options.log_level, options.log_file, "acrida"));
  auto users = std::make_unique<CppUsers>(control_, scenario_of(asked_->request), log);
  return LoadedUsers{options, std::move(log), std::move(users)};
}

}  // namespace acrida::app
