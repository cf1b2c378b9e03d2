// Searches the limits of services whose limits are known and prints what each search found, and how often the
// interval holds the truth, how wide it is, and whether anything was called a pass that is not.
//
//   limit_trials probes           200 single probes each of M/M/1 at 80 %, 200,000 requests long
//   limit_trials direct|client FIRST LAST MINUTES [SERVICE]
//
// `direct` simulates the queue alone; `client` runs the shipped runner, users, client and HTTP/1 in simulated
// time against a server with that queue. Seeds FIRST … LAST take the services in turn, or SERVICE, 0 … 5,
// alone. MINUTES is the budget at 1000 a second; a service at 100 a second has ten times as many. Exits with
// 1 when fewer intervals than 183 of 200 hold the truth, or anything was called a pass that is not.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "bench/limit_client.h"
#include "capacity/search.h"
#include "tests/fakes/limit_services.h"

namespace acrida::bench {
namespace {

using capacity::Verdict;

constexpr double kStart = 20;  // a second, for every service
constexpr int kBefore = 5;     // seconds of the load before a descending probe

capacity::ProbeResult direct(const capacity::Probe& probe, const fakes::LimitService& service,
                             std::uint64_t seed) {
  fakes::QueueSimulation queue(service.queue, probe.after_load > 0 ? probe.after_load : probe.load, seed);
  if (probe.after_load > 0) {
    for (int second = 0; second < kBefore; ++second) queue.tick();
    queue.change_rate(probe.load);
  }
  capacity::ProbeJudge judge(probe.settings);
  while (!judge.decided()) judge.add(queue.tick());
  return result_of(probe, judge);
}

capacity::ProbeResult through_client(const capacity::Probe& probe, const fakes::LimitService& service,
                                     std::uint64_t seed) {
  // The time of a service is the end of a bucket, so that its last whole microsecond counts the same.
  const auto microseconds = std::llround(service.queue.latency_limit * 1e6) - 1;
  const auto rule = stats::parse_slo(fmt::format("p99<={:.3f}ms", static_cast<double>(microseconds) / 1000));
  if (!rule) throw std::logic_error(rule.error().message);
  const std::vector<stats::SloRule> rules = {*rule};
  LimitClient client(probe, service, rules, seed);
  return client.carry_out(probe);
}

void judge_single_probes() {
  constexpr double kRate = 1000, kWork = 1250;
  fmt::print(
      "single probes of M/M/1 at 80 %, 1000/s, rule: 1 % misses, errors 5 %; up to 200,000 requests, seeds "
      "1-200\n");
  for (const double truth : {0.005, 0.008, 0.010, 0.012, 0.015, 0.020}) {
    int counts[4] = {};
    double judged_s = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
      fakes::QueueSimulation queue({1, 1 / kWork, true, -std::log(truth) / (kWork - kRate)}, kRate, seed);
      capacity::ProbeSettings settings;
      settings.rules = {{"1 % misses", 0.01}};
      settings.longest_s = 199;
      capacity::ProbeJudge judge(settings);
      while (!judge.decided()) judge.add(queue.tick());
      ++counts[static_cast<int>(judge.verdict())];
      judged_s += judge.judged_s();
    }
    fmt::print("true misses {:.1f} %: pass {:3}  fail {:3}  undecided {:3}  invalid {}  mean {:3.0f} s\n",
               100 * truth, counts[0], counts[1], counts[2], counts[3], judged_s / 200);
  }
}

// The chance of at most so many of `of` misses, each of which has this probability.
double binomial_at_most(std::uint64_t misses, std::uint64_t of, double probability) {
  const auto n = static_cast<double>(of);
  double sum = 0;
  for (std::uint64_t i = 0; i <= misses; ++i) {
    const auto k = static_cast<double>(i);
    sum += std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) +
                    k * std::log(probability) + (n - k) * std::log1p(-probability));
  }
  return sum;
}

// What the same load would be called by those who take requests for independent of each other.
void judge_naively() {
  constexpr double kRate = 1000, kWork = 1250, kTruth = 0.012, kAllowed = 0.01;
  constexpr int kSkip = 20, kSeconds = 8;
  int by_percentile = 0, by_binomial = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    fakes::QueueSimulation queue({1, 1 / kWork, true, -std::log(kTruth) / (kWork - kRate)}, kRate, seed);
    for (int i = 0; i < kSkip; ++i) queue.tick();
    std::uint64_t misses = 0, of = 0;
    for (int i = 0; i < kSeconds; ++i) {
      const auto rule = queue.tick().rules.front();
      misses += rule.misses;
      of += rule.of;
    }
    by_percentile += static_cast<double>(misses) <= kAllowed * static_cast<double>(of) ? 1 : 0;
    by_binomial += binomial_at_most(misses, of, kAllowed) <= 0.01 ? 1 : 0;
  }
  fmt::print(
      "for comparison, {} s of true misses 1.2 %: the percentile itself passes {}, a binomial test of 1 % "
      "error {}\n",
      kSeconds, by_percentile, by_binomial);
}

