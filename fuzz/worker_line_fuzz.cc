// What a worker or a runner in another process says: whatever it is, it is understood or refused.
#include <cstdint>
#include <string_view>

#include "cluster/plan_text.h"
#include "cluster/remote_worker.h"

using namespace acrida;

namespace {

template <class Read>
void try_to(Read read) {
  try {
    read();
  } catch (const JsonError&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Json line;
  try {
    line = Json::parse(text);
  } catch (const JsonError&) {
    return 0;
  }
  try_to([&] { (void)cluster::read_plan(line); });
  try_to([&] { (void)cluster::read_ramp(line); });
  try_to([&] { (void)cluster::read_histogram(line); });
  stats::EndpointTable endpoints;
  endpoints.intern("GET", "/");
  cluster::RemoteWorker worker([](const std::string&) {}, endpoints, {}, 0, 1);
  stats::Second sum;
  worker.begin({}, load::Ramp({}, 0, 1, 1),
               {[&](const stats::Share& share) { sum.merge(share.counts); }, [](std::uint32_t) {},
                [](std::uint32_t) {}, [](const load::EngineHealth&, base::TimePoint) {}});
  try_to([&] { (void)worker.take(line); });
  return 0;
}
