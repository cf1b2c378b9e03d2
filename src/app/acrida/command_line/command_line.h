// The command line of a run, with the config files and environment variables that stand behind it. It is read
// in two steps, since the users files may declare options of their own: first what can be known without them,
// which files they are above all, then everything.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/acrida/command_line/config_files.h"
#include "app/acrida/command_line/option_set.h"
#include "app/acrida/command_line/options.h"
#include "app/acrida/command_line/setting.h"
#include "app/acrida/command_line/surroundings.h"
#include "app/acrida/command_line/words.h"

namespace acrida::app {

class CommandLine {
 public:
  // Reads the config files. Throws base::UsageError for what is wrong whatever the users files declare, but
  // never when help or the version is asked for.
  CommandLine(std::vector<std::string> words, Surroundings surroundings);

  bool wants_help() const { return wants("help"); }
  bool wants_version() const { return wants("version"); }

  // The users files, whoever names them (without anybody, the folder's locustfile.py, if there is one); also
  // when help is asked for.
  std::vector<std::string> files() const;

  // What a plan file says about options.
  void add_plan(Settings said) { plan_ = std::move(said); }

  // All but user_classes and custom, for loading the users files. Options that are not known may still be
  // theirs. Throws base::UsageError. REQUIRES: neither help nor the version is asked for.
  RunOptions before_loading() const;

  // Everything, strictly. Throws base::UsageError with one sentence that names the option and the cure, and
  // base::RunError when `custom` holds a name that is taken.
  RunOptions options(const std::vector<CustomOption>& custom) const;

 private:
  bool wants(const char* flag) const { return first_.settings.find(flag) != first_.settings.end(); }
  // What config files, variables, these words and the folder say together.
  Settings settings_of(const Words& words, const OptionSet& known) const;

  std::vector<std::string> words_;
  Surroundings surroundings_;
  Words first_;
  std::vector<ConfigFile> config_;
  Settings plan_;
};

}  // namespace acrida::app
