#include "report/csv_tables.h"

#include <initializer_list>

#include <fmt/format.h>

#include "base/text.h"
#include "report/columns.h"
#include "report/csv_text.h"

namespace acrida::report {
namespace {

void add_headings(CsvText& csv, std::initializer_list<std::string_view> headings) {
  for (const auto heading : headings) csv.add(heading);
}

void add_percentile_headings(CsvText& csv) {
  for (const Percentile& column : kPercentiles) csv.add(column.heading);
}

void add_percentiles(CsvText& csv, const stats::Histogram& times) {
  for (const Percentile& column : kPercentiles) {
    if (const auto time = times.percentile(column.p)) {
      csv.add(whole_ms(time));
    } else {
      csv.add("N/A");
    }
  }
}

// Counts, median, average, minimum, maximum, content size: seven columns that two of the files share.
void add_sums(CsvText& csv, const stats::Tally& tally, const stats::Histogram& times) {
  csv.add(tally.requests).add(tally.failures).add(whole_ms(times.percentile(0.5)));
  if (tally.requests == 0) {
    csv.add(0.0).add(0).add(0).add(0);  // of an empty run Locust writes just these zeros
    return;
  }
  const auto requests = static_cast<double>(tally.requests);
  csv.add(ms_of_us(times.mean_us().value())).add(ms_of(times.min().value())).add(ms_of(times.max().value()));
  csv.add(rounded(static_cast<double>(tally.content_bytes) / requests, 1e6));
}

void add_history_line(CsvText& csv, const stats::Snapshot& second, const Row& row,
                      const stats::Histogram& percentiles) {
  const auto end = std::chrono::floor<std::chrono::seconds>(second.started_at) + std::chrono::seconds(1);
  csv.add(end.time_since_epoch().count()).add(second.users).add(row.method).add(row.name);
  csv.add(fmt::format("{:.6f}", row.current.requests)).add(fmt::format("{:.6f}", row.current.failures));
  add_percentiles(csv, percentiles);
  add_sums(csv, *row.tally, row.tally->service);
  csv.end_line();
}

}  // namespace

std::string stats_csv(const Rows& rows, base::Duration run, Times times) {
  CsvText csv;
  add_headings(
      csv, {"Type", "Name", "Request Count", "Failure Count", "Median Response Time", "Average Response Time",
            "Min Response Time", "Max Response Time", "Average Content Size", "Requests/s", "Failures/s"});
  add_percentile_headings(csv);
  csv.end_line();
  const auto add_line = [&](const Row& row) {
    const stats::Tally& tally = *row.tally;
    csv.add(row.method).add(row.name);
    add_sums(csv, tally, tally.*times);
    csv.add(per_second(tally.requests, run)).add(per_second(tally.failures, run));
    add_percentiles(csv, tally.*times);
    csv.end_line();
  };
  for (const Row& row : rows.endpoints) add_line(row);
  add_line(rows.aggregated);
  return csv.text();
}

std::string history_csv_header() {
  CsvText csv;
  add_headings(csv, {"Timestamp", "User Count", "Type", "Name", "Requests/s", "Failures/s"});
  add_percentile_headings(csv);
  add_headings(csv, {"Total Request Count", "Total Failure Count", "Total Median Response Time",
                     "Total Average Response Time", "Total Min Response Time", "Total Max Response Time",
                     "Total Average Content Size"});
  return csv.end_line().text();
}

std::string history_csv_line(const stats::Snapshot& second, const stats::Totals& run) {
  CsvText csv;
  const stats::Tally& all = run.aggregated();
  add_history_line(csv, second, {"", "Aggregated", &all, run.current_rate()}, all.service);
  return csv.text();
}

std::string full_history_csv_lines(const stats::Snapshot& second, const stats::Totals& run,
                                   const EndpointWindow& window) {
  CsvText csv;
  const Rows rows = rows_of(run);
  auto current = window.by_row(run);
  for (const Row& row : rows.endpoints) add_history_line(csv, second, row, current[{row.method, row.name}]);
  add_history_line(csv, second, rows.aggregated, run.current().service);
  return csv.text();
}

std::string failures_csv(const stats::Totals& run) {
  CsvText csv;
  add_headings(csv, {"Method", "Name", "Error", "Occurrences", "First Seen", "Last Seen"});
  csv.end_line();
  for (const ErrorRow& row : errors_of(run)) {
    csv.add(row.method).add(row.name).add(row.error).add(row.seen.count);
    csv.add(base::iso_time(row.seen.first)).add(base::iso_time(row.seen.last)).end_line();
  }
  return csv.text();
}

std::string exceptions_csv(const stats::Totals& run) {
  CsvText csv;
  add_headings(csv, {"Count", "Message", "Traceback", "Nodes"});
  csv.end_line();
  for (const auto& [key, count] : run.exceptions()) {
    csv.add(count).add(key.message).add(key.place).add("local").end_line();
  }
  return csv.text();
}

}  // namespace acrida::report
