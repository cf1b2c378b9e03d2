#include "report/drop_report.h"

#include <fmt/format.h>

namespace acrida::report {

std::string drop_report(const stats::Totals& run) {
  const auto dropped = run.aggregated().dropped;
  if (dropped == 0) return {};
  return fmt::format(
      "Dropped arrivals\n"
      "{} arrival{} found as many iterations under way as --max-in-flight allows, and asked the server\n"
      "nothing: no percentile above knows of them, and they are misses of every SLO.\n",
      dropped, dropped == 1 ? "" : "s");
}

}  // namespace acrida::report