struct Sum {
  int searches = 0, held = 0, found = 0, wrong = 0;
  std::vector<double> widths, seconds;

  void print(std::string_view name) {
    std::sort(widths.begin(), widths.end());
    std::sort(seconds.begin(), seconds.end());
    fmt::print(
        "{}: interval holds the truth {} of {}, found {}, median width {:.1f} %, passes called 5 % above the "
        "truth {}, median {:.0f} s, longest {:.0f} s\n",
        name, held, searches, found, 100 * widths[widths.size() / 2], wrong, seconds[seconds.size() / 2],
        seconds.back());
  }
};

void search_one(bool client, std::uint64_t seed, const fakes::LimitService& service, double minutes,
                std::vector<Sum*> sums) {
  capacity::SearchSettings settings;
  settings.rules = {{"p99", 0.01}};
  settings.start = kStart;
  settings.budget_s = 60 * minutes * std::max(1.0, 1000 / service.true_limit);
  capacity::Search search(settings);
  int wrong = 0;
  while (search.next()) {
    const capacity::Probe probe = *search.next();
    const std::uint64_t own = seed * 1'000'003 + probe.seed;
    auto result = client ? through_client(probe, service, own) : direct(probe, service, own);
    if (result.verdict == Verdict::pass && probe.load > 1.05 * service.true_limit) ++wrong;
    search.tell(std::move(result));
  }
  const capacity::Limit& limit = search.limit();
  const bool found = limit.outcome == capacity::Outcome::found;
  const double low = limit.pass.value_or(0), high = limit.fail.value_or(INFINITY);
  const bool held = found && low <= service.true_limit && service.true_limit <= high;
  const double width = low > 0 ? high / low - 1 : INFINITY;
  fmt::print(
      "seed {:3}  {:<30} {:<9} [{:8.1f}, {:8.1f}] = [{:.3f}, {:.3f}] of the truth, width {:4.1f} %, {:2} "
      "probes, "
      "{:5.0f} s{}{}\n",
      seed, service.name, name_of(limit.outcome), low, high, low / service.true_limit,
      high / service.true_limit, 100 * width, search.probes().size(), search.spent_s(),
      held ? "" : "  TRUTH NOT HELD", wrong > 0 ? "  WRONG PASS" : "");
  std::fflush(stdout);
  for (Sum* sum : sums) {
    ++sum->searches;
    sum->held += held ? 1 : 0;
    sum->found += found ? 1 : 0;
    sum->wrong += wrong;
    sum->widths.push_back(width);
    sum->seconds.push_back(search.spent_s());
  }
}

int main_of(const std::vector<std::string>& words) {
  if (words.size() == 1 && words[0] == "probes") {
    judge_single_probes();
    judge_naively();
    return 0;
  }
  if (words.size() < 4 || (words[0] != "direct" && words[0] != "client")) {
    fmt::print(stderr,
               "usage: limit_trials probes | limit_trials direct|client FIRST LAST MINUTES [SERVICE]\n");
    return 2;
  }
  const auto services = fakes::limit_services();
  const std::optional<std::size_t> only =
      words.size() > 4 ? std::optional<std::size_t>(std::stoul(words[4])) : std::nullopt;
  Sum all;
  std::vector<Sum> each(services.size());
  for (std::uint64_t seed = std::stoul(words[1]); seed <= std::stoul(words[2]); ++seed) {
    const std::size_t which = only.value_or((seed - 1) % services.size());
    search_one(words[0] == "client", seed, services.at(which), std::stod(words[3]), {&all, &each[which]});
  }
  for (std::size_t i = 0; i < each.size(); ++i) {
    if (each[i].searches > 0) each[i].print(services[i].name);
  }
  all.print("all");
  // 183 of 200, and nothing called a pass that is clearly none.
  return all.wrong == 0 && all.held >= static_cast<int>(0.915 * all.searches) ? 0 : 1;
}

}  // namespace
}  // namespace acrida::bench

int main(int count, char** words) { return acrida::bench::main_of({words + 1, words + count}); }
