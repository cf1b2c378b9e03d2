#include "capacity/queue_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include <acrida/random.h>

namespace acrida::capacity {
namespace {

constexpr std::size_t kLeastLevels = 4;
constexpr int kDraws = 200;
constexpr double kTail = 0.025;
constexpr double kLikelyError = 0.01;  // of a mean latency
constexpr int kServers[] = {1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 24, 32, 48, 64, 96, 128};
constexpr double kMostScv = 50;
constexpr int kHalvings = 60;
constexpr double kSaturationError = 0.03;

double error_of(const RateLevel& level) {
  return level.error_s > 0 ? level.error_s : kLikelyError * level.mean_latency_s;
}

// The wait of M/M/k.
double wait_of(int servers, double service_s, double rate) {
  return erlang_c(servers, rate * service_s) * service_s / (servers - rate * service_s);
}

struct Fitted {
  QueueModel model;
  double squares = std::numeric_limits<double>::infinity();
};

// For given k and mean service the latency is linear in (1 + scv)/2.
Fitted fit_with(std::span<const RateLevel> levels, int servers, double service_s) {
  double products = 0, squares = 0;
  for (const RateLevel& level : levels) {
    const double wait = wait_of(servers, service_s, level.rate) / error_of(level);
    products += wait * (level.mean_latency_s - service_s) / error_of(level);
    squares += wait * wait;
  }
  const double half = squares == 0 ? 0.5 : std::clamp(products / squares, 0.5, (1 + kMostScv) / 2);
  Fitted fitted{{.service_s = service_s, .scv = 2 * half - 1, .servers = servers}, 0};
  for (const RateLevel& level : levels) {
    const double off = level.mean_latency_s - service_s - half * wait_of(servers, service_s, level.rate);
    fitted.squares += off * off / (error_of(level) * error_of(level));
  }
  return fitted;
}

Fitted best_of(std::span<const RateLevel> levels, std::optional<double> saturated) {
  double highest = 0, shortest = std::numeric_limits<double>::infinity();
  for (const RateLevel& level : levels) {
    highest = std::max(highest, level.rate);
    shortest = std::min(shortest, level.mean_latency_s);
  }
  Fitted best;
  for (const int servers : kServers) {
    // Golden section over the mean service.
    double low = shortest * 0.01, high = 0.9999 * servers / highest;
    if (saturated) {
      low = servers / *saturated / (1 + kSaturationError);
      high = std::min(high, servers / *saturated * (1 + kSaturationError));
    } else {
      high = std::min(high, shortest * 1.05);
    }
    if (low >= high) continue;
    constexpr double kGolden = 0.6180339887498949;
    double a = high - kGolden * (high - low), b = low + kGolden * (high - low);
    Fitted at_a = fit_with(levels, servers, a), at_b = fit_with(levels, servers, b);
    for (int i = 0; i < kHalvings; ++i) {
      if (at_a.squares <= at_b.squares) {
        high = b;
        b = a;
        at_b = at_a;
        a = high - kGolden * (high - low);
        at_a = fit_with(levels, servers, a);
      } else {
        low = a;
        a = b;
        at_a = at_b;
        b = low + kGolden * (high - low);
        at_b = fit_with(levels, servers, b);
      }
    }
    for (const Fitted& fitted : {at_a, at_b}) {
      if (fitted.squares < best.squares) best = fitted;
    }
  }
  return best;
}

Prediction prediction_of(double estimate, std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double part) {
    return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
  };
  return {estimate, {std::min(estimate, at(kTail)), std::max(estimate, at(1 - kTail))}};
}

// The rate at which `replicas` times as many servers have this mean latency.
double rate_with(const QueueModel& model, int replicas, double latency_s) {
  QueueModel all = model;
  all.servers *= replicas;
  double low = 0, high = all.capacity();
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (low + high) / 2;
    const auto latency = all.mean_latency_s(middle);
    (latency && *latency <= latency_s ? low : high) = middle;
  }
  return low;
}

}  // namespace

