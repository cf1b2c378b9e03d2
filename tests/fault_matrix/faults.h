// For the tests that make cells: one suite runs over several protocols.
#pragma once

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "tests/fault_matrix/cell.h"

namespace acrida::fault_matrix {

class Faults : public testing::TestWithParam<Protocol> {
 protected:
  // A cell where the first connection follows this plan.
  static Cell cell(const std::string& fault, const std::string& detail, std::size_t offset,
                   fakes::ConnectionPlan plan, const Expected& expected) {
    Cell made;
    made.protocol = GetParam();
    made.fault = fault;
    made.detail = detail;
    made.offset = offset;
    made.plans = {std::move(plan)};
    made.expected = always(expected);
    return made;
  }
};

inline auto over_all() {
  return testing::Values(Protocol::http1, Protocol::http1_tls, Protocol::h2c, Protocol::http2_tls);
}
inline std::string suite_name(const testing::TestParamInfo<Protocol>& of) {
  return std::string(is_http2(of.param) ? "Http2" : "Http1") + (is_secure(of.param) ? "Tls" : "Plain");
}

}  // namespace acrida::fault_matrix
