// Whatever bytes a plan file holds: reading it gives a plan whose users can be made, or sentences that each
// begin with the place they speak of; and whatever ${…} stands there is filled, or says which variable has no
// value.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

#include "fuzz/require.h"
#include "scenario/plan/plan.h"

using namespace acrida;
namespace plan = scenario::plan;

namespace {

class Clock final : public base::Clock {
 public:
  base::TimePoint now() const override { return {}; }
  base::WallTime wall_now() const override { return {}; }
};

void fill(const plan::Flow& flow, const plan::Plan& of, const plan::UserClass& user) {
  Random random(1);
  const std::vector<std::size_t> rows(of.data.size(), 0);
  for (const auto& step : flow.steps) {
    const auto* asked = std::get_if<plan::Asked>(&step);
    if (asked == nullptr) continue;
    std::string out;
    try {
      asked->path.append_to(out, {random, *of.clock, user.slots, of.shared, of.data, rows, 0});
      out.clear();
      if (!asked->body) continue;
      asked->body->append_to(out, {random, *of.clock, user.slots, of.shared, of.data, rows, 0});
    } catch (const std::runtime_error&) {
      continue;
    }
    if (asked->json) Json::parse(out);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  plan::Reading reading;
  reading.environment = [](const std::string& name) -> std::optional<std::string> {
    return name == "KEY" ? std::optional<std::string>("a \"key\"") : std::nullopt;
  };
  reading.read_file = [](const std::string& path) -> base::Result<std::string> {
    if (path.ends_with(".csv")) return std::string("id,name\n1,a\n2,\"b\"\"\"\n");
    return base::Error{path + ": no such file"};
  };
  reading.clock = std::make_shared<Clock>();
  const auto read = plan::read_plan({reinterpret_cast<const char*>(data), size}, "plan.yaml", reading);
  if (!read) {
    REQUIRE(read.error().message.starts_with("plan.yaml:"));
    return 0;
  }
  REQUIRE(!(*read)->classes.empty());
  for (const auto& each : (*read)->classes) {
    REQUIRE(!each.tasks.empty());
    for (const auto& task : each.tasks) fill(task, **read, each);
    fill(each.login, **read, each);
  }
  return 0;
}
