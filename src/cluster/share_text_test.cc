#include "cluster/share_text.h"

#include <chrono>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace acrida::cluster {
namespace {

using namespace std::chrono_literals;
using stats::EndpointId;

base::WallTime at(base::Duration since_epoch) { return base::WallTime(since_epoch); }

std::string text_of(ShareWriter& writer, const stats::Share& share) {
  base::JsonWriter out;
  out.begin_object();
  writer.write(out, share);
  return out.end_object().text();
}

stats::Share share_of(EndpointId endpoint, base::Duration latency) {
  stats::Share share;
  share.second = 3;
  stats::Sample sample;
  sample.endpoint = endpoint;
  sample.intended = base::TimePoint(1s);
  sample.started = base::TimePoint(1s + 5us);
  sample.finished = base::TimePoint(1s + latency);
  sample.timing = {1ns, 2ns, 3ns, 4ns, 5ns, 6ns};
  sample.bytes_sent = 11;
  sample.bytes_received = 12;
  sample.content_bytes = 13;
  sample.reconnects = 1;
  const base::Duration gaps[] = {7us, 8us};
  sample.gaps = gaps;
  auto& tally = share.counts.endpoints[endpoint];
  tally.add(sample);
  tally.failed_latency.record(700ms);
  tally.in_flight = 3;
  const stats::ErrorKey error{endpoint, "status", "503 Service Unavailable"};
  share.counts.add_error(error, {4, at(10s), at(20s), 2});
  share.counts.add_answer(error, {at(15s), 503, "Service Unavailable", {{"Server", "x"}}, "busy", true});
  share.counts.add_exception({"boom", "line 3"}, 5);
  return share;
}

void expect_same(const stats::Tally& a, const stats::Tally& b) {
  EXPECT_EQ(a.requests, b.requests);
  EXPECT_EQ(a.failures, b.failures);
  EXPECT_EQ(a.failed_latency, b.failed_latency);
  EXPECT_EQ(a.failed_service, b.failed_service);
  EXPECT_EQ(a.in_flight, b.in_flight);
  EXPECT_EQ(a.reconnects, b.reconnects);
  EXPECT_EQ(a.bytes_sent, b.bytes_sent);
  EXPECT_EQ(a.bytes_received, b.bytes_received);
  EXPECT_EQ(a.content_bytes, b.content_bytes);
  EXPECT_TRUE(a.latency == b.latency);
  EXPECT_TRUE(a.service == b.service);
  EXPECT_TRUE(a.gaps == b.gaps);
  EXPECT_EQ(a.timing.dns, b.timing.dns);
  EXPECT_EQ(a.timing.body, b.timing.body);
}

TEST(ShareText, BringsEverythingUnderTheEndpointsOfTheOtherSide) {
  stats::EndpointTable there, here;
  here.intern("GET", "/first");  // so that the numbers differ
  const auto endpoint = there.intern("POST", "/predict", "valid");
  ShareWriter writer(there);
  ShareReader reader(here);
  const auto share = share_of(endpoint, 1234us);
  const auto got = reader.read(Json::parse(text_of(writer, share)));
  EXPECT_EQ(got.second, 3);
  ASSERT_EQ(got.counts.endpoints.size(), 1u);
  const auto id = got.counts.endpoints.begin()->first;
  EXPECT_EQ(here[id], (stats::Endpoint{"POST", "/predict", "valid"}));
  expect_same(got.counts.endpoints.at(id), share.counts.endpoints.at(endpoint));
  const auto& [error, seen] = *got.counts.errors.begin();
  EXPECT_EQ(error, (stats::ErrorKey{id, "status", "503 Service Unavailable"}));
  EXPECT_EQ(seen.count, 4u);
  EXPECT_EQ(seen.first, at(10s));
  EXPECT_EQ(seen.last, at(20s));
  EXPECT_EQ(seen.answered, 2u);
  EXPECT_EQ(got.counts.exceptions.at({"boom", "line 3"}), 5u);
  const auto& answer = got.counts.answers.at(error).at(0);
  EXPECT_EQ(answer.at, at(15s));
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.headers.at(0).second, "x");
  EXPECT_EQ(answer.body, "busy");
  EXPECT_TRUE(answer.cut);
}

TEST(ShareText, NamesAnEndpointOnce) {
  stats::EndpointTable there, here;
  const auto endpoint = there.intern("GET", "/health");
  ShareWriter writer(there);
  ShareReader reader(here);
  const auto first = text_of(writer, share_of(endpoint, 1ms));
  const auto second = text_of(writer, share_of(endpoint, 2ms));
  EXPECT_NE(first.find("/health"), std::string::npos);
  EXPECT_EQ(second.find("/health"), std::string::npos);
  reader.read(Json::parse(first));
  EXPECT_EQ(reader.read(Json::parse(second)).counts.endpoints.begin()->second.requests, 1u);
}

TEST(ShareText, TakesTextsThatAreNoUtf8) {
  stats::EndpointTable there, here;
  const auto endpoint = there.intern("GET", "/\xff");
  ShareWriter writer(there);
  ShareReader reader(here);
  const auto got = reader.read(Json::parse(text_of(writer, share_of(endpoint, 1ms))));
  EXPECT_EQ(here[got.counts.endpoints.begin()->first].name, "/\xef\xbf\xbd");
}

TEST(ShareText, RefusesEndpointsThatNobodyHasNamed) {
  stats::EndpointTable here;
  ShareReader reader(here);
  const char* text =
      R"({"second":0,"endpoints":[],"tallies":[],"errors":[[7,"a","b",1,0,0,0]],"exceptions":[],"answers":[]})";
  EXPECT_THROW(reader.read(Json::parse(text)), JsonError);
}

TEST(HistogramText, RefusesWhatIsNoHistogram) {
  for (const char* text : {"7", "[1]", "[0,1,1,1]", "[0,1,1,1,5]", "[0,1,1,1,5,0]", "[0,1,1,1,-5,1]",
                           "[0,1,1,1,5,-1]", "[0,1,1,1,4000000000,1]", "[\"0\",1,1,1,5,1]"}) {
    EXPECT_THROW(read_histogram(Json::parse(text)), JsonError) << text;
  }
}

RC_GTEST_PROP(HistogramText, BringsAnyHistogramExactly, ()) {
  stats::Histogram histogram;
  const auto values =
      *rc::gen::container<std::vector<std::uint64_t>>(rc::gen::inRange<std::uint64_t>(0, 5'000'000'000));
  for (const auto us : values) histogram.record(std::chrono::microseconds(us), us % 3 + 1);
  base::JsonWriter out;
  write_histogram(out, histogram);
  RC_ASSERT(read_histogram(Json::parse(out.text())) == histogram);
}

}  // namespace
}  // namespace acrida::cluster
