// How latencies are distributed, drawn in text.
#pragma once

#include <string>
#include <vector>

#include "report/text_style.h"
#include "stats/histogram.h"

namespace acrida::report {

// One row of the drawing: what took more than the bound of the row before, and at most this row's own.
struct HistogramRow {
  base::Duration bound{};
  std::uint64_t count = 0, up_to_here = 0;
};

// From the row of the shortest time to that of the longest, also those that are empty; at most 20 or so.
// Bounds are round numbers that grow by about the same factor from row to row: slowly where the middle nine
// tenths of all times are, so that the shape of a narrow peak is seen, and by 2 or 2.5 (10, when that would
// be too many rows) in the tails. Counts are exact up to a bucket's width at each bound; the last row has all
// the rest.
std::vector<HistogramRow> histogram_rows(const stats::Histogram& times);

// A headline, then a line a row: bound, bar, count, percent, percent up to here, and which of p50, p90, p99
// and p99.9 fall into it. Empty when the histogram is.
std::string histogram_text(const stats::Histogram& times, const TextStyle& style);

}  // namespace acrida::report
