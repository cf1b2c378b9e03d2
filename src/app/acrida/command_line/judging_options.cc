#include "app/acrida/command_line/judging_options.h"

#include <fmt/format.h>

#include "base/text.h"

namespace acrida::app {

Judging judging_of(const OptionValues& values, std::optional<base::Duration> run_time) {
  Judging judging;
  for (const auto& text : values.each("slo")) {
    const auto rule = stats::parse_slo(text);
    if (!rule) values.complain("slo", rule.error().message);
    judging.slos.push_back(*rule);
  }
  const auto warm_up = values.text("warmup");
  if (warm_up.empty()) return judging;
  if (warm_up == "auto") {
    judging.automatic_warm_up = true;
    return judging;
  }
  judging.warm_up = base::parse_timespan(warm_up);
  if (!judging.warm_up)
    values.complain("warmup", fmt::format("'{}' is no time; write 10s, 1m30s, or auto", warm_up));
  if (run_time && *judging.warm_up >= *run_time)
    values.complain("warmup", "the run is no longer than its warm-up, so that nothing would be judged");
  return judging;
}

}  // namespace acrida::app
