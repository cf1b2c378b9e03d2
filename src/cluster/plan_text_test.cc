#include "cluster/plan_text.h"

#include <chrono>

#include <gtest/gtest.h>

namespace acrida::cluster {
namespace {

using namespace std::chrono_literals;

std::string text_of(const load::RunPlan& plan) {
  base::JsonWriter out;
  write_plan(out, plan);
  return out.text();
}

load::RunPlan rich_plan() {
  load::RunPlan plan;
  plan.host = "http://localhost:8080/api";
  plan.users = 4'000'000'000;
  plan.spawn_rate = 0.1;
  plan.run_time = 90s + 1ns;
  plan.stop_timeout = 1500ms;
  plan.classes = std::vector<std::size_t>{0, 2};
  plan.shapes = {{load::Shape({{0s, 1}, {10s, 5.5}}), std::vector<std::size_t>{1}}};
  plan.streams = {
      {.rate = load::Shape(0.1), .arrivals = load::Arrivals::constant, .replay = {1s, 2s + 1ns}, .of = {}}};
  plan.max_in_flight = 50;
  plan.iterations = 1'000'000'000'000;
  plan.reset_stats = true;
  plan.stays_when_empty = true;
  plan.threads = 7;
  plan.spin = false;
  plan.seed = ~std::uint64_t{0};
  plan.http.version = http::ClientSettings::Version::h2c;
  plan.http.http2_connections = 3;
  plan.http.tls = {"ca.pem", "me.pem", "me.key"};
  plan.http.verify = false;
  plan.http.proxy = *http::parse_proxy("http://ann:secret@proxy:3128");
  plan.http.limits = {1234, std::uint64_t{5} << 40};
  plan.http.connect_timeout = 3s;
  return plan;
}

TEST(PlanText, BringsTheWholePlan) {
  for (const auto& plan : {load::RunPlan{}, rich_plan()}) {
    const auto text = text_of(plan);
    const auto again = read_plan(Json::parse(text));
    EXPECT_EQ(text_of(again), text);
    EXPECT_EQ(again.seed, plan.seed);
    EXPECT_EQ(again.classes, plan.classes);
    EXPECT_EQ(again.shapes, plan.shapes);
    EXPECT_EQ(again.streams, plan.streams);
    EXPECT_EQ(again.run_time, plan.run_time);
    EXPECT_EQ(again.spawn_rate, plan.spawn_rate);
    EXPECT_TRUE(http::same_proxy(again.http.proxy, plan.http.proxy));
  }
}

TEST(PlanText, RefusesAnotherFormatAndSaysWhatToDo) {
  auto text = text_of({});
  text.replace(text.find("\"format\":2"), 10, "\"format\":3");
  try {
    read_plan(Json::parse(text));
    FAIL();
  } catch (const JsonError& e) {
    EXPECT_STREQ(e.what(),
                 "the plan is of format 3, and this acrida reads format 2; run the same version everywhere");
  }
}

TEST(PlanText, RefusesNumbersThatDoNotFit) {
  const auto with = [](std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  };
  const auto text = text_of({});
  for (const auto& bad :
       {with(text, "\"users\":1", "\"users\":-1"), with(text, "\"users\":1", "\"users\":4294967296"),
        with(text, "\"version\":0", "\"version\":3"), with(text, "\"seed\":\"0\"", "\"seed\":\"x\"")}) {
    EXPECT_THROW(read_plan(Json::parse(bad)), JsonError) << bad;
  }
}

TEST(RampText, DrawsTheSameLine) {
  const load::Ramp ramp(base::TimePoint(1234567ns), 5, 100, 7.25);
  base::JsonWriter out;
  write_ramp(out, ramp);
  const auto again = read_ramp(Json::parse(out.text()));
  for (std::uint32_t slot = 5; slot < 100; ++slot) EXPECT_EQ(again.due_of(slot), ramp.due_of(slot));
  EXPECT_EQ(again.target(), 100u);
}

TEST(RampText, RefusesARateOfNothing) {
  EXPECT_THROW(read_ramp(Json::parse(R"({"begin":0,"from":0,"to":1,"rate":0})")), JsonError);
}

}  // namespace
}  // namespace acrida::cluster
