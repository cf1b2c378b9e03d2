// What a finished run is called, and its exit code.
#pragma once

#include <optional>

#include <acrida/export.h>

#include "stats/sink.h"

namespace acrida::stats {

struct Findings {
  std::optional<int> own_exit_code = {};  // what the users file itself has said
  bool output_failed = false;             // a file could not be finished
  bool generator_healthy = true;
  bool precision_asked = false;  // by a rate or a rule: then a slow generator makes the run invalid
  bool slo_broken = false;
  // There was a rule about the errors of all requests, and every rule about errors was kept: failures are
  // judged then.
  bool errors_kept = false;
  bool failures = false;  // or exceptions
  int exit_code_on_error = 1;
  bool listener_raised = false;  // a function of the whole run did
};

struct Decision {
  Verdict verdict = Verdict::pass;
  int exit_code = 0;

  bool operator==(const Decision&) const = default;
};

// The first of these that applies: the file's own code; 1 output; 4 invalid; 3 a rule is broken;
// exit_code_on_error for failures; 2 a listener raised; 0. The verdict is pass if and only if the exit code
// is 0, and invalid when it is 4.
ACRIDA_API Decision decide(const Findings& findings);

}  // namespace acrida::stats
