// Where one engine thread leaves its samples: no lock, no sharing; once a second what it has is handed over
// whole.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include <acrida/export.h>

#include "base/clock.h"
#include "stats/snapshot.h"

namespace acrida::stats {

// A sample belongs to the second in which it finished, even if its verdict is known later. One thread only.
class ACRIDA_API Recorder {
 public:
  using HandOver = std::function<void(Share)>;

  // `start` is second 0's beginning; `clock` gives the wall time of errors. `hand_over` is called by tick()
  // and finish(), on this thread.
  Recorder(const base::Clock& clock, base::TimePoint start, HandOver hand_over);

  void record(const Sample& sample);
  // A failure whose answer may be of use: it is made only if it is among the first of its error.
  void record(const Sample& sample, const AnswerSource& answer);
  void record_exception(std::string_view message, std::string_view place);
  // A request that was still out when the run ended. `age`, since its intended start, where it counts as
  // latency: in open load.
  void record_in_flight(EndpointId endpoint, std::optional<base::Duration> age = std::nullopt);
  // An arrival that found no idle user.
  void record_dropped();

  // Hands over every share whose second is over at `now`. Call it once a second, a little after the second's
  // end, so that verdicts that take a moment still find their share.
  void tick(base::TimePoint now);
  // Hands over all that is left.
  void finish();

  // The run's statistics will start anew with this second: so do the first answers of its errors.
  void start_anew(std::int64_t second) {
    counts_from_ = second;
    answers_stale_ = true;
  }

  // What finished before is, or will be, forgotten: the start, or where the run's statistics (will) start
  // anew.
  base::TimePoint counts_from() const { return start_ + std::chrono::seconds(counts_from_); }

  // When the last sample finished; the start, as long as there is none.
  base::TimePoint last_finish() const { return last_finish_; }

 private:
  std::int64_t number_of(base::TimePoint time) const;
  // Makes the second of `time` the current one.
  void enter(base::TimePoint time);
  Tally& tally_of(EndpointId endpoint);
  void count(const Sample& sample);
  const Occurrences& count_error(const Sample& sample, bool answered);
  void keep_answer(const AnswerSource& answer, base::WallTime at);
  void hand_over_before(std::int64_t second);

  const base::Clock& clock_;
  base::TimePoint start_, last_finish_;
  HandOver hand_over_;
  std::map<std::int64_t, Second> open_;  // one, at times two
  // The second of the last sample and its tallies by endpoint index, so that the common sample costs no
  // search.
  Second* current_ = nullptr;
  base::TimePoint current_begin_, current_end_;
  std::vector<Tally*> current_tallies_;
  ErrorKey error_;  // its strings are kept from error to error, so that a known one allocates nothing
  std::map<ErrorKey, std::size_t> answers_kept_;  // since the statistics last started anew
  std::int64_t counts_from_ = 0;                  // earlier seconds are, or will be, forgotten
  bool answers_stale_ = false;                    // answers_kept_ are those of the time before counts_from_
};

}  // namespace acrida::stats
