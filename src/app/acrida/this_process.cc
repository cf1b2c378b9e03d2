#include "app/acrida/this_process.h"

#include <sys/resource.h>

#include <cinttypes>
#include <cstdio>
#include <fstream>
#include <string>

namespace acrida::app {
namespace {

rusage usage_so_far() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage;
}

}  // namespace

base::Duration cpu_time() {
  const auto of = [](const timeval& t) {
    return std::chrono::seconds(t.tv_sec) + std::chrono::microseconds(t.tv_usec);
  };
  const rusage usage = usage_so_far();
  return of(usage.ru_utime) + of(usage.ru_stime);
}

// Not ru_maxrss, which a program inherits from whoever started it.
std::uint64_t peak_rss_bytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    std::uint64_t kilobytes = 0;
    if (std::sscanf(line.c_str(), "VmHWM: %" SCNu64, &kilobytes) == 1) return kilobytes * 1024;
  }
  return static_cast<std::uint64_t>(usage_so_far().ru_maxrss) * 1024;
}

std::uint64_t raise_descriptor_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_max;
}

}  // namespace acrida::app
