// Which class the next user belongs to.
#pragma once

#include <cstdint>
#include <vector>

#include <acrida/export.h>

#include "load/class_choice.h"
#include "load/scenario.h"

namespace acrida::load {

// Fixed counts first, in the order of the classes; then smooth weighted round-robin (as nginx spreads
// requests over its peers): every beginning of the sequence has the classes in nearly their shares. A pure
// sequence: every thread makes the whole of it and takes its own part.
class ACRIDA_API Assignment {
 public:
  // Only classes of `choice` get users.
  explicit Assignment(const std::vector<UserClass>& classes, const ClassChoice& choice = std::nullopt);

  // The class of user 0, 1, 2 … REQUIRES: can_continue()
  std::size_t next();
  // False when only fixed counts were asked for and all are made.
  bool can_continue() const { return total_weight_ > 0 || !fixed_.empty(); }

 private:
  struct Share {
    std::size_t class_index;
    double weight;
    double current;
  };
  struct Fixed {
    std::size_t class_index;
    std::uint32_t left;
  };
  std::vector<Fixed> fixed_;  // the next one last
  std::vector<Share> shares_;
  double total_weight_ = 0;
};

}  // namespace acrida::load
