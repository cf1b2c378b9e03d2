#include "app/acrida/find_python.h"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "base/failure.h"

namespace acrida::app {
namespace {

namespace fs = std::filesystem;

// Built, and installed.
fs::path package_beside(const fs::path& program) {
  for (const char* place : {"../python", ACRIDA_PYTHON_FROM_BIN}) {
    std::error_code ignored;
    auto folder = fs::weakly_canonical(program.parent_path() / place, ignored);
    if (fs::exists(folder / "locust" / "__init__.py", ignored)) return folder;
  }
  throw base::RunError(
      fmt::format("the package locust, which users in Python import, is missing beside {}; install acrida "
                  "anew, or build it with make build",
                  program.string()));
}

}  // namespace

Python find_python(const std::string& asked_for,
                   const std::map<std::string, std::string, std::less<>>& environment) {
  Python python{asked_for, package_beside(fs::read_symlink("/proc/self/exe")).string()};
  if (!python.interpreter.empty()) return python;
  const auto active = environment.find("VIRTUAL_ENV");
  const bool is_active = active != environment.end() && !active->second.empty();
  python.interpreter = is_active ? active->second + "/bin/python3" : "/usr/bin/python3";
  std::error_code ignored;
  if (is_active && !fs::exists(python.interpreter, ignored))
    throw base::RunError(
        fmt::format("there is no {}, which the variable VIRTUAL_ENV stands for; unset it, or name a Python: "
                    "--python /usr/bin/python3",
                    python.interpreter));
  return python;
}

}  // namespace acrida::app
