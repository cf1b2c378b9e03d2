#include "report/rows.h"

#include <gtest/gtest.h>

#include "report/run_builder.h"

namespace acrida::report {
namespace {

using namespace std::chrono_literals;

TEST(Rows, AreSortedByNameThenMethod) {
  RunBuilder builder;
  builder.add({"POST", "/b"}).add({"GET", "/b"}).add({"PUT", "/a"}).end_second();
  const Rows rows = rows_of(builder.run());
  ASSERT_EQ(rows.endpoints.size(), 3u);
  EXPECT_EQ(rows.endpoints[0].name, "/a");
  EXPECT_EQ(rows.endpoints[1].method, "GET");
  EXPECT_EQ(rows.endpoints[2].method, "POST");
  EXPECT_EQ(rows.aggregated.name, "Aggregated");
  EXPECT_EQ(rows.aggregated.tally->requests, 3u);
}

TEST(Rows, JoinThePayloadClassesOfAName) {
  RunBuilder builder;
  builder.add({"POST", "/p", 10ms, "", "", "valid"}).add({"POST", "/p", 30ms, "check", "x", "malformed"});
  builder.add({"POST", "/p", 20ms, "check", "x", "boundary"}).add({"POST", "/q", 5ms}).end_second();
  const Rows rows = rows_of(builder.run());
  ASSERT_EQ(rows.endpoints.size(), 2u);
  EXPECT_EQ(rows.endpoints[0].tally->requests, 3u);
  EXPECT_EQ(rows.endpoints[0].tally->failures, 2u);
  EXPECT_EQ(rows.endpoints[0].tally->service.max(), base::Duration(30ms));
  EXPECT_DOUBLE_EQ(rows.endpoints[0].current.requests, 3.0);
  EXPECT_EQ(errors_of(builder.run()).at(0).seen.count, 2u);
  EXPECT_EQ(errors_of(builder.run()).size(), 1u);
}

TEST(Rows, KnowWhereLatencyDiffersFromServiceTime) {
  RunBuilder builder;
  builder.add({"GET", "/a", 10ms}).end_second();
  EXPECT_FALSE(latency_differs(rows_of(builder.run())));
  builder.add({"GET", "/b", 10ms, "", "", "", 1ms}).end_second();
  const Rows rows = rows_of(builder.run());
  EXPECT_TRUE(latency_differs(rows));
  EXPECT_FALSE(latency_differs(rows.endpoints[0]));
  EXPECT_TRUE(latency_differs(rows.endpoints[1]));
}

TEST(ErrorRows, ShowTheKindOfAnErrorWithoutText) {
  RunBuilder builder;
  builder.add({"GET", "/a", 1ms, "refused"})
      .add({"GET", "/a", 1ms, "status", "500 Internal Server Error"})
      .end_second();
  const auto errors = errors_of(builder.run());
  ASSERT_EQ(errors.size(), 2u);
  EXPECT_EQ(errors[0].error, "500 Internal Server Error");
  EXPECT_EQ(errors[1].error, "refused");
}

}  // namespace
}  // namespace acrida::report
