// A machine that nothing is wrong with, for tests to break one thing at a time.
#pragma once

#include <limits>

#include "app/acrida/doctor/facts.h"

namespace acrida::app::doctor {

inline Facts good_facts() {
  using namespace std::chrono_literals;
  Facts facts;
  facts.machine.cores.allowed = {0, 1, 2, 3};
  facts.machine.cores.online = 4;
  facts.machine.cores.quota = std::numeric_limits<double>::infinity();
  facts.machine.cores.siblings = {0};
  facts.machine.cores.governor = "performance";
  facts.machine.cores.others = 0.01;
  facts.machine.cores.stolen = 0;
  facts.machine.descriptors = {.soft = 1024, .hard = 1 << 20, .nr_open = 1 << 20};
  facts.machine.network = {
      .ports = PortRange{1024, 65535}, .somaxconn = 4096, .tw_reuse = 1, .congestion_control = "cubic"};
  facts.machine.memory = std::uint64_t{8} << 30;
  facts.load.steps = {
      {.connections = 1, .requests_per_s = 25'000, .cpu_us_per_request = 12, .engine_busy = 0.3},
      {.connections = 100,
       .requests_per_s = 148'731,
       .cpu_us_per_request = 6.6,
       .engine_busy = 0.98,
       .p50 = 650us,
       .p99 = 1240us}};
  facts.load.schedule = {.steps = {{.offered = 60'000, .achieved = 60'010, .lag_p99 = 80us, .kept = true},
                                   {.offered = 120'000, .achieved = 101'000, .lag_p99 = 140ms}},
                         .highest = 60'000,
                         .each = 1200ms};
  facts.load.engine_core = 0;
  facts.load.server_core = 1;
  facts.load.each = 1500ms;
  facts.timers = {
      .sleeps = 2000, .p50 = 54us, .p99 = 120us, .max = 2ms, .slack = 50us, .p50_without_slack = 53us};
  facts.clock = {.reading_ns = 22, .source = "tsc", .available = {"tsc", "hpet"}};
  return facts;
}

}  // namespace acrida::app::doctor
