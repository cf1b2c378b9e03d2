// What a server answered to a request that failed: kept as evidence, with its secrets masked already.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace acrida::stats {

struct Answer {
  // How many are kept of one error (endpoint, kind and text): the earliest ones.
  static constexpr std::size_t kMostPerError = 3;
  // Of how many different errors they are kept, by a thread, by a second and by a run: with bodies and
  // headers of 2 KB each, about a megabyte.
  static constexpr std::size_t kMostErrors = 100;

  base::WallTime at;  // when the failure was recorded
  std::uint16_t status = 0;
  std::string reason;  // "Not Found"; may be empty
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  bool cut = false;  // `body` is only the front of it
};

// Makes the answer of a request when it turns out to be wanted. `at` is filled in by who asks.
class AnswerSource {
 public:
  virtual Answer make_answer() const = 0;

 protected:
  ~AnswerSource() = default;
};

}  // namespace acrida::stats
