#include "report/attack_report.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "report/first_answers.h"
#include "report/histogram_text.h"
#include "report/rows.h"
#include "report/short_text.h"
#include "report/verdict_report.h"

namespace acrida::report {
namespace {

constexpr std::size_t kMostErrors = 10;
constexpr std::string_view kRed = "\x1b[31m", kBold = "\x1b[1m", kPlain = "\x1b[0m";

class Block {
 public:
  explicit Block(const TextStyle& style) : style_(style) {}

  void line(std::string_view label, std::string_view text, std::string_view colour = {}) {
    text_ += fmt::format("  {:<{}} ", label, kLabelWidth);
    text_ += style_.colour && !colour.empty() ? fmt::format("{}{}{}\n", colour, text, kPlain)
                                              : fmt::format("{}\n", text);
  }
  void title(std::string_view text) {
    text_ += style_.colour ? fmt::format("\n{}{}{}\n", kBold, text, kPlain) : fmt::format("\n{}\n", text);
  }
  void add(std::string_view text) { text_ += text; }
  std::string take() && { return std::move(text_); }

 private:
  static constexpr int kLabelWidth = 11;
  const TextStyle& style_;
  std::string text_;
};

double per_second(double count, base::Duration over) {
  return over > base::Duration::zero() ? count / base::seconds_of(over) : 0;
}

void add_requests(Block& block, const stats::Tally& all, base::Duration duration) {
  if (all.requests == 0) return block.line("requests", "none was answered", kRed);
  const auto rate = per_second(static_cast<double>(all.requests), duration);
  block.line("requests",
             fmt::format("{} in {}, {} a second", grouped(all.requests), short_time(duration, false),
                         short_rate(rate)),
             kBold);
  const auto good = all.requests - all.failures;
  block.line("succeeded", fmt::format("{} ({})", grouped(good), percent_text(good, all.requests)));
  if (all.failures == 0) return block.line("failed", "0");
  block.line("failed",
             fmt::format("{} ({})", grouped(all.failures), percent_text(all.failures, all.requests)), kRed);
}

void add_counts(Block& block, const stats::Tally& all, base::Duration duration) {
  add_requests(block, all, duration);
  if (all.dropped > 0)
    block.line(
        "dropped",
        fmt::format("{} arrivals found --max-in-flight reached and asked nothing", grouped(all.dropped)),
        kRed);
  if (all.in_flight > 0) block.line("unanswered", fmt::format("{} out at the end", grouped(all.in_flight)));
  if (all.reconnects > 0) block.line("reconnects", grouped(all.reconnects));
  for (const auto& [label, bytes] :
       {std::pair("sent", all.bytes_sent), std::pair("received", all.bytes_received)}) {
    if (bytes == 0) continue;
    const auto size = static_cast<double>(bytes);
    block.line(label, fmt::format("{}, {}/s", short_bytes(size), short_bytes(per_second(size, duration))));
  }
}

void add_times(Block& block, std::string_view label, const stats::Histogram& times, bool utf8) {
  const base::Duration mean = std::chrono::nanoseconds(std::llround(times.mean_us().value_or(0) * 1e3));
  const auto text = [&](std::optional<base::Duration> time) { return short_time(*time, utf8); };
  block.line(label,
             fmt::format("{:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}", text(mean), text(times.min()),
                         text(times.percentile(0.5)), text(times.percentile(0.9)),
                         text(times.percentile(0.99)), text(times.percentile(0.999)), text(times.max())));
}

void add_errors(Block& block, const stats::Totals& run) {
  auto errors = errors_of(run);
  if (errors.empty()) return;
  std::stable_sort(errors.begin(), errors.end(),
                   [](const auto& a, const auto& b) { return a.seen.count > b.seen.count; });
  block.title("Errors");
  for (std::size_t i = 0; i < std::min(errors.size(), kMostErrors); ++i)
    block.add(fmt::format("  {:>11} {}\n", grouped(errors[i].seen.count), errors[i].error));
  if (errors.size() > kMostErrors)
    block.add(fmt::format("  and {} more kinds\n", errors.size() - kMostErrors));
}

}  // namespace

std::string attack_report(const stats::Totals& run, const stats::Outcome& outcome, const TextStyle& style) {
  const stats::Tally& all = run.aggregated();
  Block block(style);
  block.title("Totals");
  add_counts(block, all, outcome.duration);
  if (all.latency.count() > 0) {
    const bool differ = !(all.latency == all.service) && all.service.count() > 0;
    block.title("Times");
    block.line("", fmt::format("{:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}", "mean", "min", "p50", "p90",
                               "p99", "p99.9", "max"));
    add_times(block, "latency", all.latency, style.utf8);
    if (differ) {
      add_times(block, "service", all.service, style.utf8);
      block.add(
          "  Latency counts from when a request was due, service from when it was sent:\n"
          "  the difference is time that it had to wait for its turn.\n");
    }
    block.title("Latency of all requests");
    block.add(histogram_text(all.latency, style));
  }
  add_errors(block, run);
  if (const auto answers = first_answers(run); !answers.empty()) block.add("\n" + answers);
  for (const auto& text : {phase_report(outcome), stall_report(outcome), slo_report(outcome)}) {
    if (!text.empty()) block.add("\n" + text);
  }
  return std::move(block).take();
}

}  // namespace acrida::report