double erlang_c(int servers, double load) {
  // Erlang's B by its recursion, which never overflows.
  double blocked = 1;
  for (int k = 1; k <= servers; ++k) blocked = load * blocked / (k + load * blocked);
  return blocked / (1 - load / servers * (1 - blocked));
}

std::optional<double> QueueModel::mean_latency_s(double rate) const {
  if (rate >= capacity()) return std::nullopt;
  return service_s + (1 + scv) / 2 * wait_of(servers, service_s, rate);
}

base::Result<QueueFit> fit_queue(std::vector<RateLevel> levels, std::uint64_t seed,
                                 std::optional<double> saturated) {
  std::sort(levels.begin(), levels.end(),
            [](const RateLevel& one, const RateLevel& other) { return one.rate < other.rate; });
  std::size_t different = levels.empty() ? 0 : 1;
  for (std::size_t i = 1; i < levels.size(); ++i) different += levels[i].rate != levels[i - 1].rate ? 1 : 0;
  if (different < kLeastLevels) {
    return base::Error{"a queueing model needs four stable rates, there are " + std::to_string(different)};
  }
  QueueFit fit;
  fit.held_out = levels[levels.size() - 2];
  levels.erase(levels.end() - 2);
  fit.used = std::move(levels);
  const Fitted best = best_of(fit.used, saturated);
  if (best.squares == std::numeric_limits<double>::infinity())
    return base::Error{"no queue has these latencies and is full at that rate"};
  fit.model = best.model;

  // What the model does not explain is part of every prediction's error, and so is the held-out probe's own.
  const double degrees = std::max(1.0, static_cast<double>(fit.used.size()) - 3);
  const double misfit = std::sqrt(std::max(1.0, best.squares / degrees));
  Random random(seed);
  std::vector<double> latencies;
  for (int draw = 0; draw < kDraws; ++draw) {
    // The parametric bootstrap: with so few levels, drawing among them would lose the ones that matter.
    std::vector<RateLevel> drawn = fit.used;
    const auto normal = [&random] {
      return std::sqrt(random.exponential(2)) * std::cos(6.283185307179586 * random.real());
    };
    for (RateLevel& level : drawn) {
      const double there = fit.model.mean_latency_s(level.rate).value_or(level.mean_latency_s);
      level.mean_latency_s = std::max(there / 10, there + normal() * misfit * error_of(level));
    }
    fit.drawn.push_back(best_of(drawn, saturated).model);
    const auto latency = fit.drawn.back().mean_latency_s(fit.held_out.rate);
    latencies.push_back(latency.value_or(std::numeric_limits<double>::infinity()) +
                        normal() * misfit * error_of(fit.held_out));
  }
  fit.held_out_latency_s = prediction_of(
      fit.model.mean_latency_s(fit.held_out.rate).value_or(std::numeric_limits<double>::infinity()),
      latencies);
  const Band& band = fit.held_out_latency_s.band;
  fit.withdrawn = !(fit.held_out.mean_latency_s >= band.low && fit.held_out.mean_latency_s <= band.high);
  return fit;
}

std::optional<Replicas> predict_replicas(const QueueFit& fit, const Band& limit, int replicas) {
  const double middle = std::sqrt(limit.low * limit.high);
  const auto latency = fit.model.mean_latency_s(middle);
  if (!latency) return std::nullopt;
  std::vector<double> shared;
  for (const QueueModel& model : fit.drawn) {
    for (const double end : {limit.low, limit.high}) {
      if (const auto there = model.mean_latency_s(end)) shared.push_back(rate_with(model, replicas, *there));
    }
  }
  const double estimate = rate_with(fit.model, replicas, *latency);
  if (shared.empty()) shared = {estimate};
  Replicas answer;
  answer.replicas = replicas;
  answer.behind_splitter = {replicas * middle, {replicas * limit.low, replicas * limit.high}};
  answer.behind_shared_queue = prediction_of(estimate, std::move(shared));
  return answer;
}

}  // namespace acrida::capacity
