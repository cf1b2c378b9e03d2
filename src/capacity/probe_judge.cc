#include "capacity/probe_judge.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "capacity/evidence.h"

namespace acrida::capacity {
namespace {

// Looks come after so many ticks, then each time after a quarter more.
constexpr std::size_t kFirstLook = 5;
constexpr double kNextLook = 1.25;
// M/M/1's relaxation time is twice its memory, and five hundred of
// those are needed before the absence of bursts says anything.
constexpr double kMemoriesForPass = 1000;
// Batches are nearly independent when they are this many memories long.
constexpr double kMemoriesOfBatch = 10;
// When they are not, so few of them are taken for a proof of failure.
constexpr std::size_t kLongBatches = 8;
// As long as the bursts that were seen are fewer, their size is not known well.
constexpr double kManyBursts = 60;
// A probe gives up no earlier than at this part of its longest time; so many standard deviations better than
// seen is what it still hopes for; and the last look has about this part of the error.
constexpr double kNoHopeBefore = 0.25, kHope = 1, kLastLook = 0.75;
// Falling behind is judged by this, and by a part of the error.
constexpr double kKeepsUp = 0.98, kBacklogShare = 0.1;
constexpr double kMostUnhealthy = 0.05;

std::string percent(double fraction) { return fmt::format("{:.3g} %", 100 * fraction); }

}  // namespace

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass: return "pass";
    case Verdict::fail: return "fail";
    case Verdict::undecided: return "undecided";
    case Verdict::invalid: return "invalid";
  }
  return "?";
}

ProbeJudge::ProbeJudge(ProbeSettings settings)
    : settings_(std::move(settings)),
      next_look_(kFirstLook),
      pass_spending_(settings_.pass_error),
      // One of several ways to fail is enough, so that they share the error; to pass, all must be proven.
      fail_spending_((1 - kBacklogShare) * settings_.fail_error /
                     static_cast<double>(settings_.rules.size())),
      estimates_(settings_.rules.size()) {}

void ProbeJudge::add(const Tick& tick) {
  elapsed_s_ += tick.seconds;
  // Half a tick of slack, so that sums of fractions end where they are meant to.
  if (elapsed_s_ <= settings_.skip_s + tick.seconds / 2) {
    first_in_flight_ = tick.in_flight;
    return;
  }
  ticks_.push_back(tick);
  judged_s_ += tick.seconds;
  if (!tick.healthy) {
    ++unhealthy_;
    // What the generator was too slow for is nobody's miss.
    for (RuleCount& rule : ticks_.back().rules) rule = {};
  }
  for (std::size_t i = 0; i < estimates_.size(); ++i) {
    estimates_[i].misses += ticks_.back().rules[i].misses;
    estimates_[i].of += ticks_.back().rules[i].of;
  }
  const bool last = judged_s_ >= settings_.longest_s - tick.seconds / 2;
  if (!last && ticks_.size() < next_look_) return;
  next_look_ =
      std::max(next_look_ + 1, static_cast<std::size_t>(static_cast<double>(next_look_) * kNextLook));
  look();
  if (last) decided_ = true;
}

double ProbeJudge::throughput() const {
  double completed = 0;
  for (const Tick& tick : ticks_) completed += static_cast<double>(tick.completed);
  return judged_s_ == 0 ? 0 : completed / judged_s_;
}

void ProbeJudge::estimate() {
  memory_s_ = memory_of(ticks_);
  for (std::size_t i = 0; i < estimates_.size(); ++i) {
    RuleEstimate& seen = estimates_[i];
    const double measured = inflation_of(ticks_, i);
    // Bursts that were not seen cannot be measured. How long the queue remembers says how large they would
    // be, if misses come from the queue; the more bursts there were, the less that is needed.
    const double by_memory = 2 * memory_s_ * static_cast<double>(seen.of) / judged_s_;
    const double doubt = std::min(1.0, kManyBursts * measured / static_cast<double>(seen.misses + 1));
    seen.inflation = measured + doubt * std::max(0.0, by_memory - measured);
  }
}

