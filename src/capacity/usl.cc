#include "capacity/usl.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <span>
#include <string>
#include <utility>

#include <acrida/random.h>

namespace acrida::capacity {
namespace {

constexpr double kOffLittle = 0.05;
constexpr std::size_t kLeastLevels = 3;
constexpr int kDraws = 400;
constexpr double kTail = 0.025;

using Coefficients = std::array<double, 3>;  // 1/λ, σ/λ, κ/λ
constexpr std::size_t kNone = 3;

// What N/X is a sum of, by coefficient.
Coefficients terms_of(double users) { return {1, users - 1, users * (users - 1)}; }

// Gauss–Jordan with pivots, of the normal equations; the coefficients that are left out are 0. False when
// they have no unique solution.
bool solve(std::span<const UserLevel> levels, std::array<bool, 3> used, Coefficients& solution) {
  std::array<std::array<double, 4>, 3> rows{};
  for (const UserLevel& level : levels) {
    Coefficients terms = terms_of(level.users);
    for (double& term : terms) term *= level.throughput / level.users;
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 3; ++j) rows[i][j] += terms[i] * terms[j];
      rows[i][3] += terms[i];
    }
  }
  for (std::size_t i = 0; i < 3; ++i) {
    if (used[i]) continue;
    for (std::size_t j = 0; j < 4; ++j) rows[i][j] = 0;
    for (std::size_t j = 0; j < 3; ++j) rows[j][i] = 0;
    rows[i][i] = 1;
  }
  for (std::size_t i = 0; i < 3; ++i) {
    std::size_t pivot = kNone;
    for (std::size_t j = i; j < 3; ++j) {
      if (pivot == kNone || std::abs(rows[j][i]) > std::abs(rows[pivot][i])) pivot = j;
    }
    if (std::abs(rows[pivot][i]) < 1e-12) return false;
    std::swap(rows[i], rows[pivot]);
    for (std::size_t j = 0; j < 3; ++j) {
      if (j == i) continue;
      const double times = rows[j][i] / rows[i][i];
      for (std::size_t k = i; k < 4; ++k) rows[j][k] -= times * rows[i][k];
    }
  }
  for (std::size_t i = 0; i < 3; ++i) solution[i] = rows[i][3] / rows[i][i];
  return true;
}

double squares_of(std::span<const UserLevel> levels, const Coefficients& c) {
  double squares = 0;
  for (const UserLevel& level : levels) {
    const Coefficients terms = terms_of(level.users);
    const double predicted = c[0] * terms[0] + c[1] * terms[1] + c[2] * terms[2];
    const double off = predicted * level.throughput / level.users - 1;
    squares += off * off;
  }
  return squares;
}

// The best with no coefficient below 0: of all choices of those that are 0, which are four.
std::optional<Usl> best_of(std::span<const UserLevel> levels) {
  std::optional<Coefficients> best;
  for (const auto& [sigma, kappa] : {std::pair{true, true}, {true, false}, {false, true}, {false, false}}) {
    Coefficients c{};
    if (!solve(levels, {true, sigma, kappa}, c) || c[0] <= 0 || c[1] < 0 || c[2] < 0) continue;
    if (!best || squares_of(levels, c) < squares_of(levels, *best) - 1e-15) best = c;
  }
  if (!best) return std::nullopt;
  Usl usl;
  usl.lambda = 1 / (*best)[0];
  usl.sigma = (*best)[1] * usl.lambda;
  usl.kappa = (*best)[2] * usl.lambda;
  if (usl.kappa > 0 && usl.sigma < 1) usl.peak_users = std::sqrt((1 - usl.sigma) / usl.kappa);
  return usl;
}

Band band_of(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double part) {
    return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
  };
  return {at(kTail), at(1 - kTail)};
}

std::size_t different(std::span<const UserLevel> levels) {
  std::set<double> users;
  for (const UserLevel& level : levels) users.insert(level.users);
  return users.size();
}

}  // namespace

double Usl::throughput_at(double users) const {
  return lambda * users / (1 + sigma * (users - 1) + kappa * users * (users - 1));
}

base::Result<Usl> fit_usl(const std::vector<UserLevel>& levels, std::uint64_t seed) {
  std::vector<UserLevel> kept, left_out;
  for (const UserLevel& level : levels) {
    const double by_little = level.throughput * (level.mean_latency_s + level.mean_think_s);
    const bool off = level.mean_latency_s > 0 && std::abs(by_little / level.users - 1) > kOffLittle;
    (off ? left_out : kept).push_back(level);
  }
  std::optional<Usl> usl;
  if (different(kept) >= kLeastLevels) usl = best_of(kept);
  if (!usl) {
    return base::Error{
        "the Universal Scalability Law needs three numbers of users that keep Little's law, of " +
        std::to_string(levels.size()) + " levels " + std::to_string(different(kept)) + " do"};
  }
  usl->left_out = std::move(left_out);
  Random random(seed);
  std::vector<double> lambdas, sigmas, kappas;
  for (int draw = 0; draw < kDraws; ++draw) {
    std::vector<UserLevel> drawn;
    for (std::size_t i = 0; i < kept.size(); ++i) drawn.push_back(random.pick(kept));
    if (different(drawn) < kLeastLevels) continue;
    if (const auto fit = best_of(drawn)) {
      lambdas.push_back(fit->lambda);
      sigmas.push_back(fit->sigma);
      kappas.push_back(fit->kappa);
    }
  }
  if (lambdas.empty()) {
    lambdas = {usl->lambda};
    sigmas = {usl->sigma};
    kappas = {usl->kappa};
  }
  usl->lambda_band = band_of(lambdas);
  usl->sigma_band = band_of(sigmas);
  usl->kappa_band = band_of(kappas);
  return *std::move(usl);
}

}  // namespace acrida::capacity
