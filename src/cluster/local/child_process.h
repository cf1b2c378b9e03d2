// A process of ours that speaks with us in lines.
#pragma once

#include <sys/types.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <acrida/export.h>

#include "async/loop.h"
#include "base/fd.h"
#include "base/result.h"
#include "cluster/lines.h"

namespace acrida::cluster::local {

// It finds the conversation at descriptor kConversation (both ways, a socket) and may write to kLastWords
// what it could not say there, because it hangs or dies. Its standard input is empty, its output and errors
// are ours. Destroying this kills it, if it is there still.
class ACRIDA_API ChildProcess final : private async::Watch {
 public:
  static constexpr int kConversation = 3;
  static constexpr int kLastWords = 4;

  // All are told from a turn of the loop.
  struct Events {
    std::function<void(std::string_view line)> on_line;
    std::function<void(std::string_view line)> on_last_words;
    // It has ended and everything it said was told. May destroy the child. `how`: "exit code 1", "signal 9
    // (Killed)".
    std::function<void(const std::string& how)> on_exit;
  };

  // `command` is the program (looked up on PATH) and its arguments, `environment` is added to ours ("A=b").
  // The error says why it could not be started. The loop must outlive it.
  static base::Result<std::unique_ptr<ChildProcess>> start(async::Loop& loop,
                                                           const std::vector<std::string>& command,
                                                           const std::vector<std::string>& environment,
                                                           Events events);
  ~ChildProcess();

  pid_t pid() const { return pid_; }
  bool running() const { return !how_; }
  void send(std::string_view line) { conversation_->send(line); }
  void signal(int number) const;

 private:
  ChildProcess(async::Loop& loop, pid_t pid, base::Fd exited, base::Fd conversation, base::Fd last_words,
               Events events);
  void on_event(bool) override;
  void tell_exit();

  async::Loop& loop_;
  pid_t pid_;
  base::Fd exited_;  // readable when the process has ended
  Events events_;
  std::unique_ptr<Lines> conversation_, last_words_;
  bool conversation_over_ = false, last_words_over_ = false;
  std::optional<std::string> how_;
};

}  // namespace acrida::cluster::local
