#include "report/csv_files.h"

#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include "base/file.h"
#include "report/csv_tables.h"
#include "report/run_builder.h"

namespace acrida::report {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

class CsvFilesTest : public testing::Test {
 protected:
  CsvFilesTest() {
    std::string pattern = (fs::temp_directory_path() / "csv_files_test.XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    prefix_ = (folder_ / "out" / "run").string();
  }
  ~CsvFilesTest() override { fs::remove_all(folder_); }

  std::string content(const std::string& suffix) const {
    auto text = base::read_file(prefix_ + suffix);
    return text ? text.value() : text.error().message;
  }
  stats::Outcome outcome() const {
    stats::Outcome outcome;
    outcome.duration = 2s;
    return outcome;
  }

  fs::path folder_;
  std::string prefix_;
  RunBuilder builder_;
};

TEST_F(CsvFilesTest, MakesFoldersAndHeadersBeforeTheRun) {
  ASSERT_TRUE(CsvFiles::open(prefix_));
  const RunBuilder empty;
  EXPECT_EQ(content("_stats.csv"), stats_csv(rows_of(empty.run()), {}));
  EXPECT_EQ(content("_stats_history.csv"), history_csv_header());
  EXPECT_EQ(content("_failures.csv"), failures_csv(empty.run()));
  EXPECT_EQ(content("_exceptions.csv"), exceptions_csv(empty.run()));
}

TEST_F(CsvFilesTest, GrowTheHistoryByALineASecondAndReplaceTheOthers) {
  auto files = CsvFiles::open(prefix_);
  ASSERT_TRUE(files);
  std::string history = history_csv_header();
  for (int i = 0; i < 3; ++i) {
    builder_.add({"GET", "/a", 1ms, "status", "500"}).add_exception("boom", "A.task");
    const stats::Snapshot& second = builder_.end_second();
    ASSERT_TRUE((*files)->on_snapshot(second, builder_.run()));
    history += history_csv_line(second, builder_.run());
    EXPECT_EQ(content("_stats.csv"), stats_csv(rows_of(builder_.run()), std::chrono::seconds(i + 1)));
  }
  EXPECT_EQ(content("_stats_history.csv"), history);
  EXPECT_EQ(content("_failures.csv"), failures_csv(builder_.run()));
  EXPECT_EQ(content("_exceptions.csv"), exceptions_csv(builder_.run()));
}

TEST_F(CsvFilesTest, CountALatePartWithoutALineForThePast) {
  auto files = CsvFiles::open(prefix_);
  ASSERT_TRUE(files);
  ASSERT_TRUE((*files)->on_snapshot(builder_.end_second(), builder_.run()));
  const std::string history = content("_stats_history.csv");
  stats::Snapshot late = builder_.add({"GET", "/a", 1ms}).end_second();
  late.late = true;
  ASSERT_TRUE((*files)->on_snapshot(late, builder_.run()));
  EXPECT_EQ(content("_stats_history.csv"), history);
  ASSERT_TRUE((*files)->on_finish(builder_.run(), {}, outcome()));
  EXPECT_EQ(content("_stats_history.csv"), history);
  EXPECT_EQ(content("_stats.csv"), stats_csv(rows_of(builder_.run()), 2s));
}

TEST_F(CsvFilesTest, WriteLatencyOnlyWhereItDiffersAndLeaveNoneOfAnEarlierRun) {
  ASSERT_TRUE(base::replace_file(prefix_ + "_latency.csv", "old"));
  auto files = CsvFiles::open(prefix_);
  ASSERT_TRUE(files);
  builder_.add({"GET", "/a", 1ms}).end_second();
  ASSERT_TRUE((*files)->on_finish(builder_.run(), {}, outcome()));
  EXPECT_FALSE(fs::exists(prefix_ + "_latency.csv"));
  builder_.add({"GET", "/a", 1ms, "", "", "", 1ms}).end_second();
  ASSERT_TRUE((*files)->on_finish(builder_.run(), {}, outcome()));
  EXPECT_EQ(content("_latency.csv"), stats_csv(rows_of(builder_.run()), 2s, &stats::Tally::latency));
}

TEST_F(CsvFilesTest, GrowTheFullHistoryByALineForEachEndpointASecond) {
  auto files = CsvFiles::open(prefix_, {.full_history = true});
  ASSERT_TRUE(files);
  std::string history = history_csv_header();
  EndpointWindow window;
  for (int i = 0; i < 3; ++i) {
    builder_.add({"GET", i == 0 ? "/a" : "/b", 1ms});
    const stats::Snapshot& second = builder_.end_second();
    ASSERT_TRUE((*files)->on_snapshot(second, builder_.run()));
    window.add(second);
    history += full_history_csv_lines(second, builder_.run(), window);
  }
  EXPECT_EQ(content("_stats_history.csv"), history);
  EXPECT_EQ(std::count(history.begin(), history.end(), '\n'), 1 + 2 + 3 + 3);
}

TEST_F(CsvFilesTest, StartAnewButForTheHistory) {
  auto files = CsvFiles::open(prefix_);
  ASSERT_TRUE(files);
  std::string history = history_csv_header();
  for (int i = 0; i < 3; ++i) {
    builder_.add({"GET", "/a", 1ms, i == 0 ? "status" : "", "500", "", i == 0 ? 9ms : 0ms});
    if (i == 1) builder_.start_anew();
    const stats::Snapshot& second = builder_.end_second();
    ASSERT_TRUE((*files)->on_snapshot(second, builder_.run()));
    EXPECT_EQ(fs::exists(prefix_ + "_latency.csv"), i == 0);
    history += history_csv_line(second, builder_.run());
  }
  EXPECT_EQ(content("_stats_history.csv"), history);
  EXPECT_EQ(content("_failures.csv"), failures_csv(RunBuilder().run()));
  EXPECT_EQ(content("_stats.csv"), stats_csv(rows_of(builder_.run()), 2s));
  EXPECT_NE(content("_stats.csv").find(",Aggregated,2,0,"), std::string::npos);
}

TEST_F(CsvFilesTest, RefuseAPrefixThatCannotBeWritten) {
  ASSERT_TRUE(base::replace_file((folder_ / "file").string(), ""));
  for (const std::string& prefix : {(folder_ / "file" / "below").string(), std::string("/proc/none/run")}) {
    const auto files = CsvFiles::open(prefix);
    ASSERT_FALSE(files);
    EXPECT_EQ(files.error().message.find("cannot "), 0u) << files.error().message;
    EXPECT_EQ(files.error().message.find('\n'), std::string::npos);
  }
}

TEST_F(CsvFilesTest, TellOfAFullDiskEachTimeAndStillWriteTheOtherFiles) {
  auto files = CsvFiles::open(prefix_);
  ASSERT_TRUE(files);
  fs::remove(prefix_ + "_stats.csv");
  fs::create_symlink("/dev/full", prefix_ + "_stats.csv");
  for (int i = 0; i < 2; ++i) {
    builder_.add({"GET", "/a", 1ms, "refused"});
    const stats::Snapshot& second = builder_.end_second();
    const auto written = (*files)->on_snapshot(second, builder_.run());
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().message, "cannot write '" + prefix_ + "_stats.csv': No space left on device");
    EXPECT_EQ(content("_failures.csv"), failures_csv(builder_.run()));
  }
}

TEST_F(CsvFilesTest, TellOfAHistoryThatCannotGrow) {
  fs::create_directories(folder_ / "out");
  fs::create_symlink("/dev/full", prefix_ + "_stats_history.csv");
  const auto files = CsvFiles::open(prefix_);
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().message,
            "cannot write '" + prefix_ + "_stats_history.csv': No space left on device");
}

}  // namespace
}  // namespace acrida::report
