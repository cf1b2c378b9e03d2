#include "cluster/local/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "base/file.h"
#include "net/tcp.h"

namespace acrida::cluster::local {
namespace {

struct Ends {
  base::Fd ours, theirs;
};

// Their end out of the way of the numbers it will have over there, so that one dup2 does not close another's
// source.
base::Fd moved_up(int fd) {
  const base::Fd original(fd);
  return base::Fd(::fcntl(fd, F_DUPFD_CLOEXEC, 10));
}

base::Result<Ends> make_pair() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return base::Error{base::system_error(errno)};
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  Ends pair{base::Fd(ends[0]), moved_up(ends[1])};
  if (!pair.theirs) return base::Error{base::system_error(errno)};
  return pair;
}

std::vector<char*> pointers_of(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const auto& each : texts) pointers.push_back(const_cast<char*>(each.c_str()));  // nobody writes there
  pointers.push_back(nullptr);
  return pointers;
}

// Ours, with these in the place of what they replace.
std::vector<std::string> environment_with(const std::vector<std::string>& added) {
  std::vector<std::string> all = added;
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string_view ours(*each);
    const auto name = ours.substr(0, ours.find('=') + 1);
    bool replaced = false;
    for (const auto& one : added) replaced |= one.starts_with(name);
    if (!replaced) all.emplace_back(ours);
  }
  return all;
}

// With signals as usual, whatever we ignore or block.
int spawn(pid_t& pid, const std::vector<std::string>& command, const std::vector<std::string>& environment,
          int conversation, int last_words) {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, conversation, ChildProcess::kConversation);
  ::posix_spawn_file_actions_adddup2(&actions, last_words, ChildProcess::kLastWords);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  sigset_t usual, none;
  ::sigemptyset(&usual);
  ::sigaddset(&usual, SIGPIPE);
  ::sigemptyset(&none);
  ::posix_spawnattr_setsigdefault(&attributes, &usual);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  const auto all = environment_with(environment);
  const int failed = ::posix_spawnp(&pid, command.front().c_str(), &actions, &attributes,
                                    pointers_of(command).data(), pointers_of(all).data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  return failed;
}

std::string text_of(int status) {
  if (WIFSIGNALED(status)) {
    const int number = WTERMSIG(status);
    return fmt::format("signal {} ({})", number, ::strsignal(number));
  }
  return fmt::format("exit code {}", WEXITSTATUS(status));
}

}  // namespace

base::Result<std::unique_ptr<ChildProcess>> ChildProcess::start(async::Loop& loop,
                                                                const std::vector<std::string>& command,
                                                                const std::vector<std::string>& environment,
                                                                Events events) {
  auto conversation = make_pair();
  auto last_words = make_pair();
  if (!conversation) return conversation.error();
  if (!last_words) return last_words.error();
  pid_t pid = 0;
  if (const int failed =
          spawn(pid, command, environment, conversation->theirs.get(), last_words->theirs.get());
      failed != 0) {
    return base::Error{fmt::format("cannot run '{}': {}", command.front(), base::system_error(failed))};
  }
  // By number: glibc has no function for it yet.
  base::Fd exited(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (!exited) return base::Error{fmt::format("cannot watch process {}: {}", pid, base::system_error(errno))};
  return std::unique_ptr<ChildProcess>(new ChildProcess(loop, pid, std::move(exited),
                                                        std::move(conversation->ours),
                                                        std::move(last_words->ours), std::move(events)));
}

ChildProcess::ChildProcess(async::Loop& loop, pid_t pid, base::Fd exited, base::Fd conversation,
                           base::Fd last_words, Events events)
    : loop_(loop), pid_(pid), exited_(std::move(exited)), events_(std::move(events)) {
  conversation_ =
      std::make_unique<Lines>(std::make_unique<net::TcpStream>(loop, std::move(conversation)),
                              Lines::Events{[this](std::string_view line) { events_.on_line(line); },
                                            [this] { conversation_over_ = true, tell_exit(); }});
  last_words_ =
      std::make_unique<Lines>(std::make_unique<net::TcpStream>(loop, std::move(last_words)),
                              Lines::Events{[this](std::string_view line) { events_.on_last_words(line); },
                                            [this] { last_words_over_ = true, tell_exit(); }});
  loop_.poller().watch(exited_.get(), *this);
}

ChildProcess::~ChildProcess() {
  loop_.poller().forget(exited_.get(), *this);
  if (how_) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void ChildProcess::signal(int number) const {
  if (running()) ::kill(pid_, number);
}

void ChildProcess::on_event(bool) {
  int status = 0;
  if (how_ || ::waitpid(pid_, &status, WNOHANG) != pid_) return;
  how_ = text_of(status);
  tell_exit();
}

// Descriptors that it has left to processes of its own must not keep us waiting; what it wrote before its end
// has come by now.
void ChildProcess::tell_exit() {
  if (!how_ || !events_.on_exit) return;
  if (!conversation_over_) conversation_->read_rest();
  if (!last_words_over_) last_words_->read_rest();
  const auto tell = std::exchange(events_.on_exit, nullptr);
  if (tell) tell(*how_);
}

}  // namespace acrida::cluster::local
