// What `acrida doctor` has found out about a machine: plain values, of which the tables, the JSON object and
// the advice are functions. nullopt, and an empty list, mean "unknown": a container may hide any of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"

namespace acrida::app::doctor {

// The engine against the null server, with so many users of one connection each.
struct LoadStep {
  int connections = 0;
  double requests_per_s = 0;
  double cpu_us_per_request = 0;  // of the engine's thread alone
  double engine_busy = 0;         // the part of the time that its thread ran: 0 … 1
  base::Duration p50{}, p99{};    // latency
  std::uint64_t failures = 0;
};

// Open load at this rate: whether arrivals were acted upon when they were due.
struct RateStep {
  double offered = 0, achieved = 0;  // requests a second
  base::Duration lag_p99{};          // from when an arrival was due to when it was acted upon
  bool kept = false;
};

struct Schedule {
  std::vector<RateStep> steps = {};    // in the order of their rates
  std::optional<double> highest = {};  // of those that were kept, requests a second
  base::Duration each{};               // how long a step takes
};

struct Load {
  std::vector<LoadStep> steps = {};
  std::vector<int> skipped = {};  // connections for which the descriptors do not suffice
  std::optional<int> engine_core = {}, server_core = {};  // that the threads were bound to
  base::Duration each{};                                  // how long a step measured
  Schedule schedule = {};
};

// How late the event loop's timers fired.
struct Timers {
  int sleeps = 0;
  base::Duration p50{}, p99{}, max{};
  std::optional<base::Duration> slack = {};  // that the kernel may add to a sleep of this process
  base::Duration p50_without_slack{};        // with a slack of a nanosecond
};

struct Clock {
  double reading_ns = 0;
  std::optional<std::string> source = {};
  std::vector<std::string> available = {};
};

struct Cores {
  std::vector<int> allowed = {};     // that this process may run on
  std::optional<int> online = {};    // of the machine
  std::optional<double> quota = {};  // cores' worth of time that its control groups leave it; infinity: all
  std::vector<int> siblings = {};    // hardware threads of the first allowed core, itself among them
  std::optional<std::string> governor = {};
  // While we measured: cores that other programs kept busy, and the part of our cores' time that the
  // hypervisor gave to other machines, 0 … 1.
  std::optional<double> others = {}, stolen = {};
};

struct Descriptors {
  std::uint64_t soft = 0, hard = 0;  // ~0: no limit
  std::optional<std::uint64_t> nr_open = {};
};

struct PortRange {
  int first = 0, last = 0;
  int count() const { return last - first + 1; }
};

struct Network {
  std::optional<PortRange> ports = {};  // for outgoing connections
  std::optional<int> somaxconn = {}, tw_reuse = {};
  std::optional<std::string> congestion_control = {};
};

// What can be read without measuring.
struct Machine {
  Cores cores;
  Descriptors descriptors;
  Network network;
  std::optional<std::uint64_t> memory = {};  // bytes that can still be taken without swapping
  bool is_root = false;
};

struct Facts {
  Machine machine;
  Load load;
  Timers timers;
  Clock clock;
};

}  // namespace acrida::app::doctor
