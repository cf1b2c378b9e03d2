#include "report/summary.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <acrida/json.h>
#include <acrida/random.h>

#include "base/file.h"
#include "base/text.h"
#include "report/csv_tables.h"
#include "report/run_builder.h"

namespace acrida::report {
namespace {

using namespace std::chrono_literals;

stats::RunInfo info() {
  stats::RunInfo info;
  info.run_id = "0198c0de-0000-7000-8000-000000000000";
  info.started_at = kRunStart;
  info.target = "http://127.0.0.1:8080";
  info.seed = 42;
  return info;
}

stats::Outcome outcome_after(base::Duration duration) {
  stats::Outcome outcome;
  outcome.duration = duration;
  return outcome;
}

// The keys of an object, in order.
std::string keys_of(const Json& object) {
  std::string keys;
  for (std::size_t i = 0; i < object.size(); ++i) keys += (i == 0 ? "" : " ") + object.key_at(i);
  return keys;
}

// DESIGN.md §5 word for word.
TEST(Summary, HasTheKeysOfTheContract) {
  RunBuilder builder;
  builder.add({"GET", "/a", 1ms, "status", "500"}).answered({}).end_second();
  const Json summary = Json::parse(summary_json(builder.run(), info(), outcome_after(1s)));
  EXPECT_EQ(
      keys_of(summary),
      "format run_id verdict exit_code started_at duration_s target seed load_model generator totals phases "
      "endpoints errors slos");
  EXPECT_EQ(keys_of(summary["generator"]),
            "healthy why cpu_us_per_request dispatch_lag_ms loop_lag_ms highest_lag_ms late_connections "
            "peak_core_share peak_rss_bytes threads");
  EXPECT_EQ(keys_of(summary["generator"]["dispatch_lag_ms"]), "p50 p99 max");
  const std::string totals =
      "requests failures exceptions dropped in_flight_at_end reconnects rps failures_per_s bytes_sent "
      "bytes_received latency_ms service_ms timing_ms gap_ms";
  EXPECT_EQ(keys_of(summary["totals"]), totals);
  EXPECT_EQ(keys_of(summary["totals"]["latency_ms"]),
            "mean min max p50 p66 p75 p80 p90 p95 p98 p99 p99_9 p99_99");
  EXPECT_EQ(keys_of(summary["totals"]["service_ms"]), keys_of(summary["totals"]["latency_ms"]));
  EXPECT_EQ(keys_of(summary["totals"]["timing_ms"]), "dns connect tls send first_byte body");
  EXPECT_EQ(keys_of(summary["errors"].at(0)["answers"].at(0)), "status at headers body cut");
  EXPECT_EQ(keys_of(summary["endpoints"].at(0)), "method name class " + totals);
  EXPECT_EQ(keys_of(summary["errors"].at(0)), "method name kind error count first_seen last_seen answers");
}

TEST(Summary, TellsOfPhasesAndRules) {
  RunBuilder builder;
  builder.add({"GET", "/a", 1ms}).end_second();
  stats::Outcome outcome = outcome_after(1s);
  outcome.phases.push_back({stats::Phase::Name::warm_up, 1s, 3500ms, builder.run().aggregated(), 2});
  outcome.slos.push_back({stats::parse_slo("p99(POST /x)<50ms!").value(), 12.345, true, true});
  outcome.slos.push_back({stats::parse_slo("errors<1%").value(), std::nullopt, false, false});
  const Json summary = Json::parse(summary_json(builder.run(), info(), outcome));
  const Json phase = summary["phases"].at(0);
  EXPECT_EQ(keys_of(phase), "name from_s to_s " + keys_of(summary["totals"]));
  EXPECT_EQ(phase["name"].string(), "warm-up");
  EXPECT_EQ(phase["from_s"].number(), 1);
  EXPECT_EQ(phase["to_s"].number(), 3.5);
  EXPECT_EQ(phase["requests"].integer(), 1);
  EXPECT_EQ(phase["exceptions"].integer(), 2);
  EXPECT_EQ(phase["rps"].number(), 0.4);
  const Json slo = summary["slos"].at(0);
  EXPECT_EQ(keys_of(slo), "rule actual pass");
  EXPECT_EQ(slo["rule"].string(), "p99(POST /x)<50ms!");
  EXPECT_EQ(slo["actual"].number(), 12.345);
  EXPECT_TRUE(slo["pass"].boolean());
  EXPECT_TRUE(summary["slos"].at(1)["actual"].is_null());
}

TEST(Summary, TellsWhatWasMeasured) {
  RunBuilder builder;
  builder.add({"GET", "/a", 1500us, "status", "500", "valid", 500us})
      .add_exception("boom", "A.task")
      .end_second();
  stats::Outcome outcome = outcome_after(2s);
  outcome.verdict = stats::Verdict::fail;
  outcome.exit_code = 1;
  outcome.generator.cpu = 12'345ns;
  outcome.generator.requests = 1;
  outcome.generator.dispatch_lag.record(100us);
  const std::string text = summary_json(builder.run(), info(), outcome);
  EXPECT_TRUE(text.starts_with("{\n  \"format\": 1,\n  \"run_id\": \"0198c0de-")) << text;
  const Json summary = Json::parse(text);
  EXPECT_EQ(summary["verdict"].string(), "fail");
  EXPECT_EQ(summary["exit_code"].integer(), 1);
  EXPECT_EQ(summary["started_at"].string(), "2026-01-01T00:00:00.000Z");
  EXPECT_EQ(summary["duration_s"].number(), 2);
  EXPECT_EQ(summary["seed"].integer(), 42);
  EXPECT_EQ(summary["generator"]["cpu_us_per_request"].number(), 12.345);
  EXPECT_EQ(summary["generator"]["dispatch_lag_ms"]["max"].number(), 0.1);
  const Json totals = summary["totals"], endpoint = summary["endpoints"].at(0),
             error = summary["errors"].at(0);
  EXPECT_EQ(totals["exceptions"].integer(), 1);
  EXPECT_EQ(totals["rps"].number(), 0.5);
  EXPECT_EQ(totals["failures_per_s"].number(), 0.5);
  EXPECT_EQ(totals["latency_ms"]["p99"].number(), 2);
  EXPECT_EQ(totals["service_ms"]["mean"].number(), 1.5);
  EXPECT_EQ(totals["timing_ms"]["first_byte"].number(), 1.5);
  EXPECT_TRUE(totals["gap_ms"].is_null());
  EXPECT_EQ(endpoint["class"].string(), "valid");
  EXPECT_EQ(endpoint["exceptions"].integer(), 0);
  EXPECT_EQ(endpoint["bytes_received"].integer(), 150);
  EXPECT_EQ(error["kind"].string(), "status");
  EXPECT_EQ(error["first_seen"].string(), "2026-01-01T00:00:00.250Z");
}

TEST(Summary, TellsTheGapsBetweenEventsWhereThereWereSome) {
  const std::array<base::Duration, 3> gaps{20ms, 30ms, 41ms};
  RunBuilder builder;
  builder.add({"GET", "/plain", 1ms});
  builder.add({"POST", "/stream", 100ms, "", "", "", 0ms, gaps}).end_second();
  const Json summary = Json::parse(summary_json(builder.run(), info(), outcome_after(1s)));
  const Json plain = summary["endpoints"].at(0), stream = summary["endpoints"].at(1);
  EXPECT_TRUE(plain["gap_ms"].is_null());
  EXPECT_FALSE(plain.contains("event_gaps_ms"));
  for (const Json& each : {stream, summary["totals"]}) {
    EXPECT_NEAR(each["gap_ms"].number(), 30.333, 0.001);
    const Json told = each["event_gaps_ms"];
    EXPECT_EQ(keys_of(told), "count mean p50 p95 p99 max");
    EXPECT_EQ(told["count"].integer(), 3);
    EXPECT_NEAR(told["mean"].number(), 30.333, 0.001);
    EXPECT_NEAR(told["p50"].number(), 30, 0.2);
    EXPECT_EQ(told["max"].number(), 41);
  }
}

TEST(Summary, TellsWhatTheServerAnsweredToFailures) {
  stats::Answer answer;
  answer.status = 503;
  answer.headers = {{"Retry-After", "1"}, {"X", "\xff"}};
  answer.body = "{\"a\":\"\xe2";
  answer.cut = true;
  RunBuilder builder;
  builder.add({"GET", "/a", 1ms, "refused"})
      .add({"GET", "/b", 1ms, "status", "503"})
      .answered(answer)
      .end_second();
  const Json errors = Json::parse(summary_json(builder.run(), info(), outcome_after(1s)))["errors"];
  EXPECT_EQ(errors.at(0)["answers"].size(), 0u);
  ASSERT_EQ(errors.at(1)["answers"].size(), 1u);
  const Json told = errors.at(1)["answers"].at(0);
  EXPECT_EQ(told["status"].integer(), 503);
  EXPECT_EQ(told["at"].string(), "2026-01-01T00:00:00.250Z");
  EXPECT_EQ(told["headers"].at(0).at(0).string(), "Retry-After");
  EXPECT_EQ(told["headers"].at(1).at(1).string(), "\xef\xbf\xbd");
  EXPECT_EQ(told["body"].string(), "{\"a\":\"\xef\xbf\xbd");
  EXPECT_TRUE(told["cut"].boolean());
}

TEST(Summary, HasNullWhereThereWasNoRequest) {
  const Json totals = Json::parse(summary_json(RunBuilder().run(), info(), outcome_after(0s)))["totals"];
  EXPECT_EQ(totals["requests"].integer(), 0);
  EXPECT_EQ(totals["rps"].number(), 0);
  EXPECT_TRUE(totals["latency_ms"]["p99"].is_null());
  EXPECT_TRUE(totals["service_ms"]["mean"].is_null());
  EXPECT_TRUE(totals["timing_ms"]["body"].is_null());
  EXPECT_TRUE(totals["gap_ms"].is_null());
}

TEST(Summary, IsJsonWhateverTheNames) {
  RunBuilder builder;
  builder.add({"GET", "/\"a\",\n\x01\xff é", 1ms, "check", "\x1b[2J"}).end_second();
  const Json summary = Json::parse(summary_json(builder.run(), info(), outcome_after(1s)));
  EXPECT_EQ(summary["endpoints"].at(0)["name"].string(), "/\"a\",\n\x01\xef\xbf\xbd é");
  EXPECT_EQ(summary["errors"].at(0)["error"].string(), "\x1b[2J");
}

// The number in a column of a CSV text's last line, or of the sum of all lines but the last.
double last_line(const std::string& csv, std::size_t column) {
  const std::string_view text = std::string_view(csv).substr(0, csv.size() - 2);
  const auto fields = base::split(text.substr(text.rfind('\n') + 1), ',');
  return base::parse_number(fields.at(column)).value();
}
double sum_of_lines(const std::string& csv, std::size_t column, bool without_last) {
  auto lines = base::split(csv, '\n');
  double sum = 0;
  for (std::size_t i = 1; i + (without_last ? 2 : 1) < lines.size(); ++i) {
    sum += base::parse_number(base::split(lines[i], ',').at(column)).value();
  }
  return sum;
}

RC_GTEST_PROP(Summary, AgreesWithTheCsvFiles, (std::uint64_t seed)) {
  Random random(seed);
  RunBuilder builder;
  for (std::int64_t second = random.integer(1, 5); second > 0; --second) {
    for (std::int64_t i = random.integer(0, 30); i > 0; --i) {
      RunBuilder::Request request{random.chance(0.5) ? "GET" : "POST", random.chance(0.5) ? "/a" : "/b"};
      request.took = std::chrono::microseconds(random.integer(1, 90'000));
      request.payload_class = random.chance(0.3) ? "malformed" : "";
      if (random.chance(0.3)) request.error_kind = random.chance(0.5) ? "timeout" : "status";
      builder.add(request);
    }
    builder.end_second();
  }
  const base::Duration duration = std::chrono::milliseconds(random.integer(1, 7000));
  const Json summary = Json::parse(summary_json(builder.run(), info(), outcome_after(duration)));
  const Json totals = summary["totals"];
  const std::string csv = stats_csv(rows_of(builder.run()), duration);

  const std::map<std::string, std::size_t> columns{{"requests", 2}, {"failures", 3}};
  for (const auto& [key, column] : columns) {
    double endpoints = 0;
    for (std::size_t i = 0; i < summary["endpoints"].size(); ++i)
      endpoints += summary["endpoints"].at(i)[key].number();
    RC_ASSERT(totals[key].number() == endpoints);
    RC_ASSERT(totals[key].number() == last_line(csv, column));
    RC_ASSERT(totals[key].number() == sum_of_lines(csv, column, true));
  }
  double errors = 0;
  for (std::size_t i = 0; i < summary["errors"].size(); ++i)
    errors += summary["errors"].at(i)["count"].number();
  RC_ASSERT(errors == totals["failures"].number());
  RC_ASSERT(errors == sum_of_lines(failures_csv(builder.run()), 3, false));
  RC_ASSERT(totals["rps"].number() == last_line(csv, 9));
  RC_ASSERT(totals["failures_per_s"].number() == last_line(csv, 10));
  if (totals["requests"].number() > 0) {
    RC_ASSERT(totals["service_ms"]["mean"].number() == last_line(csv, 5));
    RC_ASSERT(totals["service_ms"]["min"].number() == last_line(csv, 6));
    RC_ASSERT(totals["service_ms"]["max"].number() == last_line(csv, 7));
    RC_ASSERT(std::abs(totals["service_ms"]["p99"].number() - last_line(csv, 18)) <= 0.5);
  }
}

TEST(SummaryFile, IsEmptyUntilTheRunIsOverAndRefusesAPathThatCannotBeWritten) {
  namespace fs = std::filesystem;
  std::string pattern = (fs::temp_directory_path() / "summary_test.XXXXXX").string();
  const fs::path folder = ::mkdtemp(pattern.data());
  const std::string path = (folder / "made" / "run.json").string();
  ASSERT_TRUE(base::replace_file(path, "an older run"));

  auto file = SummaryFile::open(path);
  ASSERT_TRUE(file);
  EXPECT_EQ(base::read_file(path).value(), "");
  ASSERT_TRUE((*file)->on_finish(RunBuilder().run(), info(), outcome_after(1s)));
  EXPECT_EQ(base::read_file(path).value(), summary_json(RunBuilder().run(), info(), outcome_after(1s)));

  EXPECT_FALSE(SummaryFile::open(path + "/below"));
  EXPECT_FALSE(SummaryFile::open(folder.string()));
  auto full = SummaryFile::open("/dev/full");
  ASSERT_TRUE(full);
  EXPECT_EQ((*full)->on_finish(RunBuilder().run(), info(), outcome_after(1s)).error().message,
            "cannot write '/dev/full': No space left on device");
  fs::remove_all(folder);
}

}  // namespace
}  // namespace acrida::report
