// Turns a users file into a shared library, once.
#pragma once

#include <string>
#include <vector>

#include <acrida/export.h>

#include "base/log.h"
#include "base/result.h"

namespace acrida::scenario::cpp {

struct CompilerSettings {
  std::string compiler;            // the program, with its own options if it has any: "g++", "ccache g++"
  std::string include_folder;      // where <acrida/acrida.h> is
  std::string library;             // libacrida.so
  std::vector<std::string> flags;  // further ones, such as sanitizers
  std::string cache_folder;        // made if it is missing, for this user only
};

// From the environment (CXX, ACRIDA_CXXFLAGS, XDG_CACHE_HOME or HOME) and from where libacrida.so stands: the
// headers beside it when it is installed, else those of the source tree it was built from. The error says
// what is missing.
ACRIDA_API base::Result<CompilerSettings> default_compiler_settings();

// The path of the library made from `source`. It is compiled if the cache holds none for the same
// preprocessed text, compiler, flags and libacrida.so; `log` then says so, since it takes a few seconds. What
// the compiler says goes to stderr, as it is.
ACRIDA_API base::Result<std::string> compile_users_file(const std::string& source,
                                                        const CompilerSettings& settings,
                                                        const base::Log& log);

}  // namespace acrida::scenario::cpp
