#include "app/acrida/python_place.h"

#include <gtest/gtest.h>

namespace acrida::app {
namespace {

TEST(PythonPlace, IsTheInnermostCallOfTheUsersOwnFiles) {
  EXPECT_EQ(place_in({"Stack (most recent call first):",
                      R"(  File "/usr/lib/python3.11/json/decoder.py", line 355 in raw_decode)",
                      R"(  File "/home/ann/load tests/tasks.py", line 7 in compute)",
                      R"(  File "/home/ann/load tests/tasks.py", line 70 in outer)",
                      R"(  File "/opt/acrida/python/locust/user/task.py", line 9 in run)"}),
            "/home/ann/load tests/tasks.py, line 7 (compute)");
}

TEST(PythonPlace, IsTheInnermostCallWhenAllAreOfLibraries) {
  EXPECT_EQ(place_in({R"(  File "/usr/lib/python3.11/json/decoder.py", line 355 in raw_decode)",
                      R"(  File "/opt/acrida/python/locust/user/task.py", line 9 in run)"}),
            "/usr/lib/python3.11/json/decoder.py, line 355 (raw_decode)");
}

TEST(PythonPlace, IsNothingWhereNothingIsSaid) {
  EXPECT_EQ(place_in({}), "");
  EXPECT_EQ(
      place_in({"Stack (most recent call first):", "  <no Python frame>", "  File \"x", "\", line in "}), "");
}

}  // namespace
}  // namespace acrida::app
