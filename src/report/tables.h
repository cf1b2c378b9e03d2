// Locust's tables as text, to the letter: scripts read them in CI logs. Times are service times unless said
// otherwise.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "report/rows.h"

namespace acrida::report {

// The room for names: what a terminal of so many columns leaves, up to 80; 80 when there is no terminal
// (nullopt).
int name_width_of(std::optional<int> columns);

// Requests, failures, average, minimum, maximum, median and rates. The rates are those of the last seconds,
// or of the whole run when its duration is given.
std::string request_table(const Rows& rows, int name_width, std::optional<base::Duration> whole_run = {});

// "Response time percentiles (approximated)"; lines without requests are left out.
std::string percentile_table(const Rows& rows, int name_width);
// What Locust's tables cannot say: latency from the intended start, with three digits. Empty when it is the
// service time everywhere and whole milliseconds are fine enough for it.
std::string latency_table(const Rows& rows, int name_width);

// "Event gaps", the times between the events of streamed answers, with three digits. Empty when there were
// none.
std::string event_gap_table(const Rows& rows, int name_width);

// "Error report", the most frequent first; empty when there are none.
std::string error_report(const stats::Totals& run, int name_width);
// "Exception report", likewise.
std::string exception_report(const stats::Totals& run, int name_width);

}  // namespace acrida::report
