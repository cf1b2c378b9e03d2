// What the loads of a search are.
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

namespace acrida::app {

struct LoadUnit {
  bool users = false;    // else arrivals a second
  bool may_wait = true;  // users may do something else than wait for answers

  // "482.0/s", "12 users"
  std::string of(double load) const {
    if (users) return fmt::format("{:.0f} user{}", load, load == 1 ? "" : "s");
    return fmt::format("{:.{}f}/s", load, load < 10 ? 2 : load < 1000 ? 1 : 0);
  }
  std::string_view name() const { return users ? "users" : "arrivals a second"; }
};

}  // namespace acrida::app
