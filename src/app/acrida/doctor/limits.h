// What the facts allow: how many users, how many connections, how many requests.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/acrida/doctor/facts.h"

namespace acrida::app::doctor {

// Cores' worth of time that this process gets: what affinity and quota leave; nullopt: unknown.
std::optional<double> usable_cores(const Cores& cores);
// Whether generator and server had to share a core, so that the rates are a lower bound.
bool shares_a_core(const Facts& facts);
// Whether other programs took so much of our cores that the rates are too low.
bool is_disturbed(const Cores& cores);

// Descriptors that acrida itself, its outputs and a users file need.
inline constexpr std::uint64_t kOwnDescriptors = 64;
std::uint64_t users_by_descriptors(const Descriptors& descriptors);

// A user's memory, as it is assumed: ours, and what the kernel keeps for an idle connection. Large answers
// come on top.
inline constexpr std::uint64_t kUserBytes = 2 << 10, kSocketBytes = 4 << 10;
std::uint64_t users_by_memory(std::uint64_t available);

// A port rests in TIME_WAIT for so long after its connection; where tcp_tw_reuse allows it, less.
inline constexpr int kTimeWaitSeconds = 60, kReuseSeconds = 1;
// To one address and port of a server elsewhere, when no connection is kept. REQUIRES: the ports are known
int new_connections_per_second(const Network& network);

// The step with the highest rate. REQUIRES: at least one step
const LoadStep& best_step(const Load& load);

// One or two sentences: what was measured, and nothing that was not.
std::string verdict(const Facts& facts);

}  // namespace acrida::app::doctor
