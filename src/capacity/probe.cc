#include "capacity/probe.h"

namespace acrida::capacity {

std::string_view name_of(ProbeKind kind) {
  switch (kind) {
    case ProbeKind::climb: return "climb";
    case ProbeKind::narrow: return "narrow";
    case ProbeKind::confirm: return "confirm";
    case ProbeKind::descend: return "descend";
  }
  return "?";
}

ProbeResult result_of(const Probe& probe, const ProbeJudge& judge) {
  ProbeResult result;
  result.probe = probe;
  result.verdict = judge.verdict();
  result.reason = judge.reason();
  result.rule = judge.rule();
  result.rules = judge.estimates();
  result.judged_s = judge.judged_s();
  result.throughput = judge.throughput();
  return result;
}

}  // namespace acrida::capacity
