#include "report/rows.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace acrida::report {
namespace {

void join(Row& row, const stats::Tally& tally, const stats::Totals::Rate& rate) {
  if (!row.own) {
    row.own = std::make_unique<stats::Tally>(*row.tally);
    row.tally = row.own.get();
  }
  row.own->merge(tally);
  row.current.requests += rate.requests;
  row.current.failures += rate.failures;
}

}  // namespace

Rows rows_of(const stats::Totals& run) {
  Rows rows;
  for (const stats::EndpointId id : run.endpoints_in_order()) {
    const stats::Endpoint& endpoint = run.endpoint(id);
    const stats::Tally& tally = run.by_endpoint().at(id);
    if (!rows.endpoints.empty()) {
      Row& last = rows.endpoints.back();
      if (last.name == endpoint.name && last.method == endpoint.method) {
        join(last, tally, run.current_rate(id));
        continue;
      }
    }
    rows.endpoints.push_back({endpoint.method, endpoint.name, &tally, run.current_rate(id)});
  }
  rows.aggregated = {"", "Aggregated", &run.aggregated(), run.current_rate()};
  return rows;
}

std::vector<ErrorRow> errors_of(const stats::Totals& run) {
  using Key = std::tuple<std::string_view, std::string_view, std::string_view>;
  std::map<Key, ErrorRow> sums;
  for (const auto& [key, seen] : run.errors()) {
    const stats::Endpoint& endpoint = run.endpoint(key.endpoint);
    const std::string_view error = key.text.empty() ? key.kind : key.text;
    ErrorRow& row = sums[{endpoint.name, endpoint.method, error}];
    row.method = endpoint.method;
    row.name = endpoint.name;
    row.error = error;
    row.seen.merge(seen);
    const auto answers = run.answers().find(key);
    if (answers == run.answers().end()) continue;
    const stats::Answer& first = answers->second.front();
    if (row.first_answer == nullptr || first.at < row.first_answer->at) row.first_answer = &first;
  }
  std::vector<ErrorRow> rows;
  for (auto& [key, row] : sums) rows.push_back(row);
  return rows;
}

bool latency_differs(const Rows& rows) {
  return std::any_of(rows.endpoints.begin(), rows.endpoints.end(),
                     [](const Row& row) { return latency_differs(row); });
}

}  // namespace acrida::report
