#include "app/output.h"

#include <cerrno>
#include <cstdio>

#include <fmt/format.h>

#include "base/failure.h"
#include "base/file.h"

namespace acrida::app {

void print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    throw base::RunError(fmt::format("cannot write to standard output: {}", base::system_error(errno)));
  }
}

}  // namespace acrida::app
