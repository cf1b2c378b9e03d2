// The lines of Locust's tables and files: one for each name and method, and "Aggregated" for all of them.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "stats/totals.h"

namespace acrida::report {

// Which of the two times a table is about: service time, as Locust's are, or latency.
using Times = stats::Histogram stats::Tally::*;

// All views and pointers live as long as the Totals they come from, unchanged.
struct Row {
  std::string_view method, name;
  const stats::Tally* tally = nullptr;
  stats::Totals::Rate current;          // over the last seconds
  std::unique_ptr<stats::Tally> own{};  // what `tally` points to when several endpoints share this line
};

struct Rows {
  std::vector<Row> endpoints;  // by name, then method
  Row aggregated;
};

// Locust knows no payload class and its readers take (method, name) for a key, so the classes of a name are
// one line.
Rows rows_of(const stats::Totals& run);

struct ErrorRow {
  std::string_view method, name, error;
  stats::Occurrences seen;
  const stats::Answer* first_answer = nullptr;  // null: none of these failures had one that was kept
};
// By name, method and text; errors that read alike are one line.
std::vector<ErrorRow> errors_of(const stats::Totals& run);

// Whether the line has anything to tell about latency that its service time does not.
inline bool latency_differs(const Row& row) { return !(row.tally->latency == row.tally->service); }
bool latency_differs(const Rows& rows);

}  // namespace acrida::report
