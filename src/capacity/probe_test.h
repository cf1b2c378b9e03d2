// Does a service meet its rules at one load? Asked again and again while the samples come in, and honest
// about how little a minute of bursty misses proves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <acrida/export.h>

#include "capacity/tick.h"

namespace acrida::capacity {

enum class Verdict {
  pass,       // every rule is proven to hold
  fail,       // a rule is proven to be broken, or the service does not keep up
  undecided,  // neither: so far, or for good when the time is over
  invalid     // the generator was too slow, which says nothing about the service
};
std::string_view name_of(Verdict verdict);

struct ProbeSettings {
  std::vector<double> allowed;  // by rule: the fraction of misses it allows, 0 < p < 1; p99<… allows 0.01
  // The chance, 0..1, of passing a load that breaks a rule, and of failing one that keeps all: over all
  // looks.
  double pass_error = 0.05;
  double fail_error = 0.05;
  double skip_s = 1;  // at the start, not judged: the service settles
  double longest_s =
      60;  // of what is judged: then the verdict stands. What is not known by then is undecided
};

// What was seen of one rule, of the ticks that are judged.
struct RuleEstimate {
  std::uint64_t misses = 0, of = 0;
  // How many times more the number of misses varies than if requests missed independently of each other, >=
  // 1: misses come in bursts, and only every so manieth request tells something new.
  double inflation = 1;

  double fraction() const { return of == 0 ? 0 : static_cast<double>(misses) / static_cast<double>(of); }
  double effective() const { return static_cast<double>(of) / inflation; }  // requests
};

// Feed it ticks in order until decided(). Pure: the same ticks give the same verdict.
class ACRIDA_API ProbeTest {
 public:
  explicit ProbeTest(ProbeSettings settings);

  // REQUIRES: as many rules in it as settings.allowed has.
  void add(const Tick& tick);

  // Nothing more to learn here: passed, failed, invalid, or the time is over.
  bool decided() const { return decided_; }
  Verdict verdict() const { return verdict_; }
  // One sentence: which rule, what was seen, what is missing.
  const std::string& reason() const { return reason_; }
  // The rule that failed (or kept the probe from passing); npos: none.
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);
  std::size_t rule() const { return rule_; }

  const std::vector<RuleEstimate>& estimates() const { return estimates_; }
  double judged_s() const { return judged_s_; }
  // How long the service remembers: the integral of the autocorrelation of its requests in flight, in
  // seconds. Half of M/M/1's relaxation time.
  double memory_s() const { return memory_s_; }

 private:
  void look(bool last);
  void decide(Verdict verdict, std::string reason, std::size_t rule = npos);

  ProbeSettings settings_;
  std::vector<Tick> ticks_;  // judged ones
  double elapsed_s_ = 0, judged_s_ = 0, memory_s_ = 0;
  double next_look_s_ = 0;
  double spent_ = 0;  // part of the errors, 0..1, that earlier looks have used up
  std::vector<RuleEstimate> estimates_;
  bool decided_ = false;
  Verdict verdict_ = Verdict::undecided;
  std::string reason_ = "nothing was measured yet";
  std::size_t rule_ = npos;
};

}  // namespace acrida::capacity
