#include "scenario/plan/complaints.h"

#include <algorithm>
#include <tuple>

namespace acrida::scenario::plan {

base::Error Complaints::error() const {
  constexpr std::size_t kMostShown = 10;
  auto sorted = said_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first.line, a.first.column) < std::tie(b.first.line, b.first.column);
  });
  std::string text;
  for (std::size_t i = 0; i < std::min(sorted.size(), kMostShown); ++i)
    text += (i == 0 ? "" : "\n") + sorted[i].second;
  if (sorted.size() > kMostShown) text += fmt::format("\n… and {} more mistakes", sorted.size() - kMostShown);
  return {text};
}

}  // namespace acrida::scenario::plan
