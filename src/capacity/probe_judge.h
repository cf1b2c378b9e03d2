// Does a service meet its rules at one load? Asked again and again while the samples come in, and honest
// about how little a minute of bursty misses proves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <acrida/export.h>

#include "capacity/spending.h"
#include "capacity/tick.h"

namespace acrida::capacity {

enum class Verdict {
  pass,       // every rule is proven to hold
  fail,       // a rule is proven to be broken, or the service does not keep up
  undecided,  // neither: so far, or for good when the time is over
  invalid     // the generator was too slow, which says nothing about the service
};
ACRIDA_API std::string_view name_of(Verdict verdict);

struct Rule {
  std::string name;    // as the user wrote it: p99<50ms
  double allowed = 0;  // the fraction of misses, 0 < allowed < 1: p99<… allows 0.01
};

// What a probe is meant to prove: it gives up when that is not likely any more.
enum class Aim {
  either,  // or to learn: it never gives up
  pass,
  fail
};

struct ProbeSettings {
  std::vector<Rule> rules;  // at least one
  Aim aim = Aim::either;
  // The chance, 0..1, of passing a load that breaks a rule, and of failing one that keeps all: over all
  // looks.
  double pass_error = 0.05;
  double fail_error = 0.05;
  double skip_s = 1;  // at the start, not judged: the service settles
  // How long is judged. Nothing passes before the one; what is not known by the other is undecided.
  double shortest_s = 0, longest_s = 60;
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
class ACRIDA_API ProbeJudge {
 public:
  explicit ProbeJudge(ProbeSettings settings);

  // REQUIRES: !decided(), as many rules in it as the settings have, and ticks of one length.
  void add(const Tick& tick);

  // Nothing more to learn here: passed, failed, invalid, or the time is over.
  bool decided() const { return decided_; }
  Verdict verdict() const { return verdict_; }
  // One sentence: which rule, what was seen, what is missing.
  const std::string& reason() const { return reason_; }
  // The rule that failed (or kept the probe from passing); kNoRule: none.
  static constexpr std::size_t kNoRule = static_cast<std::size_t>(-1);
  std::size_t rule() const { return rule_; }

  const std::vector<RuleEstimate>& estimates() const { return estimates_; }
  double judged_s() const { return judged_s_; }
  double throughput() const;  // completed a second
  // How long the service remembers: the integral of the autocorrelation of its requests in flight, in
  // seconds. Half of M/M/1's relaxation time.
  double memory_s() const { return memory_s_; }

 private:
  // What there is to say at this moment about a rule: the chances of so few misses on a load that breaks it,
  // and of so many on one that keeps it.
  struct RuleChance {
    double few = 1, many = 1;
  };
  void look();
  void estimate();
  RuleChance chance_of(std::size_t rule) const;
  bool is_independent() const;
  bool falls_behind(double level) const;
  bool hopeless(double chance, double error) const;
  void decide(Verdict verdict, std::string reason, std::size_t rule = kNoRule);

  ProbeSettings settings_;
  std::vector<Tick> ticks_;  // judged ones
  std::uint64_t first_in_flight_ = 0;
  std::size_t next_look_ = 0, unhealthy_ = 0;  // ticks
  double elapsed_s_ = 0, judged_s_ = 0, memory_s_ = 0;
  Spending pass_spending_, fail_spending_;
  std::vector<RuleEstimate> estimates_;
  bool decided_ = false;
  Verdict verdict_ = Verdict::undecided;
  std::string reason_ = "nothing was measured yet";
  std::size_t rule_ = kNoRule;
};

}  // namespace acrida::capacity
