// What the tests of the client share: a call that says when it is done, and a world in simulated time.
#pragma once

#include <functional>
#include <string>

#include <gtest/gtest.h>

#include "http/client.h"
#include "tests/fakes/manual_clock.h"
#include "tests/fakes/scripted_server.h"

namespace acrida::http {

struct TestCall final : Call {
  explicit TestCall(std::string method = "GET", std::string target = "/") {
    request.method = std::move(method);
    request.target = std::move(target);
  }
  void on_done() override {
    ++done;
    const auto call = then;  // may destroy this
    if (call) call();
  }
  // The failure's name, or the status.
  std::string outcome() const {
    return failure ? std::string(name_of(failure->kind)) : std::to_string(response.status);
  }

  int done = 0;
  std::function<void()> then;
};

// A loop in simulated time.
class LoopTest : public testing::Test {
 protected:
  // Turns the loop, moving the clock to the next timer whenever nothing is left to do now.
  void turn() {
    if (!loop_.turn() && loop_.next_deadline()) clock_.advance_to(*loop_.next_deadline());
  }
  void turn_for(base::Duration time) {
    const auto when = clock_.now() + time;
    for (int i = 0; i < 1'000'000; ++i) {
      if (loop_.turn()) continue;
      if (!loop_.next_deadline() || *loop_.next_deadline() > when) break;
      clock_.advance_to(*loop_.next_deadline());
    }
    clock_.advance_to(when);
  }
  base::Duration since_start() const { return clock_.now().time_since_epoch(); }

  fakes::ManualClock clock_;
  fakes::ManualPoller poller_{clock_};
  async::Loop loop_{clock_, poller_};
};

// A client against a server that plays scripts.
class ScriptedTest : public LoopTest {
 protected:
  void turn_until_done(const TestCall& call) {
    for (int i = 0; i < 1'000'000 && call.done == 0; ++i) turn();
    ASSERT_EQ(call.done, 1);
  }
  // Sends, and waits for the end.
  void run(TestCall& call) {
    call.done = 0;
    client_.send(call, url_);
    EXPECT_EQ(call.done, 0);
    EXPECT_TRUE(call.in_flight());
    turn_until_done(call);
    EXPECT_FALSE(call.in_flight());
  }

  fakes::ScriptedServer server_{loop_};
  ClientContext context_{loop_, server_};
  Client client_{context_};
  const Url url_ = *parse_url("http://test");
};

}  // namespace acrida::http
