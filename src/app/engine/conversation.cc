#include "app/engine/conversation.h"

#include <fcntl.h>

#include <memory>
#include <utility>

#include <fmt/format.h>

#include "base/failure.h"
#include "cluster/local/child_process.h"
#include "net/tcp.h"

namespace acrida::app {
namespace {

using cluster::local::ChildProcess;

std::unique_ptr<net::Stream> stream_to_acrida(async::Loop& loop) {
  base::Fd socket(ChildProcess::kConversation);
  ::fcntl(socket.get(), F_SETFL, O_NONBLOCK);
  ::fcntl(socket.get(), F_SETFD, FD_CLOEXEC);  // nothing that users start has a part in it
  ::fcntl(ChildProcess::kLastWords, F_SETFD, FD_CLOEXEC);
  return std::make_unique<net::TcpStream>(loop, std::move(socket));
}

}  // namespace

Conversation::Conversation(scenario::python::Engine& engine)
    : engine_(engine),
      log_(base::value_or_throw(base::Log::open(base::LogLevel::info))),
      lines_(stream_to_acrida(engine.loop),
             {[this](std::string_view line) { on_line(line); }, [this] { on_end(); }}) {}

bool Conversation::wait() {
  while (heard_.empty() && !over_) {
    if (!engine_.block(waiting_)) return false;
  }
  return true;
}

std::optional<std::string> Conversation::next() {
  if (heard_.empty()) return std::nullopt;
  std::string line = std::move(heard_.front());
  heard_.pop_front();
  return line;
}

void Conversation::run_users(std::vector<load::UserClass> classes, scenario::python::Object spawn,
                             scenario::python::StatsFeed& feed) {
  host_.reset();
  scenario_.emplace(std::move(classes), std::move(spawn), feed);
  host_.emplace(engine_.loop, engine_.connector, *scenario_, log_,
                [this](const std::string& line) { lines_.send(line); });
}

void Conversation::attend(std::uint32_t index, PyObject* user) {
  if (scenario_) scenario_->attend(index, user);
}

void Conversation::user_ended(std::uint32_t index) {
  if (scenario_) scenario_->ended(index);
}

void Conversation::on_line(std::string_view line) {
  try {
    if (host_ && host_->take(Json::parse(line))) return;
  } catch (const JsonError& e) {
    log_.error(fmt::format("acrida says what nobody understands: {}", e.what()));
    return on_end();
  }
  heard_.emplace_back(line);
  engine_.greenlets.wake(waiting_);
}

void Conversation::on_end() {
  over_ = true;
  engine_.greenlets.wake(waiting_);
}

}  // namespace acrida::app
