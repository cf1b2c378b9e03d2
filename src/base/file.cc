#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "base/fd.h"

namespace acrida::base {
namespace {

Result<void> write_all(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t n = ::write(fd, content.data(), content.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return Error{system_error(errno)};
    content.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

bool is_special(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

}  // namespace

std::string system_error(int error_number) { return std::generic_category().message(error_number); }

Result<std::string> read_file(const std::string& path, std::size_t limit) {
  const auto refuse = [&](std::string_view why) {
    return Error{fmt::format("cannot read '{}': {}", path, why)};
  };
  Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return refuse(system_error(errno));
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return refuse(system_error(errno));
  if (S_ISDIR(info.st_mode)) return refuse("it is a directory");
  std::string content;
  char block[1 << 16];
  while (true) {
    const ssize_t n = ::read(fd.get(), block, sizeof block);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return refuse(system_error(errno));
    if (n == 0) return content;
    content.append(block, static_cast<std::size_t>(n));
    if (content.size() > limit) return refuse(fmt::format("it is larger than {} bytes", limit));
  }
}

Result<void> make_folder_of(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  std::error_code failed;
  if (!folder.empty()) std::filesystem::create_directories(folder, failed);
  if (failed) return Error{fmt::format("cannot make the folder '{}': {}", folder.string(), failed.message())};
  return {};
}

Result<void> replace_file(const std::string& path, std::string_view content) {
  const auto refuse = [&](std::string_view why) {
    return Error{fmt::format("cannot write '{}': {}", path, why)};
  };
  if (auto made = make_folder_of(path); !made) return made.error();
  const bool special = is_special(path);
  const std::string beside = special ? path : fmt::format("{}.{}.tmp", path, ::getpid());
  Fd fd(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (!fd) return refuse(system_error(errno));
  if (auto written = write_all(fd.get(), content); !written) {
    if (!special) ::unlink(beside.c_str());
    return refuse(written.error().message);
  }
  if (special) return {};
  if (std::rename(beside.c_str(), path.c_str()) != 0) {
    const int why = errno;
    ::unlink(beside.c_str());
    return refuse(system_error(why));
  }
  return {};
}

}  // namespace acrida::base
