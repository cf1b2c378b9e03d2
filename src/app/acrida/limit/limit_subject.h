// What the probes of a search are made of: a URL that is asked, or a users file.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/acrida/attack/attack_line.h"
#include "app/acrida/control_loop.h"
#include "app/acrida/loaded_users.h"

namespace acrida::app {

class LimitSubject {
 public:
  // `words`: as of an attack, or with -f as of a run. Throws base::UsageError for words that a search has no
  // use for, or when nothing is named.
  LimitSubject(std::vector<std::string> words, ControlLoop& control);

  bool is_a_file() const { return !asked_; }
  // Anew each time. As load_users().
  std::variant<LoadedUsers, int> load() const;

 private:
  std::vector<std::string> words_;
  ControlLoop& control_;
  std::optional<AttackOptions> asked_;
};

}  // namespace acrida::app
