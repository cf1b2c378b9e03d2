#include "cluster/local/child_process.h"

#include <signal.h>

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace acrida::cluster::local {
namespace {

// Real processes: /bin/sh.
class Shell : public testing::Test {
 protected:
  std::unique_ptr<ChildProcess> start(const std::string& script, std::vector<std::string> environment = {}) {
    auto child = ChildProcess::start(loop, {"sh", "-c", script}, environment,
                                     {[this](std::string_view line) { lines.emplace_back(line); },
                                      [this](std::string_view line) { last_words.emplace_back(line); },
                                      [this](const std::string& ended) {
                                        how = ended;
                                        loop.stop();
                                      }});
    EXPECT_TRUE(child.ok());
    return *std::move(child);
  }

  base::SystemClock clock;
  async::EpollPoller poller{clock};
  async::Loop loop{clock, poller};
  std::vector<std::string> lines, last_words;
  std::string how;
};

TEST_F(Shell, SpeaksBothWaysAndTellsHowItEnds) {
  const auto child = start("read line <&3; echo \"heard $line\" >&3; echo bye >&4; exit 7");
  child->send("hello");
  loop.run();
  EXPECT_EQ(lines, std::vector<std::string>{"heard hello"});
  EXPECT_EQ(last_words, std::vector<std::string>{"bye"});
  EXPECT_EQ(how, "exit code 7");
  EXPECT_FALSE(child->running());
}

TEST_F(Shell, GetsWhatIsAddedToTheEnvironment) {
  const auto child = start("echo \"$ACRIDA_TRIED $HOME\" >&3", {"ACRIDA_TRIED=yes", "HOME=/nowhere"});
  loop.run();
  EXPECT_EQ(lines, std::vector<std::string>{"yes /nowhere"});
}

TEST_F(Shell, TellsTheSignalThatHasKilledIt) {
  const auto child = start("kill -9 $$");
  loop.run();
  EXPECT_EQ(how, "signal 9 (Killed)");
}

TEST_F(Shell, DoesNotWaitForProcessesThatItHasLeftBehind) {
  const auto child = start("echo first >&3; sleep 5 & exit 0");
  loop.run();
  EXPECT_EQ(lines, std::vector<std::string>{"first"});
  EXPECT_EQ(how, "exit code 0");
}

TEST_F(Shell, IsKilledByItsOwnersEnd) {
  pid_t pid = 0;
  {
    const auto child = start("exec sleep 100");
    pid = child->pid();
  }
  EXPECT_EQ(::kill(pid, 0), -1);
}

TEST_F(Shell, ThatDoesNotExistIsAnErrorThatNamesIt) {
  const auto child = ChildProcess::start(loop, {"/nowhere/python3"}, {}, {});
  ASSERT_FALSE(child.ok());
  EXPECT_EQ(child.error().message, "cannot run '/nowhere/python3': No such file or directory");
}

}  // namespace
}  // namespace acrida::cluster::local
