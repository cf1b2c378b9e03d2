#include "base/uuid.h"

#include <fmt/format.h>

namespace acrida::base {

std::string uuid7(WallTime time, std::uint64_t random_high, std::uint64_t random_low) {
  const auto ms = static_cast<std::uint64_t>(
      std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count());
  return fmt::format("{:08x}-{:04x}-7{:03x}-{:04x}-{:012x}", (ms >> 16) & 0xffffffff, ms & 0xffff,
                     random_high & 0xfff, 0x8000 | ((random_low >> 48) & 0x3fff),
                     random_low & 0xffffffffffff);
}

}  // namespace acrida::base
