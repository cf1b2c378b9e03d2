#include "app/acrida/doctor/rate_search.h"

#include <cmath>

namespace acrida::app::doctor {

void RateSearch::note(bool kept) {
  const double rate = *next_;
  (kept ? kept_ : missed_) = rate;
  if (kept_ && missed_) {
    next_ = *missed_ > kGap * *kept_ ? std::optional(std::sqrt(*kept_ * *missed_)) : std::nullopt;
  } else {
    next_ = kept ? rate * 2 : rate / 8;
    if (*next_ < kLowest || *next_ > kHighest) next_.reset();
  }
}

}  // namespace acrida::app::doctor
