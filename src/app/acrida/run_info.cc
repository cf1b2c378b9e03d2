#include "app/acrida/run_info.h"

#include <random>

#include <acrida/random.h>

#include "base/uuid.h"
#include "http/url.h"
#include "load/composed_plan.h"

namespace acrida::app {

stats::RunInfo new_run_info(const base::Clock& clock, const load::RunPlan& plan) {
  Random random(std::random_device{}());
  stats::RunInfo info;
  info.started_at = clock.wall_now();
  info.run_id = base::uuid7(info.started_at, random(), random());
  info.target = http::without_credentials(plan.host);
  info.seed = plan.seed;
  info.threads = plan.threads;
  info.load_model = load::load_model_of(plan);
  return info;
}

}  // namespace acrida::app
