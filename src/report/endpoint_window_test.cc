#include "report/endpoint_window.h"

#include <gtest/gtest.h>

#include "report/run_builder.h"

namespace acrida::report {
namespace {

using namespace std::chrono_literals;

std::uint64_t count_of(const EndpointWindow& window, const RunBuilder& builder, std::string_view name) {
  const auto rows = window.by_row(builder.run());
  const auto found = rows.find({"GET", name});
  return found == rows.end() ? 0 : found->second.count();
}

TEST(EndpointWindow, ForgetsWhatIsOlderThanTenSeconds) {
  RunBuilder builder;
  EndpointWindow window;
  window.add(builder.add({"GET", "/old", 1ms}).end_second());
  for (int i = 0; i < 9; ++i) window.add(builder.add({"GET", "/a", 1ms}).end_second());
  EXPECT_EQ(count_of(window, builder, "/old"), 1u);
  window.add(builder.add({"GET", "/a", 1ms}).end_second());
  EXPECT_EQ(count_of(window, builder, "/old"), 0u);
  EXPECT_EQ(count_of(window, builder, "/a"), 10u);
}

TEST(EndpointWindow, PutsALatePartIntoItsSecondAndDropsOneThatIsGone) {
  RunBuilder builder;
  EndpointWindow window;
  stats::Snapshot late = builder.add({"GET", "/a", 1ms}).end_second();
  window.add(late);
  late.late = true;
  window.add(late);
  EXPECT_EQ(count_of(window, builder, "/a"), 2u);
  for (int i = 0; i < 10; ++i) window.add(builder.end_second());
  window.add(late);
  EXPECT_EQ(count_of(window, builder, "/a"), 0u);
}

TEST(EndpointWindow, StartsAnew) {
  RunBuilder builder;
  EndpointWindow window;
  window.add(builder.add({"GET", "/a", 1ms}).end_second());
  window.add(builder.start_anew().add({"GET", "/b", 1ms}).end_second());
  EXPECT_EQ(count_of(window, builder, "/a"), 0u);
  EXPECT_EQ(count_of(window, builder, "/b"), 1u);
}

}  // namespace
}  // namespace acrida::report
