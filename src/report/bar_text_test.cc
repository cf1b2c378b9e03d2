#include "report/bar_text.h"

#include <gtest/gtest.h>

namespace acrida::report {
namespace {

TEST(BarText, HasEighthsOfACellWhereThereIsMoreThanAscii) {
  EXPECT_EQ(bar_text(2.5, 4, true), "██▌ ");
  EXPECT_EQ(bar_text(0.01, 4, true), "▏   ");
  EXPECT_EQ(bar_text(0, 2, true), "  ");
}

TEST(BarText, HasWholeCellsInAscii) {
  EXPECT_EQ(bar_text(2.6, 4, false), "### ");
  EXPECT_EQ(bar_text(0.01, 4, false), ".   ");
}

TEST(BarText, EndsWhereThereIsNoMoreRoom) {
  EXPECT_EQ(bar_text(9, 3, false), "###");
  EXPECT_EQ(bar_text(3, 3, true), "███");
}

}  // namespace
}  // namespace acrida::report
