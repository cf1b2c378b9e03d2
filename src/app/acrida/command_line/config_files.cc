#include "app/acrida/command_line/config_files.h"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "base/failure.h"
#include "base/file.h"

namespace acrida::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargest = std::size_t{1}
                                 << 20;  // bytes; what is longer was not meant to be a config file

template <class T>
T value_or_complain(base::Result<T> result, std::string_view about) {
  if (!result) throw base::UsageError(fmt::format("{}{}", about, result.error().message));
  return *std::move(result);
}

ConfigFile read(const fs::path& path, const std::string& name, std::string_view about) {
  const auto text = value_or_complain(base::read_file(path.string(), kLargest), about);
  auto lines = path.extension() == ".toml" ? read_pyproject(text, name) : read_conf(text, name);
  return {name, value_or_complain(std::move(lines), "")};
}

}  // namespace

std::vector<ConfigFile> read_config_files(const Surroundings& surroundings,
                                          const std::optional<std::string>& named) {
  std::vector<ConfigFile> files;
  const auto read_if_there = [&](const fs::path& folder, const char* file, const std::string& name) {
    std::error_code ignored;
    if (fs::exists(folder / file, ignored)) files.push_back(read(folder / file, name, ""));
  };
  const fs::path folder = surroundings.folder;
  if (!surroundings.home.empty()) read_if_there(surroundings.home, ".locust.conf", "~/.locust.conf");
  read_if_there(folder, "locust.conf", "locust.conf");
  read_if_there(folder, "pyproject.toml", "pyproject.toml");
  if (named) files.push_back(read(folder / *named, *named, "--config: "));
  return files;
}

}  // namespace acrida::app
