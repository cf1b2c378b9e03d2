// A run made by hand, second by second: for tests.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "stats/totals.h"

namespace acrida::report {

// 2026-01-01T00:00:00Z
inline constexpr base::WallTime kRunStart{std::chrono::seconds(1'767'225'600)};

class RunBuilder {
 public:
  struct Request {
    std::string_view method, name;
    base::Duration took{};
    std::string_view error_kind = {}, error_text = {};
    std::string_view payload_class = {};
    base::Duration late{};                   // started so long after it was intended
    std::span<const base::Duration> gaps{};  // between the events of its answer
  };

  RunBuilder& add(const Request& request) {
    stats::Sample sample;
    sample.endpoint = table_.intern(request.method, request.name, request.payload_class);
    sample.started = sample.intended + request.late;
    sample.finished = sample.started + request.took;
    sample.timing.first_byte = request.took;
    sample.bytes_sent = 100;
    sample.bytes_received = 150;
    sample.content_bytes = 25;
    sample.gaps = request.gaps;
    sample.error_kind = request.error_kind;
    second_.counts.endpoints[sample.endpoint].add(sample);
    if (sample.failed()) {
      const base::WallTime seen = second_began() + std::chrono::milliseconds(250);
      last_error_ = {sample.endpoint, std::string(request.error_kind), std::string(request.error_text)};
      second_.counts.add_error(last_error_, {1, seen, seen});
    }
    return *this;
  }
  // What the server answered to the failure added last.
  RunBuilder& answered(stats::Answer answer) {
    answer.at = second_began() + std::chrono::milliseconds(250);
    second_.counts.add_answer(last_error_, std::move(answer));
    return *this;
  }
  RunBuilder& add_exception(std::string_view message, std::string_view place) {
    second_.counts.add_exception({std::string(message), std::string(place)}, 1);
    return *this;
  }
  // So many arrivals of open load.
  RunBuilder& drop(std::uint64_t arrivals) {
    second_.counts.dropped += arrivals;
    return *this;
  }
  // All seconds before the one that is being built are to be forgotten.
  RunBuilder& start_anew() {
    second_.starts_anew = true;
    return *this;
  }
  // Ends the second that is being built, with so many users, and begins the next.
  const stats::Snapshot& end_second(std::uint32_t users = 1) {
    second_.started_at = second_began();
    second_.users = users;
    totals_.add(second_);
    told_ = std::move(second_);
    second_ = {};
    second_.second = told_.second + 1;
    return told_;
  }
  const stats::Totals& run() const { return totals_; }

 private:
  base::WallTime second_began() const { return kRunStart + std::chrono::seconds(second_.second); }

  stats::EndpointTable table_;
  stats::Totals totals_{table_};
  stats::Snapshot second_, told_;
  stats::ErrorKey last_error_;
};

}  // namespace acrida::report
