#include "report/drop_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/run_builder.h"

namespace acrida::report {
namespace {

using testing::HasSubstr;

TEST(DropReport, SaysWhatDroppedArrivalsMean) {
  RunBuilder run;
  run.drop(2).end_second();
  run.drop(3).end_second();
  EXPECT_THAT(drop_report(run.run()), HasSubstr("5 arrivals found as many iterations under way"));
  RunBuilder one;
  one.drop(1).end_second();
  EXPECT_THAT(drop_report(one.run()), HasSubstr("1 arrival found"));
}

TEST(DropReport, IsEmptyWhenNoneWere) {
  RunBuilder run;
  run.end_second();
  EXPECT_EQ(drop_report(run.run()), "");
}

}  // namespace
}  // namespace acrida::report
