#include "report/tables.h"

#include <algorithm>
#include <array>

#include <gtest/gtest.h>

#include "report/run_builder.h"

namespace acrida::report {
namespace {

using namespace std::chrono_literals;

constexpr int kNarrow = 20;  // the room for names in most of these tests

// Two seconds: 4 good requests and one failure; at Locust's rates 2.50 and 0.50 a second.
struct SmallRun : RunBuilder {
  SmallRun() {
    add({"GET", "/health", 1ms}).add({"POST", "/predict", 10ms}).end_second();
    add({"POST", "/predict", 20'400us});
    add({"POST", "/predict", 20'600us, "status", "500 Internal Server Error"});
    add({"GET", "/health", 3ms}).end_second();
  }
};

TEST(NameWidth, IsWhatATerminalLeavesUpTo80) {
  EXPECT_EQ(name_width_of(std::nullopt), 80);
  EXPECT_EQ(name_width_of(200), 80);
  EXPECT_EQ(name_width_of(120), 40);
  EXPECT_EQ(name_width_of(60), 0);
}

TEST(RequestTable, IsLocusts) {
  const SmallRun builder;
  EXPECT_EQ(
      request_table(rows_of(builder.run()), kNarrow),
      "Type     Name              # reqs      # fails |    Avg     Min     Max    Med |   req/s  failures/s\n"
      "--------|----------------|-------|-------------|-------|-------|-------|-------|--------|-----------\n"
      "GET      /health                2     0(0.00%) |      2       1       3      1 |    1.00        0.00\n"
      "POST     /predict               3    1(33.33%) |     17      10      21     20 |    1.50        0.50\n"
      "--------|----------------|-------|-------------|-------|-------|-------|-------|--------|-----------\n"
      "         Aggregated             5    1(20.00%) |     11       1      21     10 |    2.50        "
      "0.50\n");
}

TEST(RequestTable, TellsTheRatesOfTheWholeRunWhenItsDurationIsKnown) {
  const SmallRun builder;
  const std::string table = request_table(rows_of(builder.run()), kNarrow, 1250ms);
  EXPECT_NE(table.find("20 |    2.40        0.80\n"), std::string::npos) << table;
  EXPECT_NE(table.find("10 |    4.00        0.80\n"), std::string::npos) << table;
}

TEST(RequestTable, OfAnEmptyRunHasItsZeros) {
  const RunBuilder builder;
  EXPECT_EQ(
      request_table(rows_of(builder.run()), 0, 0ns),
      "Type     Name  # reqs      # fails |    Avg     Min     Max    Med |   req/s  failures/s\n"
      "--------|----|-------|-------------|-------|-------|-------|-------|--------|-----------\n"
      "--------|----|-------|-------------|-------|-------|-------|-------|--------|-----------\n"
      "         Aggregated       0     0(0.00%) |      0       0       0      0 |    0.00        0.00\n");
}

TEST(RequestTable, DoesNotCutLongNamesAndShowsControlCharacters) {
  RunBuilder builder;
  builder.add({"POST", "/a/name/longer/than/its/column", 1ms}).add({"GET", "/x\x1b[2J\n", 1ms}).end_second();
  const std::string table = request_table(rows_of(builder.run()), kNarrow);
  EXPECT_NE(table.find("POST     /a/name/longer/than/its/column       1     0(0.00%) |"), std::string::npos)
      << table;
  EXPECT_NE(table.find("GET      /x\\x1b[2J\\n            1     0(0.00%) |"), std::string::npos) << table;
}

TEST(PercentileTable, IsLocusts) {
  const SmallRun builder;
  EXPECT_EQ(percentile_table(rows_of(builder.run()), kNarrow),
            "Response time percentiles (approximated)\n"
            "Type     Name                      50%    66%    75%    80%    90%    95%    98%    99%  99.9% "
            "99.99%   100% "
            "# reqs\n"
            "--------|--------------------|--------|------|------|------|------|------|------|------|------|-"
            "-----|------|"
            "------\n"
            "GET      /health                     1      3      3      3      3      3      3      3      3  "
            "    3      3 "
            "     2\n"
            "POST     /predict                   20     20     21     21     21     21     21     21     21  "
            "   21     21 "
            "     3\n"
            "--------|--------------------|--------|------|------|------|------|------|------|------|------|-"
            "-----|------|"
            "------\n"
            "         Aggregated                 10     20     20     20     21     21     21     21     21  "
            "   21     21 "
            "     5\n");
}

TEST(PercentileTable, OfAnEmptyRunIsOnlyItsFrame) {
  const RunBuilder builder;
  const std::string table = percentile_table(rows_of(builder.run()), kNarrow);
  EXPECT_EQ(table.find("Aggregated"), std::string::npos);
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 4);
}

TEST(LatencyTable, TellsWithThreeDigitsWhatIsShorterThanWholeMilliseconds) {
  RunBuilder builder;
  builder.add({"GET", "/fast", 85us}).add({"GET", "/fast", 1250us}).end_second();
  EXPECT_EQ(latency_table(rows_of(builder.run()), kNarrow),
            "Latency from the intended start, in milliseconds\n"
            "Type     Name                    mean     50%     90%     95%     99%   99.9%    100%\n"
            "--------|--------------------|-------|-------|-------|-------|-------|-------|-------\n"
            "GET      /fast                  0.667   0.085    1.25    1.25    1.25    1.25    1.25\n"
            "--------|--------------------|-------|-------|-------|-------|-------|-------|-------\n"
            "         Aggregated             0.667   0.085    1.25    1.25    1.25    1.25    1.25\n");
}

TEST(LatencyTable, IsThereWhereLatencyDiffersFromServiceTime) {
  RunBuilder builder;
  builder.add({"POST", "/slow", 100ms}).end_second();
  EXPECT_EQ(latency_table(rows_of(builder.run()), kNarrow), "");
  builder.add({"POST", "/slow", 100ms, "", "", "", 900ms}).end_second();
  const std::string table = latency_table(rows_of(builder.run()), kNarrow);
  EXPECT_NE(table.find("POST     /slow                    55"), std::string::npos) << table;
  EXPECT_NE(table.find(" 1000\n"), std::string::npos) << table;
  EXPECT_NE(table.find("\nLatency counts from when a request should have started"), std::string::npos)
      << table;
}

TEST(EventGapTable, TellsTheTimesBetweenEventsOfThoseThatHadSome) {
  const std::array<base::Duration, 3> gaps{9ms, 30ms, 412ms};
  RunBuilder builder;
  builder.add({"GET", "/plain", 1ms});
  builder.add({"POST", "/stream", 500ms, "", "", "", 0ms, gaps}).end_second();
  EXPECT_EQ(event_gap_table(rows_of(builder.run()), kNarrow),
            "Event gaps: the times between the events of an answer, in milliseconds\n"
            "Type     Name                   # gaps    mean     50%     95%     99%    100%\n"
            "--------|--------------------|--------|-------|-------|-------|-------|-------\n"
            "POST     /stream                     3     150    30.0     412     412     412\n"
            "--------|--------------------|--------|-------|-------|-------|-------|-------\n"
            "         Aggregated                  3     150    30.0     412     412     412\n");
}

TEST(EventGapTable, IsNotThereWithoutEvents) {
  const SmallRun builder;
  EXPECT_EQ(event_gap_table(rows_of(builder.run()), kNarrow), "");
}

// Locust pads the second column to 100 characters.
std::string error_line(std::string_view count, std::string_view error) {
  std::string line(count);
  line.resize(18, ' ');
  line += " ";
  line += error;
  line.resize(119, ' ');
  return line + "\n";
}

TEST(ErrorReport, IsLocustsWithTheMostFrequentFirst) {
  RunBuilder builder;
  builder.add({"GET", "/a", 1ms, "status", "404 Not Found"});
  builder.add({"POST", "/b", 1ms, "check", "'no'"}).add({"POST", "/b", 1ms, "check", "'no'"}).end_second();
  const std::string separator = std::string(18, '-') + "|" + std::string(80 + kNarrow - 19, '-') + "\n";
  EXPECT_EQ(error_report(builder.run(), kNarrow), "Error report\n" + error_line("# occurrences", "Error") +
                                                      separator + error_line("2", "POST /b: 'no'") +
                                                      error_line("1", "GET /a: 404 Not Found") + separator);
}

TEST(ErrorReport, IsNotThereWithoutErrors) {
  RunBuilder builder;
  builder.add({"GET", "/a", 1ms}).end_second();
  EXPECT_EQ(error_report(builder.run(), kNarrow), "");
  EXPECT_EQ(exception_report(builder.run(), kNarrow), "");
}

TEST(ExceptionReport, NamesTheTaskAndLeavesTracebacksToTheCsvFile) {
  RunBuilder builder;
  builder.add_exception("boom", "Patient.valid")
      .add_exception("KeyError: 'age'", "Traceback:\n  line 3\n")
      .end_second();
  const std::string report = exception_report(builder.run(), kNarrow);
  EXPECT_NE(report.find(error_line("1", "KeyError: 'age'")), std::string::npos) << report;
  EXPECT_NE(report.find(error_line("1", "Patient.valid: boom")), std::string::npos) << report;
  EXPECT_EQ(report.find("Exception report\n"), 0u);
}

}  // namespace
}  // namespace acrida::report
