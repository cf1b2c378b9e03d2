#include "report/attack_console.h"

#include <cstdlib>

#include <gtest/gtest.h>

#include "report/attack_report.h"
#include "report/histogram_text.h"
#include "report/run_builder.h"
#include "report/second_line.h"

namespace acrida::report {
namespace {

using namespace std::chrono_literals;

// A file in memory.
class Sheet {
 public:
  Sheet() : file_(::open_memstream(&buffer_, &size_)) {}
  ~Sheet() {
    std::fclose(file_);
    std::free(buffer_);
  }
  Sheet(const Sheet&) = delete;
  Sheet& operator=(const Sheet&) = delete;
  std::FILE* file() { return file_; }
  std::string text() { return std::fflush(file_) == 0 ? std::string(buffer_, size_) : ""; }

 private:
  char* buffer_ = nullptr;
  std::size_t size_ = 0;
  std::FILE* file_;
};

stats::Outcome ended_after(base::Duration time) {
  stats::Outcome outcome;
  outcome.duration = time;
  return outcome;
}

TEST(AttackConsole, WritesALineASecondAndRepeatsTheHeadlineNowAndThen) {
  Sheet lines;
  AttackConsole console({.lines = lines.file(), .report = lines.file()});
  RunBuilder builder;
  std::string expected;
  for (int i = 0; i <= AttackConsole::kLinesAHeadline; ++i) {
    builder.add({"GET", "/a", 1ms});
    const auto& second = builder.end_second();
    EXPECT_TRUE(console.on_snapshot(second, builder.run()));
    if (i % AttackConsole::kLinesAHeadline == 0) expected += second_headline({});
    expected += second_line(second, {});
  }
  EXPECT_EQ(lines.text(), expected);
}

TEST(AttackConsole, SaysNothingOfALatePartAndNothingAtAllWhenOnlyTheEndIsWanted) {
  Sheet lines;
  stats::Snapshot second;
  const RunBuilder builder;
  AttackConsole quiet({.lines = lines.file(), .report = lines.file(), .only_summary = true});
  EXPECT_TRUE(quiet.on_snapshot(second, builder.run()));
  AttackConsole console({.lines = lines.file(), .report = lines.file()});
  second.late = true;
  EXPECT_TRUE(console.on_snapshot(second, builder.run()));
  EXPECT_EQ(lines.text(), "");
}

TEST(AttackConsole, CallsItAnErrorWhenTheReportCannotBeWritten) {
  std::FILE* const full = std::fopen("/dev/full", "w");
  ASSERT_NE(full, nullptr);
  AttackConsole console({.lines = stderr, .report = full});
  const auto told = console.on_finish(RunBuilder().run(), {}, {});
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().message, "cannot write the report: No space left on device");
  std::fclose(full);
}

TEST(AttackReport, IsTotalsTimesAndTheHistogram) {
  RunBuilder builder;
  for (int i = 0; i < 200; ++i) builder.add({"POST", "/predict", 2ms});
  builder.end_second();
  EXPECT_EQ(attack_report(builder.run(), ended_after(2s), {}),
            "\nTotals\n"
            "  requests    200 in 2.00 s, 100 a second\n"
            "  succeeded   200 (100.00%)\n"
            "  failed      0\n"
            "  sent        20.0 KB, 10.0 KB/s\n"
            "  received    30.0 KB, 15.0 KB/s\n"
            "\nTimes\n"
            "                  mean      min      p50      p90      p99    p99.9      max\n"
            "  latency      2.00 ms  2.00 ms  2.00 ms  2.00 ms  2.00 ms  2.00 ms  2.00 ms\n"
            "\nLatency of all requests\n" +
                histogram_text(builder.run().aggregated().latency, {}));
}

TEST(AttackReport, ShowsServiceTimesOnlyWhereTheyDiffer) {
  RunBuilder builder;
  builder.add({.method = "GET", .name = "/a", .took = 1ms, .late = 9ms}).end_second();
  const std::string text = attack_report(builder.run(), ended_after(1s), {});
  EXPECT_NE(text.find("  latency      10.0 ms  10.0 ms"), std::string::npos) << text;
  EXPECT_NE(text.find("  service      1.00 ms  1.00 ms"), std::string::npos) << text;
}

TEST(AttackReport, CountsErrorsByTheirTextTheMostFrequentFirst) {
  RunBuilder builder;
  builder.add({"GET", "/a", 1ms, "status", "503 Service Unavailable"});
  for (int i = 0; i < 3; ++i) builder.add({"GET", "/a", 1ms, "refused", "connection refused"});
  builder.end_second();
  const std::string text = attack_report(builder.run(), ended_after(1s), {});
  EXPECT_NE(text.find("  failed      4 (100.00%)\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\nErrors\n            3 connection refused\n            1 503 Service Unavailable\n"),
            std::string::npos)
      << text;
}

TEST(AttackReport, SaysWhenThereWasNoRequest) {
  EXPECT_EQ(attack_report(RunBuilder().run(), ended_after(0s), {}),
            "\nTotals\n"
            "  requests    none was answered\n");
}

}  // namespace
}  // namespace acrida::report
