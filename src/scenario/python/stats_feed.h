// Where the samples of Python users go.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenario/python/engine.h"
#include "scenario/python/locust_tally.h"
#include "stats/endpoint.h"
#include "stats/recorder.h"
#include "stats/sample.h"

namespace acrida::scenario::python {

// One an Environment. Keeps what `environment.stats` is made of until it is taken, and hands every sample on
// to the recorder that it is bound to, if there is one: when that one's statistics start anew, these do, too,
// with the same request.
class StatsFeed {
 public:
  explicit StatsFeed(Engine& engine) : engine_(engine) {}
  Engine& engine() const { return engine_; }
  base::TimePoint now() const { return engine_.clock.now(); }

  // From now on samples go to this recorder too, under the ids of these endpoints. Both must live until
  // unbind().
  void bind(stats::Recorder& recorder, stats::EndpointCache& endpoints);
  void unbind();

  // What a request is filed under. `sample` lacks its endpoint only; `answer` may be null. `timed`: false
  // when nobody knows how long it took.
  struct Name {
    std::string_view method, name, payload_class = {};
  };
  void record(const Name& name, stats::Sample sample, const stats::AnswerSource* answer, bool timed = true);
  // A request that was given up before its end. `age`, since its intended start, in open load.
  void record_given_up(const Name& name, std::optional<base::Duration> age);
  // An exception that left a task.
  void record_exception(std::string_view message, std::string_view traceback);

  // What has come since the last time, as StatsFeed.take() returns it to Python. Null: an exception is set.
  PyObject* take();

 private:
  struct Occurrences {
    std::uint64_t count = 0;
    double first = 0, last = 0;  // seconds since 1970
  };
  using ErrorKey = std::pair<stats::EndpointId, std::string>;

  void start_anew_if_due(base::TimePoint time);
  void count_error(stats::EndpointId endpoint, std::string_view text, double at);
  // `environment.stats` knows no payload classes: one `own` may be several there.
  stats::EndpointId bound_id(stats::EndpointId own, const Name& name);
  double epoch_of(base::TimePoint time);
  PyObject* take_entries();
  PyObject* take_errors();

  Engine& engine_;
  stats::EndpointTable table_;
  stats::EndpointCache endpoints_{table_};
  std::vector<LocustTally> tallies_;  // by endpoint
  std::map<ErrorKey, Occurrences> errors_;
  base::TimePoint offset_until_;
  double offset_ = 0;  // of the engine's clock to seconds since 1970, looked at now and then

  base::TimePoint counts_from_ = base::TimePoint::min();  // what finished before is not kept
  bool anew_ = false;                                     // and nobody has taken that yet

  stats::Recorder* recorder_ = nullptr;
  base::TimePoint recorder_counted_from_;  // when we were bound to it
  stats::EndpointCache* bound_endpoints_ = nullptr;
  std::vector<std::pair<bool, stats::EndpointId>> bound_ids_;  // by endpoint of ours: known, and there
};

// The feed in an `_acrida.StatsFeed`; null if it is something else.
StatsFeed* feed_of(PyObject* object);

// Adds the type StatsFeed.
bool add_stats_feed(PyObject* module);

}  // namespace acrida::scenario::python
