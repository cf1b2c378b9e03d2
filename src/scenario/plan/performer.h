// Does what a plan says: sends its requests, looks at the answers, keeps what is extracted.
#pragma once

#include <string>
#include <vector>

#include <acrida/http.h>
#include <acrida/random.h>
#include <acrida/task.h>

#include "scenario/plan/plan.h"

namespace acrida::scenario::plan {

// On behalf of one user, or of the run's setup or teardown.
class Performer {
 public:
  // All of it outlives the performer. `own`: the variables of its user.
  Performer(const Plan& plan, Client& client, Random& random, std::vector<Slot> own, unsigned user);
  virtual ~Performer() = default;
  Performer(const Performer&) = delete;
  Performer& operator=(const Performer&) = delete;

  // Draws rows, then goes from step to step; ends with the first request that fails. Throws
  // std::runtime_error when a variable has no value, and when a request failed that must not.
  Task<> perform(const Flow& flow);

 protected:
  // Of a user that can wait.
  virtual Task<> rest(Duration time) = 0;
  // No row is left for its next task.
  virtual void out_of_rows() = 0;

 private:
  void draw_rows(const Flow& flow);
  Surroundings surroundings() const;
  // The text of a template, until the next one is asked for.
  std::string_view filled(const Template& with);
  Request build(const Asked& asked);
  // Whether the answer is as it should be.
  bool judge(const Asked& asked, Response& answer);
  std::string fault_of(const Asked& asked, Response& answer);
  std::string fault_in_json(const Asked& asked, Response& answer);
  void keep(const Extraction& extraction, Value value);

  const Plan& plan_;
  Client& client_;
  Random& random_;
  std::vector<Slot> own_;
  std::vector<std::size_t> rows_;  // of each source
  unsigned user_;
  std::string scratch_;
};

}  // namespace acrida::scenario::plan
