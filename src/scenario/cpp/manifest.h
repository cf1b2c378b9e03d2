// Remembers which files a compiled library was made from, so that an unchanged users file is started without
// asking the compiler anything.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace acrida::scenario::cpp {

// 32 hexadecimal digits; XXH3 of 128 bits. Not for adversaries.
std::string fingerprint(std::string_view text);
// The same of a file's content, which is never in memory whole: libacrida.so with its symbols is larger than
// all that a small run needs. The error names the file.
base::Result<std::string> fingerprint_of_file(const std::string& path);

// The files that the output of `g++ -E` was put together from, each once.
std::vector<std::string> files_of(std::string_view preprocessed);

// The library that the manifest at `path` names, if every file it lists is as it was; nullopt if one has
// changed or is gone, or if there is no manifest. A header that newly hides one of the list is not noticed.
std::optional<std::string> unchanged_library(const std::string& path);

// Replaces the manifest at `path`.
base::Result<void> write_manifest(const std::string& path, const std::string& library,
                                  const std::vector<std::string>& files);

}  // namespace acrida::scenario::cpp
