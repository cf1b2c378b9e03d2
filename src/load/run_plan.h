// What is to be run: a plain value, made from the command line, sent to whoever runs it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "http/client_settings.h"
#include "load/class_choice.h"

namespace acrida::load {

struct RunPlan {
  std::string host;                        // base URL of the target; empty: each user class names its own
  std::uint32_t users = 1;                 // at the peak
  double spawn_rate = 1;                   // users started a second, > 0
  ClassChoice classes;                     // that the first users are of
  std::optional<base::Duration> run_time;  // from the first user's start; nullopt: until somebody stops it
  base::Duration stop_timeout{};           // how long tasks may go on after the stop; 0: they are cut off
  // Once all users have been started (for the first time, should their number be changed later), what was
  // measured so far is forgotten: the statistics start anew with the next whole second of the run.
  bool reset_stats = false;
  // Whether the run goes on when no user is left, because somebody will see to it that it ends, or that there
  // are new ones.
  bool stays_when_empty = false;
  http::ClientSettings http;  // its connections of HTTP/2 are those of all threads together
  int threads = 1;
  bool spin = true;  // an engine may keep its core awake while few users wait for answers
  std::uint64_t seed = 0;
};

}  // namespace acrida::load
