#include "scenario/cpp/compiler.h"

#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/file.h"
#include "base/process.h"
#include "base/text.h"
#include "scenario/cpp/manifest.h"

namespace acrida::scenario::cpp {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNoCompiler = "; install a C++ compiler (apt-get install g++) or set CXX";

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

void append_words(std::vector<std::string>& words, const std::string& text) {
  for (const auto word : base::split(text, ' ')) {
    if (!word.empty()) words.emplace_back(word);
  }
}

std::string library_path() {
  Dl_info info{};
  ::dladdr(reinterpret_cast<const void*>(&library_path), &info);
  std::error_code failed;
  const auto path = fs::canonical(info.dli_fname, failed);
  return failed ? std::string(info.dli_fname) : path.string();
}

std::vector<std::string> command(const CompilerSettings& settings) {
  std::vector<std::string> words;
  append_words(words, settings.compiler);
  // -fno-gnu-unique: two users files may each have their own inline variable of one name.
  for (const char* flag : {"-std=c++20", "-O2", "-g1", "-fPIC", "-fno-gnu-unique", "-Wall", "-Wextra"}) {
    words.emplace_back(flag);
  }
  words.insert(words.end(), settings.flags.begin(), settings.flags.end());
  words.push_back("-I" + settings.include_folder);
  return words;
}

// Everything that a compiled library depends on besides its text.
base::Result<std::string> surroundings(const std::vector<std::string>& words,
                                       const CompilerSettings& settings) {
  std::vector<std::string> ask;
  append_words(ask, settings.compiler);
  ask.emplace_back("--version");
  const auto version = base::run_process(ask);
  if (!version) return base::Error{version.error().message + kNoCompiler};
  const auto library = fingerprint_of_file(settings.library);
  if (!library) return library.error();
  return fmt::format("{}\n{}\n{}\n", fmt::join(words, " "), version->out, *library);
}

base::Result<std::string> read_source(const std::string& source) {
  const auto extension = fs::path(source).extension().string();
  if (extension != ".cpp" && extension != ".cc" && extension != ".cxx" && extension != ".C") {
    return base::Error{fmt::format("'{}' is not a C++ file; its name must end in .cpp, .cc or .cxx", source)};
  }
  auto text = base::read_file(source);
  if (text && text->find('\0') != std::string::npos)
    return base::Error{fmt::format("'{}' is not a text file", source)};
  return text;
}

base::Result<void> make_private_folder(const std::string& folder) {
  std::error_code failed;
  fs::create_directories(fs::path(folder).parent_path(), failed);
  if (::mkdir(folder.c_str(), 0700) == 0) return {};
  struct stat info {};
  if (::stat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
    return base::Error{fmt::format(
        "cannot make the folder '{}' for compiled users files; set XDG_CACHE_HOME to a folder of yours",
        folder)};
  }
  // What lies there is loaded and run.
  if (info.st_uid != ::geteuid() || (info.st_mode & 022) != 0) {
    return base::Error{
        fmt::format("the folder '{}' can be written by others; it must be yours alone (chmod 700)", folder)};
  }
  return {};
}

// Runs the compiler; what it says is shown as it is.
base::Result<std::string> run_compiler(const std::vector<std::string>& words, const std::string& source) {
  auto result = base::run_process(words);
  if (!result) return base::Error{result.error().message + kNoCompiler};
  std::fwrite(result->err.data(), 1, result->err.size(), stderr);  // its errors and warnings, as they are
  if (result->exit_code != 0)
    return base::Error{fmt::format("'{}' does not compile; the compiler's words are above", source)};
  return std::move(result->out);
}

base::Result<void> compile(const std::string& source, std::vector<std::string> words,
                           const CompilerSettings& settings, const std::string& library,
                           const base::Log& log) {
  log.info(fmt::format("Compiling {} …", source));
  const std::string beside = fmt::format("{}.{}.tmp", library, ::getpid());
  words.insert(words.end(), {"-shared", source, "-o", beside, settings.library, "-Wl,-z,defs"});
  if (auto compiled = run_compiler(words, source); !compiled) {
    ::unlink(beside.c_str());
    return compiled.error();
  }
  if (std::rename(beside.c_str(), library.c_str()) != 0) {
    return base::Error{fmt::format("cannot keep the compiled '{}' in '{}'", source, settings.cache_folder)};
  }
  return {};
}

}  // namespace

base::Result<CompilerSettings> default_compiler_settings() {
  CompilerSettings settings;
  settings.compiler = environment("CXX").empty() ? "g++" : environment("CXX");
  settings.library = library_path();
  const auto installed = fs::path(settings.library).parent_path() / ACRIDA_INCLUDE_FROM_LIBRARY;
  std::error_code failed;
  for (const auto& folder : {installed, fs::path(ACRIDA_SOURCE_INCLUDE_FOLDER)}) {
    if (settings.include_folder.empty() && fs::exists(folder / "acrida/acrida.h", failed)) {
      settings.include_folder = fs::canonical(folder, failed).string();
    }
  }
  if (settings.include_folder.empty()) {
    return base::Error{
        fmt::format("the headers of acrida are missing; they should be in '{}'", installed.string())};
  }
  append_words(settings.flags, ACRIDA_USERS_FLAGS);
  append_words(settings.flags, environment("ACRIDA_CXXFLAGS"));
  const std::string cache =
      environment("XDG_CACHE_HOME").empty() ? environment("HOME") + "/.cache" : environment("XDG_CACHE_HOME");
  settings.cache_folder = cache + "/acrida";
  return settings;
}

base::Result<std::string> compile_users_file(const std::string& source, const CompilerSettings& settings,
                                             const base::Log& log) {
  const auto text = read_source(source);
  if (!text) return text.error();
  if (auto made = make_private_folder(settings.cache_folder); !made) return made.error();
  auto words = command(settings);
  const auto around = surroundings(words, settings);
  if (!around) return around.error();
  const std::string here = fmt::format("{}\n{}\n{}\n", fs::current_path().string(), source, *text);
  const std::string manifest = fmt::format("{}/{}.from", settings.cache_folder, fingerprint(*around + here));
  if (const auto library = unchanged_library(manifest)) return *library;

  auto preprocess = words;
  preprocess.insert(preprocess.end(), {"-E", source});
  const auto preprocessed = run_compiler(preprocess, source);
  if (!preprocessed) return preprocessed.error();
  const std::string library =
      fmt::format("{}/{}.so", settings.cache_folder, fingerprint(*around + *preprocessed));
  if (!fs::exists(library)) {
    if (auto compiled = compile(source, words, settings, library, log); !compiled) return compiled.error();
  }
  if (auto written = write_manifest(manifest, library, files_of(*preprocessed)); !written)
    return written.error();
  return library;
}

}  // namespace acrida::scenario::cpp
