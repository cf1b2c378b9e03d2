// Whole files: read at once, written so that a reader never sees half of one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <acrida/export.h>

#include "base/result.h"

namespace acrida::base {

// The whole content. A directory, a missing file or one above `limit` bytes is an error that names `path`.
ACRIDA_API Result<std::string> read_file(const std::string& path, std::size_t limit = std::size_t{1} << 30);

// Writes beside `path` and renames over it; folders on the way are made. On an error (named, with `path`) the
// old content stays. A path that names something other than a regular file (/dev/stdout, a pipe) is written
// directly.
ACRIDA_API Result<void> replace_file(const std::string& path, std::string_view content);

// Makes the folder that would hold `path`, and those above it.
ACRIDA_API Result<void> make_folder_of(const std::string& path);

// "No space left on device" and the like, of errno.
ACRIDA_API std::string system_error(int error_number);

}  // namespace acrida::base
