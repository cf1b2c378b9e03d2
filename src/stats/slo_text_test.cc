#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "stats/slo.h"

namespace acrida::stats {
namespace {

using namespace std::chrono_literals;
using Subject = SloRule::Subject;

std::string error_of(std::string_view text) {
  const auto rule = parse_slo(text);
  return rule ? "it was read as " + rule->text() : rule.error().message;
}

TEST(SloText, SaysWhichPercentileOfWhatHasWhichLimit) {
  const SloRule plain = parse_slo("p99<50ms").value();
  EXPECT_EQ(plain.subject, Subject::latency);
  EXPECT_EQ(plain.percent, 99);
  EXPECT_EQ(plain.time_limit, base::Duration(50ms));
  EXPECT_FALSE(plain.or_equal);
  const SloRule service = parse_slo("service.p99.9<=1.5s").value();
  EXPECT_EQ(service.subject, Subject::service);
  EXPECT_EQ(service.percent, 99.9);
  EXPECT_EQ(service.time_limit, base::Duration(1500ms));
  EXPECT_TRUE(service.or_equal);
  EXPECT_EQ(service.text(), "service.p99.9<=1.5s");
}

TEST(SloText, SaysErrorsAsAShareAndThroughputAsAFloor) {
  const SloRule errors = parse_slo("errors<0.5%").value();
  EXPECT_EQ(errors.subject, Subject::errors);
  EXPECT_EQ(errors.allowed_share(), 0.005);
  const SloRule rps = parse_slo("rps>=500/s").value();
  EXPECT_EQ(rps.subject, Subject::rps);
  EXPECT_EQ(rps.limit, 500);
  EXPECT_EQ(rps.text(), "rps>=500");
}

TEST(SloText, SaysWhichRequestsInWhichWindowAndWhetherToStop) {
  const SloRule rule = parse_slo("p95 (POST /predict) {valid} [30s] < 20ms ! 10s").value();
  EXPECT_EQ(rule.endpoint, "POST /predict");
  EXPECT_EQ(rule.payload_class, "valid");
  EXPECT_EQ(rule.window, 30s);
  EXPECT_EQ(rule.abort_after, base::Duration(10s));
  EXPECT_EQ(rule.text(), "p95(POST /predict){valid}[30s]<20ms!10s");
  EXPECT_EQ(parse_slo("p95[30s]{valid}(POST /predict)<20ms!10s").value(), rule);
  EXPECT_EQ(parse_slo("errors<1%!").value().abort_after, base::Duration(0s));
}

TEST(SloText, LetsNamesHoldBracketsThatMatchAndQuotesTheRest) {
  EXPECT_EQ(parse_slo("p50(GET /f(x))<1s").value().endpoint, "GET /f(x)");
  const std::string odd = R"x(p50("GET /:-)")<1s)x";
  EXPECT_EQ(parse_slo(odd).value().endpoint, "GET /:-)");
  EXPECT_EQ(parse_slo(odd).value().text(), odd);
  EXPECT_EQ(parse_slo(R"x(p50("a \"b\" \\")<1s)x").value().endpoint, R"x(a "b" \)x");
}

TEST(SloText, SaysWhereItIsWrongAndWhatToWriteInstead) {
  EXPECT_EQ(error_of("p99<50"), "rule 'p99<50', at '50': a time has a unit: write 50ms or 50s");
  EXPECT_EQ(error_of("errors<1"),
            "rule 'errors<1', at '1': errors are a share of all requests, 0% to 100%: write errors<1%");
  EXPECT_EQ(error_of("rps<500"),
            "rule 'rps<500', at '<500': throughput has a lower limit: write > or >=, as in rps>500");
  EXPECT_EQ(error_of("rps>"), "rule 'rps>', at its end: throughput is requests a second: write rps>500");
  EXPECT_EQ(error_of("p99>50ms"),
            "rule 'p99>50ms', at '>50ms': what follows is the upper limit: write < or <=, as in p99<50ms or "
            "errors<1%");
  EXPECT_EQ(
      error_of("latency<5ms"),
      "rule 'latency<5ms', at 'latency<5ms': a rule begins with p99 (or another percentile), service.p99, "
      "errors or rps");
  EXPECT_EQ(error_of("p99<5ms!now"),
            "rule 'p99<5ms!now', at '!now': after ! stands how long a breach is put up with at first, as in "
            "!10s, or nothing");
}

TEST(SloText, RefusesWhatNoRunCouldKeepOrNobodyCouldMean) {
  for (const char* text : {"",
                           "p99",
                           "p99<",
                           "p<5ms",
                           "p0<5ms",
                           "p101<5ms",
                           "p-1<5ms",
                           "p1e1<5ms",
                           "p99.1234567<5ms",
                           "p99<0ms",
                           "p99<2h",
                           "p99<5",
                           "p99()<5ms",
                           "p99(<5ms",
                           "p99(a<5ms",
                           "p99(\"a)<5ms",
                           "p99{}<5ms",
                           "p99[]<5ms",
                           "p99[0s]<5ms",
                           "p99[1.5s]<5ms",
                           "p99[2h]<5ms",
                           "p99[5s<5ms",
                           "p99(a)(b)<5ms",
                           "errors<101%",
                           "errors<0%",
                           "errors<-1%",
                           "errors>1%",
                           "rps>",
                           "rps>x",
                           "rps>5%",
                           "mean<5ms",
                           "service<5ms",
                           "service.errors<1%",
                           "p99<5ms!5x",
                           "p99<5ms p95<2ms",
                           "errors<1%x"}) {
    EXPECT_FALSE(parse_slo(text)) << text;
  }
}

TEST(SloText, AllowsNoErrorAtAll) { EXPECT_EQ(parse_slo("errors<=0%").value().allowed_share(), 0); }

rc::Gen<std::string> names() {
  return rc::gen::container<std::string>(rc::gen::elementOf(std::string("aZ /(){}[]<=!\"\\ .9")));
}

rc::Gen<SloRule> rules() {
  return rc::gen::exec([] {
    SloRule rule;
    rule.subject = *rc::gen::element(Subject::latency, Subject::service, Subject::errors, Subject::rps);
    rule.or_equal = *rc::gen::arbitrary<bool>();
    if (rule.is_time()) {
      rule.percent = *rc::gen::inRange(1, 100'000'001) / 1e6;
      rule.time_limit = *rc::gen::inRange(1, 1'000'001) * *rc::gen::element(1us, 1000us, 3600us);
    } else {
      rule.limit = rule.subject == Subject::errors ? *rc::gen::inRange(1, 100'000'001) / 1e6
                                                   : *rc::gen::inRange(0, 1'000'000'001) / 1e3;
    }
    rule.endpoint = *names();
    rule.payload_class = *names();
    if (*rc::gen::arbitrary<bool>()) rule.window = std::chrono::seconds(*rc::gen::inRange(1, 3601));
    if (*rc::gen::arbitrary<bool>())
      rule.abort_after = std::chrono::milliseconds(*rc::gen::inRange(0, 2'000'000'000));
    return rule;
  });
}

RC_GTEST_PROP(SloText, GivesEveryRuleATextThatIsReadAsIt, ()) {
  const SloRule rule = *rules();
  const auto again = parse_slo(rule.text());
  RC_ASSERT(again.ok());
  RC_ASSERT(*again == rule);
}

}  // namespace
}  // namespace acrida::stats
