#include "scenario/cpp/manifest.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <set>

#include <fmt/format.h>
#define XXH_INLINE_ALL  // no library to link for one function
#include <xxhash.h>

#include "base/file.h"
#include "base/text.h"

namespace acrida::scenario::cpp {

namespace {

std::string hexadecimal(XXH128_hash_t hash) { return fmt::format("{:016x}{:016x}", hash.high64, hash.low64); }

}  // namespace

std::string fingerprint(std::string_view text) { return hexadecimal(XXH3_128bits(text.data(), text.size())); }

base::Result<std::string> fingerprint_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  XXH3_state_t state;
  XXH3_128bits_reset(&state);
  std::vector<char> piece(std::size_t{64} << 10);
  while (file.good()) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    XXH3_128bits_update(&state, piece.data(), static_cast<std::size_t>(file.gcount()));
  }
  if (!file.eof()) return base::Error{fmt::format("cannot read '{}': {}", path, base::system_error(errno))};
  return hexadecimal(XXH3_128bits_digest(&state));
}

// Its line markers: # 12 "/usr/include/stdio.h" 1 3 4
std::vector<std::string> files_of(std::string_view preprocessed) {
  std::set<std::string> files;
  for (const auto line : base::split(preprocessed, '\n')) {
    if (!line.starts_with("# ")) continue;
    const auto open = line.find('"');
    const auto close = line.find('"', open + 1);
    if (open == std::string_view::npos || close == std::string_view::npos) continue;
    const auto name = line.substr(open + 1, close - open - 1);
    if (!name.starts_with('<') && !name.ends_with('/')) files.emplace(name);  // <built-in>, the folder
  }
  return {files.begin(), files.end()};
}

// The library's path in the first line, then a line a file: its fingerprint and its path.
std::optional<std::string> unchanged_library(const std::string& path) {
  const auto text = base::read_file(path);
  if (!text) return std::nullopt;
  auto lines = base::split(*text, '\n');
  const std::string library(lines.front());
  if (!std::filesystem::exists(library)) return std::nullopt;
  lines.erase(lines.begin());
  const bool unchanged = std::all_of(lines.begin(), lines.end(), [](std::string_view line) {
    if (line.empty()) return true;
    const auto blank = line.find(' ');
    if (blank == std::string_view::npos) return false;
    const auto now = fingerprint_of_file(std::string(line.substr(blank + 1)));
    return now.ok() && *now == line.substr(0, blank);
  });
  return unchanged ? std::optional(library) : std::nullopt;
}

base::Result<void> write_manifest(const std::string& path, const std::string& library,
                                  const std::vector<std::string>& files) {
  std::string text = library + '\n';
  for (const auto& file : files) {
    const auto content = fingerprint_of_file(file);
    if (!content) return content.error();
    text += fmt::format("{} {}\n", *content, file);
  }
  return base::replace_file(path, text);
}

}  // namespace acrida::scenario::cpp
