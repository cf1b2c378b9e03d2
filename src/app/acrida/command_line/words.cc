#include "app/acrida/command_line/words.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "base/text.h"

namespace acrida::app {
namespace {

// "-5" and "-.5" are values, "-x" and "--x" are options; "-" alone is a value (a stream's usual name).
bool looks_like_an_option(std::string_view word) {
  return word.size() > 1 && word[0] == '-' && !base::parse_number(word);
}

class Sorter {
 public:
  Sorter(const std::vector<std::string>& words, const OptionSet& options, Pass pass)
      : words_(words), options_(options), pass_(pass) {}

  Words sort() && {
    while (next_ < words_.size()) {
      const std::string_view word = words_[next_++];
      if (word == "--") {
        result_.positional.insert(result_.positional.end(), words_.begin() + position(), words_.end());
        break;
      }
      if (word.starts_with("--")) {
        long_option(word.substr(2));
      } else if (word.size() > 1 && word[0] == '-') {
        short_options(word.substr(1));
      } else {
        result_.positional.emplace_back(word);
      }
    }
    return std::move(result_);
  }

 private:
  std::ptrdiff_t position() const { return static_cast<std::ptrdiff_t>(next_); }

  void long_option(std::string_view word) {
    const auto equals = word.find('=');
    const auto name = word.substr(0, equals);
    const bool has_value = equals != std::string_view::npos;
    if (const auto* row = meant_by(name)) take(*row, has_value, has_value ? word.substr(equals + 1) : "");
  }

  // nullptr, and the reason noted: nobody or more than one.
  const OptionRow* meant_by(std::string_view name) {
    if (const auto* row = options_.named(name)) return row;
    auto candidates = name.empty() ? std::vector<const OptionRow*>{} : options_.beginning_with(name);
    if (pass_ == Pass::first && !(candidates.size() == 1 && is_early(*candidates.front())))
      candidates.clear();
    if (candidates.size() == 1) return candidates.front();
    if (candidates.empty()) {
      const auto near = options_.nearest(name);
      note(result_.unknown,
           fmt::format("unknown option --{}{}; '{} --help' lists them all", name,
                       near ? fmt::format(" (did you mean --{}?)", *near) : "", options_.command()));
      return nullptr;
    }
    std::string all;
    for (const auto* each : candidates) {
      const auto between = each == candidates.front() ? "" : each == candidates.back() ? " or " : ", ";
      all += fmt::format("{}--{}", between, each->name);
    }
    note(result_.mistake, fmt::format("--{} could be {}; write more of it", name, all));
    return nullptr;
  }

  // -f FILE, -fFILE, -f=FILE, and -lV for -l -V.
  void short_options(std::string_view letters) {
    while (!letters.empty()) {
      const auto* row = options_.lettered(letters.front());
      if (row == nullptr) {
        note(result_.unknown, fmt::format("unknown option -{}; '{} --help' lists them all",
                                          letters.substr(0, 1), options_.command()));
        return;
      }
      letters.remove_prefix(1);
      if (row->type == OptionType::flag && !letters.starts_with('=')) {
        take(*row, false, "");
        continue;
      }
      const bool has_value = !letters.empty();
      if (letters.starts_with('=')) letters.remove_prefix(1);
      return take(*row, has_value, letters);
    }
  }

  void take(const OptionRow& row, bool has_value, std::string_view value) {
    auto& setting = result_.settings[std::string(row.name)];
    setting.place = fmt::format("--{}", row.name);
    if (row.type == OptionType::flag) {
      if (has_value) note(result_.mistake, fmt::format("--{}: takes no value", row.name));
      setting.values = {"true"};
      return;
    }
    const bool grows = row.type == OptionType::list || row.type == OptionType::repeated;
    if (!grows) setting.values.clear();
    if (has_value) {
      setting.values.emplace_back(value);
      return;
    }
    const auto before = setting.values.size();
    while (next_ < words_.size() && !looks_like_an_option(words_[next_])) {
      setting.values.push_back(words_[next_++]);
      if (row.type != OptionType::list) break;
    }
    // An option that is refused is refused without its value, too.
    if (setting.values.size() == before && row.refusal.empty())
      note(result_.mistake, fmt::format("--{0}: a value is missing; write --{0} {1}", row.name, row.metavar));
  }

  static void note(std::string& place, std::string sentence) {
    if (place.empty()) place = std::move(sentence);
  }

  const std::vector<std::string>& words_;
  const OptionSet& options_;
  Pass pass_;
  std::size_t next_ = 0;
  Words result_;
};

}  // namespace

Words sort_words(const std::vector<std::string>& words, const OptionSet& options, Pass pass) {
  return Sorter(words, options, pass).sort();
}

}  // namespace acrida::app
