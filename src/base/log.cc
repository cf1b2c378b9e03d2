#include "base/log.h"

#include <unistd.h>

#include <mutex>

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/null_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace acrida::base {
namespace {

spdlog::level::level_enum to_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return spdlog::level::debug;
    case LogLevel::info: return spdlog::level::info;
    case LogLevel::warning: return spdlog::level::warn;
    case LogLevel::error: return spdlog::level::err;
    case LogLevel::critical: return spdlog::level::critical;
  }
  return spdlog::level::info;
}

// Locust's names of levels are in capitals, which spdlog's patterns do not offer.
class LevelInCapitals final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& into) override {
    std::string_view name = "INFO";
    switch (message.level) {
      case spdlog::level::trace:
      case spdlog::level::debug: name = "DEBUG"; break;
      case spdlog::level::warn: name = "WARNING"; break;
      case spdlog::level::err: name = "ERROR"; break;
      case spdlog::level::critical: name = "CRITICAL"; break;
      default: break;
    }
    into.append(name.data(), name.data() + name.size());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<LevelInCapitals>();
  }
};

std::string host_name() {
  char name[256] = "localhost";
  ::gethostname(name, sizeof name - 1);
  return name;
}

}  // namespace

struct Log::Trouble {
  std::mutex mutex;
  std::string first;
};

Result<Log> Log::open(LogLevel level, const std::string& file, const std::string& name) try {
  spdlog::sink_ptr sink;
  if (file.empty()) {
    sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  } else {
    sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(file);
  }
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<LevelInCapitals>('*').set_pattern("[%Y-%m-%d %H:%M:%S,%e] " + host_name() +
                                                        "/%*/%n: %v");
  auto logger = std::make_shared<spdlog::logger>(name, std::move(sink));
  logger->set_formatter(std::move(formatter));
  logger->set_level(to_spdlog(level));
  logger->flush_on(spdlog::level::trace);
  const auto trouble = std::make_shared<Trouble>();
  logger->set_error_handler([trouble, file](const std::string& why) {
    const std::lock_guard lock(trouble->mutex);
    if (trouble->first.empty()) trouble->first = fmt::format("cannot write the log file '{}': {}", file, why);
  });
  return Log(std::move(logger), trouble);
} catch (const spdlog::spdlog_ex& e) {
  return Error{fmt::format("cannot write the log file '{}': {}", file, e.what())};
}

Log Log::silent() {
  return Log(std::make_shared<spdlog::logger>("acrida", std::make_shared<spdlog::sinks::null_sink_mt>()),
             std::make_shared<Trouble>());
}

std::string Log::trouble() const {
  const std::lock_guard lock(trouble_->mutex);
  return trouble_->first;
}

void Log::write(LogLevel level, std::string_view message) const {
  logger_->log(to_spdlog(level), spdlog::string_view_t(message.data(), message.size()));
}

}  // namespace acrida::base
