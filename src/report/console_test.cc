#include "report/console.h"

#include <cstdlib>

#include <gtest/gtest.h>

#include "report/first_answers.h"
#include "report/run_builder.h"
#include "report/tables.h"

namespace acrida::report {
namespace {

using namespace std::chrono_literals;

class ConsoleTest : public testing::Test {
 protected:
  ~ConsoleTest() override {
    std::fclose(out_);
    std::free(buffer_);
  }
  std::string written() const { return {buffer_, size_}; }
  void run_seconds(Console& console, int seconds) {
    for (int i = 0; i < seconds; ++i) {
      builder_.add({"GET", "/a", 1ms});
      const stats::Snapshot& second = builder_.end_second(5);
      EXPECT_TRUE(console.on_snapshot(second, builder_.run()));
    }
  }
  void finish(Console& console) {
    stats::Outcome outcome;
    outcome.duration = 4s;
    EXPECT_TRUE(console.on_finish(builder_.run(), {}, outcome));
  }

  char* buffer_ = nullptr;
  std::size_t size_ = 0;
  std::FILE* out_ = ::open_memstream(&buffer_, &size_);
  RunBuilder builder_;
};

TEST_F(ConsoleTest, PrintsTheTableEveryTwoSecondsWithoutATerminal) {
  Console console(out_, {});
  run_seconds(console, 1);
  EXPECT_EQ(written(), "");
  run_seconds(console, 1);
  const std::string table = request_table(rows_of(builder_.run()), 80) + "\n";
  EXPECT_EQ(written(), table);
  run_seconds(console, 1);
  EXPECT_EQ(written(), table);
}

TEST_F(ConsoleTest, RewritesOneLineOnATerminalAndTakesItAwayInTheEnd) {
  ConsoleOptions options;
  options.columns = 120;
  options.run_time = 60s;
  Console console(out_, options);
  run_seconds(console, 2);
  EXPECT_EQ(written(),
            "\r\x1b[K0:01 of 1:00  5 users  1.0 req/s  0% failed  p50 1.00 ms  p99 1.00 ms\r"
            "\r\x1b[K0:02 of 1:00  5 users  1.0 req/s  0% failed  p50 1.00 ms  p99 1.00 ms\r");
  finish(console);
  EXPECT_NE(written().find("ms\r\r\x1b[KType "), std::string::npos);
}

TEST_F(ConsoleTest, IsSilentUntilTheEndWhenOnlyTheSummaryIsWanted) {
  ConsoleOptions options;
  options.only_summary = true;
  Console console(out_, options);
  run_seconds(console, 4);
  EXPECT_EQ(written(), "");
  finish(console);
  EXPECT_NE(written().find("Aggregated"), std::string::npos);
}

TEST_F(ConsoleTest, PrintsTheTableOnATerminalAndInSpiteOfOnlyTheSummaryWhenAsked) {
  ConsoleOptions options;
  options.columns = 160;
  options.only_summary = options.print_stats = true;
  Console console(out_, options);
  run_seconds(console, 3);
  EXPECT_EQ(written().find('\x1b'), std::string::npos);
  EXPECT_EQ(written().find("Type "), 0u);
  EXPECT_EQ(written().rfind("Type "), 0u);
}

TEST_F(ConsoleTest, LeavesOutTheFinalTablesWhenAsked) {
  ConsoleOptions options;
  options.final_tables = false;
  Console console(out_, options);
  run_seconds(console, 2);
  const std::string table = written();
  EXPECT_NE(table, "");
  finish(console);
  EXPECT_EQ(written(), table);
}

TEST_F(ConsoleTest, EndsWithAllTablesEachFollowedByAnEmptyLine) {
  Console console(out_, {});
  builder_.add({"GET", "/a", 1ms, "status", "500"}).answered({}).add({"GET", "/b", 1ms, "", "", "", 9ms});
  builder_.add_exception("boom", "A.task").end_second();
  finish(console);
  const Rows rows = rows_of(builder_.run());
  EXPECT_EQ(written(), request_table(rows, 80, 4s) + "\n" + percentile_table(rows, 80) + "\n" +
                           latency_table(rows, 80) + "\n" + error_report(builder_.run(), 80) + "\n" +
                           first_answers(builder_.run()) + "\n" + exception_report(builder_.run(), 80) +
                           "\n");
}

TEST_F(ConsoleTest, LeavesOutTheTablesThatHaveNothingToTell) {
  Console console(out_, {});
  builder_.add({"GET", "/a", 20ms}).end_second();
  finish(console);
  const Rows rows = rows_of(builder_.run());
  EXPECT_EQ(written(), request_table(rows, 80, 4s) + "\n" + percentile_table(rows, 80) + "\n");
}

TEST_F(ConsoleTest, DoesNotPrintForALatePart) {
  Console console(out_, {});
  run_seconds(console, 1);
  stats::Snapshot late;
  late.second = 1;
  late.late = true;
  EXPECT_TRUE(console.on_snapshot(late, builder_.run()));
  EXPECT_EQ(written(), "");
}

}  // namespace
}  // namespace acrida::report
