// The users that are on one engine thread, from their making to the turn after their end.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <vector>

#include "async/callback.h"
#include "async/timer.h"
#include "load/scenario.h"

namespace acrida::load {

class Keeper;
class Population;

// One of them, and what its keeper knows of it. Stays where it is as long as it lives.
class Inhabitant final : private UserListener {
 public:
  // What a pool's user is doing; others are always busy.
  enum class Doing { starting, nothing, iteration, ended };

  Inhabitant(Population& among, Keeper* keeper, std::uint32_t index, std::size_t class_index)
      : among_(among), keeper_(keeper), index_(index), class_index_(class_index) {}

  std::uint32_t index() const { return index_; }
  std::size_t class_index() const { return class_index_; }
  Doing doing = Doing::starting;
  User& user() { return *user_; }
  bool has_keeper() const { return keeper_ != nullptr; }

 private:
  friend class Population;
  void on_user_ended(std::uint32_t index) override;
  void on_user_idle(std::uint32_t index) override;

  Population& among_;
  Keeper* keeper_;
  std::uint32_t index_;
  std::size_t class_index_;
  std::unique_ptr<User> user_;
};

// Who gives users of its own their iterations.
class Keeper {
 public:
  virtual void on_idle(Inhabitant& who) = 0;
  virtual void on_ended(Inhabitant& who) = 0;

 protected:
  ~Keeper() = default;
};

class Population {
 public:
  // Its users' indices are those that are `number` mod `workers`; `size` is kept at how many are there.
  // `on_change` is called in a turn of its own after somebody has ended, or when look_soon() has asked for
  // it.
  Population(Engine& engine, UserFactory& factory, std::uint32_t number, std::uint32_t workers,
             std::atomic<std::uint32_t>& size, async::Callback on_change);

  // Not started yet. Without a keeper nobody hears what it does.
  Inhabitant& make(std::size_t class_index, Keeper* keeper = nullptr);
  // Null: it has gone.
  Inhabitant* find(std::uint32_t index);
  // It may finish its task within the plan's stop timeout.
  void let_go(Inhabitant& who);
  // Whoever is there then is cut off.
  void cut_off_all_at(base::TimePoint when) { last_timer_.set(when); }
  void cut_off_all();
  void abort_all();
  void look_soon() { reap_timer_.set(base::TimePoint::min()); }

  template <class F>
  void for_each(F&& f) {
    for (auto& [index, who] : live_) f(who);
  }
  bool empty() const { return live_.empty(); }
  // Nobody is cut off any more. REQUIRES: it is empty
  void finish();

 private:
  friend class Inhabitant;
  struct CutOff {
    base::TimePoint due;
    std::uint32_t index;
  };
  void cut_off();
  void reap();
  base::TimePoint now() const { return engine_.loop.clock().now(); }

  Engine& engine_;
  UserFactory& factory_;
  std::uint32_t number_, workers_;
  std::atomic<std::uint32_t>& size_;
  async::Callback on_change_;
  std::uint32_t made_ = 0;
  std::map<std::uint32_t, Inhabitant> live_;  // by index
  std::vector<std::uint32_t> ended_;          // to be destroyed in the next turn: they may be on the stack
  std::deque<CutOff> cut_offs_;               // the next one first
  async::Timer cut_off_timer_, last_timer_, reap_timer_;
};

}  // namespace acrida::load
