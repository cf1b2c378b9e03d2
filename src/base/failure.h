// The two exceptions of the house, named by what the caller should do; they are caught once, in app's main.
#pragma once

#include <stdexcept>
#include <utility>

#include <acrida/export.h>

#include "base/result.h"

namespace acrida::base {

// The person can fix the command line: exit code 2.
class ACRIDA_API UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The command is right but cannot start or finish (file missing, port in use, disk full): exit code 1.
class ACRIDA_API RunError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// From a Result to an exception: the value, or a RunError with the reason.
template <class T>
T value_or_throw(Result<T> result) {
  if (!result) throw RunError(result.error().message);
  return *std::move(result);
}
inline void done_or_throw(const Result<void>& result) {
  if (!result) throw RunError(result.error().message);
}

}  // namespace acrida::base
