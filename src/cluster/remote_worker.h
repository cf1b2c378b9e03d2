// A worker in another process, as the runner here sees it. What it is told goes out as lines of JSON, what it
// tells comes in as such; which way, is somebody else's business.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include <acrida/export.h>
#include <acrida/json.h>

#include "base/clock.h"
#include "base/json_writer.h"
#include "cluster/share_text.h"
#include "load/run_plan.h"
#include "load/worker_link.h"

namespace acrida::cluster {

class ACRIDA_API RemoteWorker final : public load::WorkerLink {
 public:
  using Send = std::function<void(const std::string& line)>;

  // It is worker `number` of so many. `endpoints` must outlive it.
  RemoteWorker(Send send, stats::EndpointTable& endpoints, load::RunPlan plan, std::uint32_t number,
               std::uint32_t workers);

  void begin(base::TimePoint start, const load::Ramp& ramp, load::WorkerEvents events) override;
  void change(const load::Ramp& ramp, std::uint32_t change, const load::ClassChoice& of) override;
  void stop(std::uint32_t change) override;
  void abort(std::uint32_t change) override;
  void finish() override;
  void start_anew(std::int64_t second) override;
  stats::Gauges gauges() const override { return gauges_; }

  // What the worker has told. False: the line is not for a runner. Throws JsonError for what no worker tells.
  bool take(const Json& line);
  // It is gone and will tell no more: what it had told stays, and whatever is asked of it from now on counts
  // as done. From a turn of the loop.
  void lose();
  bool lost() const { return lost_; }

 private:
  void enter(std::uint32_t change);
  void send_change(const char* what, std::uint32_t change);
  void answer_for_the_lost();

  Send send_;
  ShareReader shares_;
  load::RunPlan plan_;
  std::uint32_t number_, workers_;
  load::WorkerEvents events_;
  base::TimePoint last_finish_;
  stats::Gauges gauges_;
  std::uint32_t change_ = 0;
  bool arrived_ = false, idle_ = false;  // since the last change, and told
  bool begun_ = false, finishing_ = false, lost_ = false, ended_ = false;
};

}  // namespace acrida::cluster
