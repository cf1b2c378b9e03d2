// The command line of an attack. What is typed is all that counts: no config file and no variable of a users
// file's run says anything.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "app/acrida/attack/attacked_request.h"
#include "app/acrida/command_line/option_set.h"
#include "app/acrida/command_line/options.h"
#include "app/acrida/command_line/words.h"

namespace acrida::app {

struct AttackOptions {
  RunOptions run;
  AttackedRequest request;
};

class AttackLine {
 public:
  explicit AttackLine(const std::vector<std::string>& words);

  bool wants_help() const { return words_.settings.contains("help"); }
  // Perhaps too many.
  bool names_a_url() const { return !words_.positional.empty(); }
  bool wants_version() const { return words_.settings.contains("version"); }

  // Reads the body, from `in` if --body is '-'. Throws base::UsageError with one sentence that names the
  // option and the cure, and base::RunError for a body that cannot be read.
  AttackOptions options(std::FILE* in) const;

 private:
  OptionSet known_;
  Words words_;
};

// An attack that nothing else ends takes as long as attacks usually do.
void give_an_end(RunOptions& options);

// What --help prints: at most 80 columns wide.
std::string attack_help();

// What is about to happen, in one line: "POST http://127.0.0.1:8080/predict, 10 users for 10 s", and of other
// loads without the users; without credentials and without the query, which may hold some.
std::string headline_of(const load::RunPlan& plan, const AttackedRequest& request);

}  // namespace acrida::app
