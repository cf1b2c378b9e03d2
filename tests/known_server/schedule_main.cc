// known_schedule RATE poisson|constant SECONDS SEED: the arrivals that `acrida --rate RATE --arrivals … -t
// SECONDS
// --seed SEED` is to offer, nanoseconds since the run's start, one a line.
#include <cstdio>
#include <exception>
#include <string>

#include "base/failure.h"
#include "base/text.h"
#include "load/arrivals.h"

namespace acrida::known_server {
namespace {

void print_schedule(const std::string& rate, const std::string& arrivals, const std::string& seconds,
                    const std::string& seed) {
  const auto a_second = base::parse_number(rate);
  const auto run_time = base::parse_timespan(seconds);
  const auto number = base::parse_integer(seed);
  if (!a_second || !run_time || !number || (arrivals != "poisson" && arrivals != "constant"))
    throw base::UsageError("usage: known_schedule RATE poisson|constant SECONDS SEED");
  load::ArrivalStream stream;
  stream.rate = load::Shape(*a_second);
  stream.arrivals = arrivals == "poisson" ? load::Arrivals::poisson : load::Arrivals::constant;
  load::ArrivalSchedule schedule(stream, static_cast<std::uint64_t>(*number), 0);
  for (auto next = schedule.next(); next && *next < *run_time; next = schedule.next())
    std::printf("%lld\n", static_cast<long long>(next->count()));
}

}  // namespace
}  // namespace acrida::known_server

int main(int count, char** words) {
  try {
    if (count != 5)
      throw acrida::base::UsageError("usage: known_schedule RATE poisson|constant SECONDS SEED");
    acrida::known_server::print_schedule(words[1], words[2], words[3], words[4]);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "known_schedule: %s\n", error.what());
    return 2;
  }
}
