#include "report/first_answers.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/printable.h"
#include "report/rows.h"

namespace acrida::report {
namespace {

constexpr std::size_t kMostErrors = 5;
constexpr std::size_t kMostCharacters = 200;

// The first characters of a body, on one line.
std::string front_of(const stats::Answer& answer) {
  std::string_view body = answer.body;
  std::size_t characters = 0, end = 0;
  while (end < body.size()) {
    const bool begins = (static_cast<unsigned char>(body[end]) & 0xc0u) != 0x80u;
    if (begins && ++characters > kMostCharacters) break;
    ++end;
  }
  if (body.empty()) return "(no body)";
  return base::printable(body.substr(0, end)) + (end < body.size() || answer.cut ? "…" : "");
}

}  // namespace

std::string first_answers(const stats::Totals& run) {
  std::vector<ErrorRow> rows = errors_of(run);
  std::erase_if(rows, [](const ErrorRow& row) { return row.first_answer == nullptr; });
  if (rows.empty()) return {};
  std::stable_sort(rows.begin(), rows.end(),
                   [](const ErrorRow& a, const ErrorRow& b) { return a.seen.count > b.seen.count; });
  std::string text = "First answer of each error\n";
  for (std::size_t i = 0; i < std::min(rows.size(), kMostErrors); ++i) {
    const ErrorRow& row = rows[i];
    const stats::Answer& answer = *row.first_answer;
    text += base::printable(fmt::format("{} {}: {}", row.method, row.name, row.error)) + "\n";
    text += fmt::format("    {}{}{}\n    {}\n", answer.status, answer.reason.empty() ? "" : " ",
                        base::printable(answer.reason), front_of(answer));
  }
  if (rows.size() > kMostErrors)
    text += fmt::format("and of {} more: --summary FILE keeps them\n", rows.size() - kMostErrors);
  return text;
}

}  // namespace acrida::report
