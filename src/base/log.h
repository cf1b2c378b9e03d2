// Log lines in Locust's form: [2026-11-24 03:15:22,123] host/INFO/acrida.run: message. Made in main and
// handed down.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <acrida/export.h>

#include "base/result.h"

namespace spdlog {
class logger;
}

namespace acrida::base {

enum class LogLevel { debug, info, warning, error, critical };

// Safe to use from any thread.
class ACRIDA_API Log {
 public:
  // To stderr, or to `file` when it is not empty (appended to; an unwritable one is an error). `name` is who
  // speaks in its lines.
  static Result<Log> open(LogLevel level, const std::string& file = {}, const std::string& name = "acrida");
  // Swallows everything: for tests.
  static Log silent();

  void debug(std::string_view message) const { write(LogLevel::debug, message); }
  void info(std::string_view message) const { write(LogLevel::info, message); }
  void warning(std::string_view message) const { write(LogLevel::warning, message); }
  void error(std::string_view message) const { write(LogLevel::error, message); }

  void write(LogLevel level, std::string_view message) const;

  // Why a line could not be written, with the file's name; empty as long as all could.
  std::string trouble() const;

 private:
  struct Trouble;
  Log(std::shared_ptr<spdlog::logger> logger, std::shared_ptr<Trouble> trouble)
      : logger_(std::move(logger)), trouble_(std::move(trouble)) {}
  std::shared_ptr<spdlog::logger> logger_;
  std::shared_ptr<Trouble> trouble_;
};

}  // namespace acrida::base
