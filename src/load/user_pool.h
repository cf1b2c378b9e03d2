// Open load: users that stand by until an arrival wants one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "async/timer.h"
#include "load/population.h"
#include "load/timetable.h"

namespace acrida::load {

// One worker's part of all arrivals, each of which becomes one iteration or is dropped. It takes the user of
// its class that has been idle for the shortest time, so that as few as possible are kept busy; else it waits
// for one that is starting, and one more is made when others wait for all of these; unless as many iterations
// are in flight as the plan allows. That includes those that wait; an arrival whose user ends without having
// been ready is dropped, too. A user counts as busy until it is idle or has ended.
class UserPool final : private Keeper {
 public:
  UserPool(Engine& engine, Population& population, const std::vector<UserClass>& classes,
           std::uint32_t number, std::uint32_t workers);

  void begin(base::TimePoint start);
  // No arrivals but those that were due by now; whoever has no more to do leaves.
  void close();
  // Not even these, which are dropped. Nobody is told to leave.
  void give_up();
  bool is_closed() const { return closed_; }

 private:
  struct OfClass {
    std::vector<Inhabitant*> idle;        // the most recent one last
    std::deque<base::TimePoint> waiting;  // arrivals, for users that are starting
    std::size_t starting = 0;             // users; never fewer than arrivals wait
  };

  void on_idle(Inhabitant& who) override;
  void on_ended(Inhabitant& who) override;
  void dispatch_due();
  bool has_due();
  void dispatch(const Arrival& arrival);
  void drop_waiting(OfClass& of);
  void dismiss();
  base::TimePoint now() const { return engine_.loop.clock().now(); }

  Engine& engine_;
  Population& population_;
  Timetable timetable_;
  std::uint32_t most_in_flight_, in_flight_ = 0;
  base::TimePoint start_;
  std::optional<Arrival> next_;
  std::vector<OfClass> of_class_;
  bool closed_ = false;
  async::Timer due_timer_, dismiss_timer_;
};

}  // namespace acrida::load
