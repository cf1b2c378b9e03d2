#include "cluster/lines.h"

#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "async/loop.h"
#include "net/memory.h"
#include "tests/fakes/manual_clock.h"

namespace acrida::cluster {
namespace {

class Conversation : public testing::Test {
 protected:
  void open(std::size_t capacity) {
    auto [one, other] = net::in_memory_pair(loop, capacity);
    here.emplace(std::move(one), events_of(heard_here, ended_here));
    there.emplace(std::move(other), events_of(heard_there, ended_there));
  }
  static Lines::Events events_of(std::vector<std::string>& heard, int& ended) {
    return {[&](std::string_view line) { heard.emplace_back(line); }, [&] { ++ended; }};
  }
  void settle() {
    while (loop.turn()) {
    }
  }

  fakes::ManualClock clock;
  fakes::ManualPoller poller{clock};
  async::Loop loop{clock, poller};
  std::vector<std::string> heard_here, heard_there;
  int ended_here = 0, ended_there = 0;
  std::optional<Lines> here, there;
};

TEST_F(Conversation, BringsEveryLineHoweverSmallTheStreamIs) {
  const std::vector<std::string> lines{"one", "", std::string(5000, 'x'), "last"};
  for (const std::size_t capacity : {1, 2, 3, 7, 100, 5002, 100000}) {
    heard_there.clear();
    open(capacity);
    for (const auto& line : lines) here->send(line);
    there->send("answer");
    settle();
    EXPECT_EQ(heard_there, lines) << capacity;
    EXPECT_EQ(heard_here.back(), "answer");
    EXPECT_TRUE(here->flushed());
  }
}

TEST_F(Conversation, TellsItsEndOnceAfterTheLastLine) {
  open(100);
  here->send("farewell");
  here.reset();
  settle();
  EXPECT_EQ(heard_there, std::vector<std::string>{"farewell"});
  EXPECT_EQ(ended_there, 1);
  there->send("to nobody");
  settle();
  EXPECT_EQ(ended_there, 1);
}

TEST_F(Conversation, DropsALineThatHasNoEnd) {
  open(100);
  here->send("whole");
  settle();
  auto [raw, other] = net::in_memory_pair(loop);
  there.emplace(std::move(other), events_of(heard_there, ended_there));
  (void)raw->write_some("half");
  raw->finish();
  settle();
  EXPECT_EQ(heard_there, std::vector<std::string>{"whole"});
  EXPECT_EQ(ended_there, 1);
}

}  // namespace
}  // namespace acrida::cluster
