// Carries a search out: one probe after the other, each a run of its own with users of its own.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/acrida/control_loop.h"
#include "app/acrida/limit/load_unit.h"
#include "app/acrida/limit/probe_run.h"
#include "app/acrida/loaded_users.h"
#include "capacity/search.h"
#include "stats/sink.h"
#include "stats/slo.h"
#include "stats/totals.h"

namespace acrida::app {

class LimitSearch {
 public:
  // Loads users anew, for one probe; throws as load_users() does.
  using MakeUsers = std::function<LoadedUsers()>;
  struct Told {
    // A probe goes on (each second), has ended.
    std::function<void(const capacity::Probe&, const stats::Snapshot&)> on_second;
    std::function<void(const capacity::ProbeResult&)> on_end;
  };

  // What it is given by reference outlives it. REQUIRES: every rule has misses.
  LimitSearch(ControlLoop& control, MakeUsers make_users, const std::vector<stats::SloRule>& rules,
              LoadUnit unit, capacity::SearchSettings settings, Told told);

  // Until the answer is known; after Ctrl-C, or when the users' own code fails, with what is known by then.
  void carry_out();
  // What has ended the search besides; empty: nothing.
  const std::string& trouble() const { return trouble_; }

  const capacity::Search& search() const { return search_; }
  const stats::EndpointTable& endpoints() const { return endpoints_; }
  const stats::Totals& totals() const { return totals_; }  // of all probes together
  // Of all probes together.
  stats::GeneratorHealth generator_health() const;
  base::Duration duration() const { return duration_; }  // of all probes together

 private:
  capacity::ProbeResult probe(const capacity::Probe& next);
  base::Duration highest_lag() const;
  void rest(base::Duration time);
  void on_signal(int count);

  ControlLoop& control_;
  MakeUsers make_users_;
  const std::vector<stats::SloRule>& rules_;
  LoadUnit unit_;
  capacity::Search search_;
  Told told_;
  stats::EndpointTable endpoints_;
  stats::Totals totals_{endpoints_};
  load::EngineHealth health_;
  UsersUsage usage_;
  base::Duration duration_{};
  ProbeRun* running_ = nullptr;
  bool interrupted_ = false;
  std::string trouble_;
};

}  // namespace acrida::app
