// What is to be run: a plain value, made from the command line, sent to whoever runs it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "http/client_settings.h"
#include "load/class_choice.h"
#include "load/shape.h"

namespace acrida::load {

// How arrivals follow each other at a given rate.
enum class Arrivals {
  poisson,  // independently of each other: exponential gaps
  constant  // evenly
};

// Open load: iterations that begin whether or not earlier ones have ended. The n-th arrival of a stream, n =
// 0, 1 …, is drawn from the plan's seed and the stream's number, and is worker n mod N's: N workers together
// offer exactly what one would. (Of fewer workers, where fewer iterations may be in flight than there are.)
struct ArrivalStream {
  Shape rate{0.0};  // arrivals a second
  Arrivals arrivals = Arrivals::poisson;
  // Instead of a rate: when, since the run's start, in order.
  std::vector<base::Duration> replay;
  // Whose users carry them out, by weight, the n-th arrival as Assignment says.
  ClassChoice of;

  bool operator==(const ArrivalStream&) const = default;
};

// Closed load whose number of users follows a shape.
struct UsersShape {
  Shape users{0.0};
  ClassChoice of;

  bool operator==(const UsersShape&) const = default;
};

struct RunPlan {
  std::string host;                         // base URL of the target; empty: each user class names its own
  std::uint32_t users = 1;                  // at the peak, of those that follow no shape
  double spawn_rate = 1;                    // users started a second, > 0
  ClassChoice classes;                      // that the first users are of
  std::vector<UsersShape> shapes;           // besides `users`: of classes that `classes` does not name
  std::vector<ArrivalStream> streams;       // likewise
  std::uint32_t max_in_flight = 10'000;     // iterations of the streams at a time, of all workers together
  std::optional<std::uint64_t> iterations;  // begun by users in all, and likewise by all streams together
  std::optional<base::Duration> run_time;   // from the first user's start; nullopt: until somebody stops it
  base::Duration stop_timeout{};            // how long tasks may go on after the stop; 0: they are cut off
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
