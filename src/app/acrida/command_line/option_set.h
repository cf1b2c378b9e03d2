// The options that one command line may name: those of the table and those that its users files declare.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/option_table.h"

namespace acrida::app {

// An option that a users file declares: "model" is given as --model VALUE, or as a key of a config file.
struct CustomOption {
  std::string name;  // letters, digits, dashes and underscores
  std::string default_value;
  std::string help;
  OptionType type = OptionType::text;
  char letter = 0;  // -m VALUE; 0: none
  bool hidden = false;
};

class OptionSet {
 public:
  // REQUIRES: `custom` outlives the set. Throws base::RunError for a name that is none or that is taken.
  explicit OptionSet(const std::vector<CustomOption>& custom);
  // Those of a command of its own. Two rows of one name are one option with two letters.
  OptionSet(std::vector<OptionRow> rows, std::string_view command)
      : command_(command), rows_(std::move(rows)) {}

  // Whose --help lists them: "acrida".
  std::string_view command() const { return command_; }

  // nullptr: there is none.
  const OptionRow* named(std::string_view name) const;
  const OptionRow* lettered(char letter) const;

  // Those that an abbreviation could mean; hidden ones must be written in full.
  std::vector<const OptionRow*> beginning_with(std::string_view prefix) const;

  // The name that a mistyped one was probably meant to be.
  std::optional<std::string> nearest(std::string_view mistyped) const;

  const std::vector<OptionRow>& rows() const { return rows_; }

 private:
  bool is_taken(std::string_view name) const;

  std::string_view command_ = "acrida";
  std::vector<OptionRow> rows_;
};

// Whether its value is needed for loading the users files, when the options that these declare are not known
// yet. So no such option may look like an abbreviation of an early one.
bool is_early(const OptionRow& row);

// Whether it may stand in a config file: what only the command line itself can say may not.
bool is_config_key(const OptionRow& row);

}  // namespace acrida::app
