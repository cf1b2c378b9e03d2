// The contents of Locust's CSV files: its headers, columns and formats, so that what reads its files reads
// ours.
#pragma once

#include <string>

#include "report/endpoint_window.h"
#include "report/rows.h"

namespace acrida::report {

// A line for each name and method, then Aggregated; rates are over the whole run so far.
std::string stats_csv(const Rows& rows, base::Duration run, Times times = &stats::Tally::service);

// History grows by a line a second: current rates, and everything else since the start.
std::string history_csv_header();
std::string history_csv_line(const stats::Snapshot& second, const stats::Totals& run);
// With the full history it is a line for each name and method, then Aggregated, and the percentiles are those
// of the last seconds too: the window's.
std::string full_history_csv_lines(const stats::Snapshot& second, const stats::Totals& run,
                                   const EndpointWindow& window);

std::string failures_csv(const stats::Totals& run);
std::string exceptions_csv(const stats::Totals& run);

}  // namespace acrida::report
