#include "report/locust_json.h"

#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <acrida/json.h>
#include <acrida/random.h>

#include "base/file.h"
#include "report/run_builder.h"

namespace acrida::report {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr std::int64_t kEpochStart = 1'767'225'600;

class LocustJsonTest : public testing::Test {
 protected:
  LocustJsonTest() {
    std::string pattern = (fs::temp_directory_path() / "locust_json_test.XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    info_.started_at = kRunStart - 1h;  // before something else had to be done
    outcome_.duration = 1500ms;
    sink_ = std::move(*LocustJson::open(nullptr, path()));
  }
  ~LocustJsonTest() override { fs::remove_all(folder_); }

  std::string path() const { return (folder_ / "run.json").string(); }
  void end_second() {
    const stats::Snapshot& second = builder_.end_second();
    EXPECT_TRUE(sink_->on_snapshot(second, builder_.run()));
  }
  Json finished() {
    EXPECT_TRUE(sink_->on_finish(builder_.run(), info_, outcome_));
    return Json::parse(base::read_file(path()).value());
  }

  fs::path folder_;
  RunBuilder builder_;
  stats::RunInfo info_;
  stats::Outcome outcome_;
  std::unique_ptr<LocustJson> sink_;
};

TEST_F(LocustJsonTest, IsAnArrayOfLocustsEntriesWithoutAggregated) {
  builder_.add({"POST", "/b", 1500us}).add({"POST", "/b", 147ms, "status", "500"}).add({"GET", "/a", 10ms});
  end_second();
  builder_.add({"POST", "/b", 2400us});
  end_second();
  ASSERT_TRUE(sink_->on_finish(builder_.run(), info_, outcome_));
  EXPECT_EQ(base::read_file(path()).value(), R"([
    {
        "name": "/a",
        "method": "GET",
        "last_request_timestamp": 1767225601,
        "start_time": 1767225600,
        "num_requests": 1,
        "num_none_requests": 0,
        "num_failures": 0,
        "total_response_time": 10,
        "max_response_time": 10,
        "min_response_time": 10,
        "total_content_length": 25,
        "response_times": {
            "10": 1
        },
        "num_reqs_per_sec": {
            "1767225600": 1
        },
        "num_fail_per_sec": {}
    },
    {
        "name": "/b",
        "method": "POST",
        "last_request_timestamp": 1767225601.5,
        "start_time": 1767225600,
        "num_requests": 3,
        "num_none_requests": 0,
        "num_failures": 1,
        "total_response_time": 150.9,
        "max_response_time": 147,
        "min_response_time": 1.5,
        "total_content_length": 75,
        "response_times": {
            "2": 2,
            "150": 1
        },
        "num_reqs_per_sec": {
            "1767225600": 2,
            "1767225601": 1
        },
        "num_fail_per_sec": {
            "1767225600": 1
        }
    }
]
)");
}

TEST_F(LocustJsonTest, RoundsResponseTimesAsLocustDoes) {
  const std::vector<std::pair<base::Duration, std::string>> rounded{
      {90us, "0"},       {499us, "0"},     {2500us, "2"},    {3500us, "4"},       {99'400us, "99"},
      {99'900us, "100"}, {125ms, "120"},   {135ms, "140"},   {994ms, "990"},      {996ms, "1000"},
      {1250ms, "1200"},  {1350ms, "1400"}, {9940ms, "9900"}, {12'400ms, "12000"}, {123'499ms, "123000"}};
  for (const auto& [took, key] : rounded) {
    RunBuilder builder;
    builder.add({"GET", "/a", took}).end_second();
    const Json entry = Json::parse(locust_json(builder.run(), {}, kRunStart, 1s)).at(0);
    EXPECT_EQ(entry["response_times"].key_at(0), key) << took.count();
  }
}

TEST_F(LocustJsonTest, GoesToTheFileAndToTheStreamAlike) {
  char* buffer = nullptr;
  std::size_t size = 0;
  std::FILE* out = ::open_memstream(&buffer, &size);
  sink_ = std::move(*LocustJson::open(out, path()));
  builder_.add({"GET", "/a", 10ms});
  end_second();
  ASSERT_TRUE(sink_->on_finish(builder_.run(), info_, outcome_));
  EXPECT_EQ(std::string(buffer, size), base::read_file(path()).value());
  EXPECT_EQ(Json::parse(std::string_view(buffer, size)).size(), 1u);
  std::fclose(out);
  std::free(buffer);
}

TEST_F(LocustJsonTest, JoinsThePayloadClassesOfAName) {
  builder_.add({"GET", "/a", 1ms, "", "", "valid"}).add({"GET", "/a", 2ms, "", "", "malformed"});
  end_second();
  const Json entries = finished();
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries.at(0)["num_requests"].integer(), 2);
  EXPECT_EQ(entries.at(0)["num_reqs_per_sec"][std::to_string(kEpochStart)].integer(), 2);
}

TEST_F(LocustJsonTest, ForgetsWhatWasBeforeTheStatisticsStartedAnew) {
  builder_.add({"GET", "/a", 1ms}).add({"GET", "/gone", 1ms});
  end_second();
  builder_.start_anew().add({"GET", "/a", 3ms});
  end_second();
  const Json entries = finished();
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries.at(0)["num_requests"].integer(), 1);
  EXPECT_EQ(entries.at(0)["start_time"].integer(), kEpochStart + 1);
  EXPECT_EQ(entries.at(0)["num_reqs_per_sec"].size(), 1u);
  EXPECT_EQ(entries.at(0)["num_reqs_per_sec"].key_at(0), std::to_string(kEpochStart + 1));
}

TEST_F(LocustJsonTest, IsAnEmptyArrayWithoutRequestsAndAnEmptyFileUntilTheEnd) {
  EXPECT_EQ(base::read_file(path()).value(), "");
  EXPECT_EQ(finished().size(), 0u);
}

RC_GTEST_FIXTURE_PROP(LocustJsonTest, SumsToTheNumberOfRequestsEverywhere, (std::uint64_t seed)) {
  Random random(seed);
  RunBuilder builder;
  sink_ = std::move(*LocustJson::open(nullptr, path()));
  for (std::int64_t second = random.integer(1, 6); second > 0; --second) {
    for (std::int64_t i = random.integer(0, 30); i > 0; --i) {
      RunBuilder::Request request{"GET", random.chance(0.5) ? "/a" : "/b"};
      request.took = std::chrono::microseconds(random.integer(0, random.chance(0.5) ? 200'000 : 20'000'000));
      if (random.chance(0.3)) request.error_kind = "timeout";
      builder.add(request);
    }
    if (random.chance(0.2)) builder.start_anew();
    const stats::Snapshot& told = builder.end_second();
    RC_ASSERT(sink_->on_snapshot(told, builder.run()).ok());
  }
  RC_ASSERT(sink_->on_finish(builder.run(), info_, outcome_).ok());
  const Json entries = Json::parse(base::read_file(path()).value());
  const auto sum = [](const Json& counts) {
    std::int64_t total = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) total += counts[counts.key_at(i)].integer();
    return total;
  };
  std::uint64_t requests = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Json entry = entries.at(i);
    const std::int64_t answered = entry["num_requests"].integer() - entry["num_none_requests"].integer();
    RC_ASSERT(sum(entry["response_times"]) == answered);
    RC_ASSERT(sum(entry["num_reqs_per_sec"]) == answered);
    RC_ASSERT(sum(entry["num_fail_per_sec"]) == entry["num_failures"].integer());
    requests += static_cast<std::uint64_t>(answered);
  }
  RC_ASSERT(requests == builder.run().aggregated().requests);
}

TEST_F(LocustJsonTest, TellsWhereItCouldNotBeWritten) {
  EXPECT_FALSE(LocustJson::open(nullptr, "/proc/none/run"));
  std::FILE* full = std::fopen("/dev/full", "w");
  sink_ = std::move(*LocustJson::open(full, path()));
  const auto written = sink_->on_finish(builder_.run(), info_, outcome_);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message, "cannot write to standard output: No space left on device");
  EXPECT_EQ(base::read_file(path()).value(), "[]\n");
  std::fclose(full);
}

}  // namespace
}  // namespace acrida::report
