#include "app/acrida/doctor/null_server.h"

#include <sched.h>

#include "base/failure.h"

namespace acrida::app::doctor {

void bind_to_core(int core) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(static_cast<std::size_t>(core), &set);
  ::sched_setaffinity(0, sizeof set, &set);
}

bool may_bind_to_core() {
  cpu_set_t set;
  CPU_ZERO(&set);
  return ::sched_getaffinity(0, sizeof set, &set) == 0 && ::sched_setaffinity(0, sizeof set, &set) == 0;
}

NullServer::NullServer(std::optional<int> core) {
  base::done_or_throw(server_.listen({"127.0.0.1", 0}, false));
  thread_ = std::thread([this, core] {
    if (core) bind_to_core(*core);
    loop_.run();
  });
}

NullServer::~NullServer() {
  loop_.stop();
  thread_.join();
}

}  // namespace acrida::app::doctor
