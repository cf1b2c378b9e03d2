#include "app/acrida/task_ratios.h"

#include <algorithm>
#include <numeric>

#include "load/assignment.h"

namespace acrida::app {
namespace {

std::vector<double> shares_of(const std::vector<load::UserClass>& classes, std::uint32_t users) {
  std::vector<double> shares(classes.size());
  const auto fixed = [](const load::UserClass& each) { return each.fixed_count > 0; };
  if (std::any_of(classes.begin(), classes.end(), fixed)) {
    load::Assignment assignment(classes);
    for (std::uint32_t i = 0; i < users && assignment.can_continue(); ++i) ++shares[assignment.next()];
  } else {
    std::transform(classes.begin(), classes.end(), shares.begin(),
                   [](const auto& each) { return each.weight; });
  }
  const double all = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) share = all > 0 ? share / all : 0;
  return shares;
}

// `whole`: what part of everything the tasks around are; 1 for shares of each other.
std::vector<report::TaskRatio> ratios_of(const std::vector<load::TaskShare>& tasks, double whole,
                                         bool of_all) {
  std::vector<report::TaskRatio> ratios;
  for (const auto& task : tasks) {
    const double ratio = task.ratio * whole;
    ratios.push_back({task.name, ratio, ratios_of(task.tasks, of_all ? ratio : 1, of_all)});
  }
  return ratios;
}

}  // namespace

report::TaskRatios task_ratios_of(const std::vector<load::UserClass>& classes, std::uint32_t users) {
  report::TaskRatios ratios;
  const auto shares = shares_of(classes, users);
  for (std::size_t i = 0; i < classes.size(); ++i) {
    ratios.per_class.push_back({classes[i].name, shares[i], ratios_of(classes[i].tasks, 1, false)});
    ratios.total.push_back({classes[i].name, shares[i], ratios_of(classes[i].tasks, shares[i], true)});
  }
  return ratios;
}

}  // namespace acrida::app
