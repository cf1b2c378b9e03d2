// The places of one crew of users, as far as they are one thread's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "load/assignment.h"
#include "load/population.h"

namespace acrida::load {

// Of all slots 0, 1, 2 … those whose number mod `workers` is its worker's number. A slot's class stays the
// same, whoever comes to fill it, as long as the choice of classes does. The first open() of ours are open:
// each has a user, or had one that left of its own accord.
class Slots {
 public:
  Slots(Population& population, const std::vector<UserClass>& classes, const ClassChoice& choice,
        std::uint32_t number, std::uint32_t workers);

  std::size_t open() const { return open_; }
  // In the whole crew, of our n-th slot.
  std::uint32_t number_of(std::size_t own) const {
    return number_ + static_cast<std::uint32_t>(own) * workers_;
  }
  // Whether one more can be opened: false when there are only fixed counts of users, and all are there.
  bool has_next() { return open_ < slots_.size() || deal(); }
  // Opens the next slot and starts its user. REQUIRES: has_next()
  void open_next() { fill(open_++); }
  // The slot opened last is closed, and its user let go.
  void close_last() { let_go(slots_[--open_].user); }
  // Whoever is in it is let go, and another one starts there. REQUIRES: own < open()
  void replace(std::size_t own);
  // Deals out all slots anew, closing those that are not there any more. Returns the open ones whose user is
  // of another class than it should be now.
  std::vector<std::size_t> choose(const ClassChoice& choice);

 private:
  struct Slot {
    std::size_t class_index;
    std::uint32_t user = 0;  // the index of the last one
  };
  bool deal();
  void fill(std::size_t own);
  void let_go(std::uint32_t user);

  Population& population_;
  const std::vector<UserClass>& classes_;
  std::uint32_t number_, workers_;
  Assignment assignment_;
  std::vector<Slot> slots_;
  std::size_t open_ = 0;
};

}  // namespace acrida::load
