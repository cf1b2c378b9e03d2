#include "report/csv_tables.h"

#include <gtest/gtest.h>

#include "report/run_builder.h"

namespace acrida::report {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kStatsHeader =
    "Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,"
    "Max Response Time,Average Content "
    "Size,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,"
    "100%\r\n";

std::string stats_lines(const RunBuilder& builder, base::Duration run, Times times = &stats::Tally::service) {
  const std::string csv = stats_csv(rows_of(builder.run()), run, times);
  EXPECT_TRUE(csv.starts_with(kStatsHeader)) << csv;
  return csv.substr(kStatsHeader.size());
}

TEST(StatsCsv, HasALineForEachEndpointAndOneForAllOfThem) {
  RunBuilder builder;
  builder.add({"POST", "/b", 1500us})
      .add({"POST", "/b", 3200us, "status", "500"})
      .add({"GET", "/a", 10ms})
      .end_second();
  EXPECT_EQ(stats_lines(builder, 2s),
            "GET,/a,1,0,10,10.0,10.0,10.0,25.0,0.5,0.0,10,10,10,10,10,10,10,10,10,10,10\r\n"
            "POST,/b,2,1,2,2.35,1.5,3.2,25.0,1.0,0.5,2,3,3,3,3,3,3,3,3,3,3\r\n"
            ",Aggregated,3,1,3,4.9,1.5,10.0,25.0,1.5,0.5,3,3,10,10,10,10,10,10,10,10,10\r\n");
}

TEST(StatsCsv, OfAnEmptyRunHasNoPercentiles) {
  EXPECT_EQ(stats_lines(RunBuilder(), 0s),
            ",Aggregated,0,0,0,0.0,0,0,0,0.0,0.0,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A\r\n");
}

TEST(StatsCsv, QuotesNamesAsPythonDoes) {
  RunBuilder builder;
  builder.add({"GET", "/a?b=\"1\",2\né", 1ms}).end_second();
  EXPECT_TRUE(stats_lines(builder, 1s).starts_with("GET,\"/a?b=\"\"1\"\",2\né\",1,0,"));
}

TEST(StatsCsv, TellsLatencyWhenAsked) {
  RunBuilder builder;
  builder.add({"GET", "/a", 10ms, "", "", "", 5ms}).end_second();
  EXPECT_TRUE(stats_lines(builder, 1s, &stats::Tally::latency)
                  .starts_with("GET,/a,1,0,15,15.0,15.0,15.0,25.0,1.0,0.0,15,"));
}

TEST(HistoryCsv, HasLocustsHeader) {
  EXPECT_EQ(history_csv_header(),
            "Timestamp,User "
            "Count,Type,Name,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%,"
            "Total Request Count,Total Failure Count,Total Median Response Time,Total Average Response Time,"
            "Total Min Response Time,Total Max Response Time,Total Average Content Size\r\n");
}

TEST(HistoryCsv, TellsCurrentRatesAndSumsAtTheEndOfASecond) {
  RunBuilder builder;
  EXPECT_EQ(history_csv_line(builder.end_second(3), builder.run()),
            "1767225601,3,,Aggregated,0.000000,0.000000,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/"
            "A,0,0,0,0.0,0,0,0\r\n");
  builder.add({"GET", "/a", 10ms}).add({"GET", "/a", 20ms, "timeout"}).add({"GET", "/a", 20ms});
  EXPECT_EQ(history_csv_line(builder.end_second(4), builder.run()),
            "1767225602,4,,Aggregated,1.500000,0.500000,20,20,20,20,20,20,20,20,20,20,20,3,1,20,16.667,10.0,"
            "20.0,25.0\r\n");
}

TEST(FullHistoryCsv, TellsOfEachEndpointWithThePercentilesOfTheLastTenSeconds) {
  RunBuilder builder;
  EndpointWindow window;
  const auto lines = [&](const stats::Snapshot& second) {
    window.add(second);
    return full_history_csv_lines(second, builder.run(), window);
  };
  builder.add({"POST", "/b", 90ms, "", "", "valid"}).add({"GET", "/a", 10ms});
  EXPECT_EQ(
      lines(builder.end_second(3)),
      "1767225601,3,GET,/a,1.000000,0.000000,10,10,10,10,10,10,10,10,10,10,10,1,0,10,10.0,10.0,10.0,25.0\r\n"
      "1767225601,3,POST,/b,1.000000,0.000000,90,90,90,90,90,90,90,90,90,90,90,1,0,90,90.0,90.0,90.0,25.0\r\n"
      "1767225601,3,,Aggregated,2.000000,0.000000,10,90,90,90,90,90,90,90,90,90,90,2,0,10,50.0,10.0,90.0,25.0"
      "\r\n");
  for (int i = 0; i < 9; ++i) lines(builder.end_second(3));
  builder.add({"POST", "/b", 20ms, "", "", "malformed"});
  EXPECT_EQ(
      lines(builder.end_second(3)),
      "1767225611,3,GET,/a,0.000000,0.000000,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/"
      "A,1,0,10,10.0,10.0,10.0,"
      "25.0\r\n"
      "1767225611,3,POST,/b,0.100000,0.000000,20,20,20,20,20,20,20,20,20,20,20,2,0,20,55.0,20.0,90.0,25.0\r\n"
      "1767225611,3,,Aggregated,0.100000,0.000000,20,20,20,20,20,20,20,20,20,20,20,3,0,20,40.0,10.0,90.0,25.0"
      "\r\n");
}

TEST(FailuresCsv, TellsWhenAnErrorWasSeen) {
  RunBuilder builder;
  builder.end_second();
  builder.add({"GET", "/a", 1ms, "status", "500, or so"}).end_second();
  builder.add({"GET", "/a", 1ms, "status", "500, or so"}).add({"GET", "/a", 1ms, "refused"}).end_second();
  EXPECT_EQ(failures_csv(builder.run()),
            "Method,Name,Error,Occurrences,First Seen,Last Seen\r\n"
            "GET,/a,\"500, or so\",2,2026-01-01T00:00:01Z,2026-01-01T00:00:02Z\r\n"
            "GET,/a,refused,1,2026-01-01T00:00:02Z,2026-01-01T00:00:02Z\r\n");
}

TEST(ExceptionsCsv, NamesThisMachineLocal) {
  RunBuilder builder;
  builder.add_exception("boom", "A.task").add_exception("boom", "A.task").end_second();
  EXPECT_EQ(exceptions_csv(builder.run()), "Count,Message,Traceback,Nodes\r\n2,boom,A.task,local\r\n");
}

}  // namespace
}  // namespace acrida::report