ProbeJudge::RuleChance ProbeJudge::chance_of(std::size_t rule) const {
  const RuleEstimate& seen = estimates_[rule];
  if (seen.of == 0) return {};
  const double allowed = settings_.rules[rule].allowed;
  const Batches batches = batches_of(ticks_.size());
  const auto degrees_of = [](const Batches& some) { return static_cast<double>(some.count - 1); };
  RuleChance chance;
  chance.few = chance_of_so_few(seen.fraction(), seen.effective(), allowed, degrees_of(batches));
  const auto many = [&](std::size_t wanted) {
    const double effective = static_cast<double>(seen.of) / inflation_of(ticks_, rule, wanted);
    return chance_of_so_many(seen.fraction(), effective, allowed,
                             degrees_of(batches_of(ticks_.size(), wanted)));
  };
  chance.many = many(kBatches);
  if (!is_independent()) chance.many = std::max(chance.many, many(kLongBatches));
  return chance;
}

// Whether the batches hardly know of each other.
bool ProbeJudge::is_independent() const {
  const auto length = static_cast<double>(batches_of(ticks_.size()).length);
  return memory_s_ * kMemoriesOfBatch <= length * ticks_.front().seconds;
}

bool ProbeJudge::falls_behind(double level) const {
  double offered = 0, before = static_cast<double>(first_in_flight_);
  const double growth = static_cast<double>(ticks_.back().in_flight) - before;
  for (const Tick& tick : ticks_) offered += static_cast<double>(tick.offered);
  if (growth <= (1 - kKeepsUp) * offered) return false;
  // A queue that only wanders comes back; one that falls behind grows in nearly every tick.
  const auto ticks = static_cast<double>(ticks_.size());
  double squares = 0;
  for (const Tick& tick : ticks_) {
    const double off = static_cast<double>(tick.in_flight) - before - growth / ticks;
    squares += off * off;
    before = static_cast<double>(tick.in_flight);
  }
  const double spread = std::sqrt(squares / (ticks - 1) / ticks);
  return spread == 0 || t_tail(growth / ticks / spread, ticks - 1) <= level;
}

bool ProbeJudge::hopeless(double chance, double error) const {
  const double part = judged_s_ / settings_.longest_s;
  if (part < kNoHopeBefore || part >= 1) return false;
  // If it goes on as it did, and somewhat better: the evidence grows with the root of the time.
  const double z = normal_quantile(chance), drift = (z + kHope) / std::sqrt(part);
  return z * std::sqrt(part) + drift * (1 - part) < normal_quantile(kLastLook * error);
}

void ProbeJudge::look() {
  estimate();
  const double part = std::min(1.0, judged_s_ / settings_.longest_s);
  const double pass_level = pass_spending_.level_at(part), fail_level = fail_spending_.level_at(part);
  if (static_cast<double>(unhealthy_) > kMostUnhealthy * static_cast<double>(ticks_.size())) {
    return decide(Verdict::invalid, fmt::format("the generator did not keep its schedule in {} of {} ticks",
                                                unhealthy_, ticks_.size()));
  }
  if (falls_behind(kBacklogShare * fail_level)) {
    return decide(
        Verdict::fail,
        fmt::format("the service does not keep up: {} requests were waiting at the end, {} at the start",
                    ticks_.back().in_flight, first_in_flight_));
  }
  const auto seen = [this](std::size_t rule) {
    return fmt::format("{}: {} of {} requests missed it, {} are allowed", settings_.rules[rule].name,
                       percent(estimates_[rule].fraction()), estimates_[rule].of,
                       percent(settings_.rules[rule].allowed));
  };
  double worst = -1, best_many = 1;
  std::size_t rule = 0;
  for (std::size_t i = 0; i < estimates_.size(); ++i) {
    const RuleChance chance = chance_of(i);
    if (chance.many <= fail_level) return decide(Verdict::fail, seen(i), i);
    best_many = std::min(best_many, chance.many);
    if (chance.few > worst) {
      worst = chance.few;
      rule = i;
    }
  }
  const bool long_enough = is_independent() && judged_s_ >= kMemoriesForPass * memory_s_;
  if (worst <= pass_level && long_enough && judged_s_ >= settings_.shortest_s) {
    return decide(Verdict::pass, seen(rule));
  }
  verdict_ = Verdict::undecided;
  reason_ =
      seen(rule) +
      (long_enough ? "; that is too close to tell"
                   : fmt::format("; the service remembers {:.2g} s, which takes longer to judge", memory_s_));
  rule_ = rule;
  decided_ = (settings_.aim == Aim::pass && hopeless(worst, settings_.pass_error)) ||
             (settings_.aim == Aim::fail && hopeless(best_many, settings_.fail_error));
}

void ProbeJudge::decide(Verdict verdict, std::string reason, std::size_t rule) {
  decided_ = true;
  verdict_ = verdict;
  reason_ = std::move(reason);
  rule_ = rule;
}

}  // namespace acrida::capacity
