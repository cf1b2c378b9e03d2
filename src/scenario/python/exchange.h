// One request of a Python user and its answer, from the call of a session's method until nobody holds the
// answer any more.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "http/call.h"
#include "http/url.h"
#include "scenario/python/engine.h"
#include "scenario/python/greenlets.h"
#include "stats/answer.h"
#include "stats/sample.h"

namespace acrida::scenario::python {

// Made by Engine::take_exchange() and given back to it, so that the memory of its texts serves the next
// request.
class Exchange final : public http::Call, private stats::AnswerSource {
 public:
  explicit Exchange(Engine& engine) : engine_(engine) {}

  // Where it goes when that is not the session's own server.
  std::optional<http::Url> elsewhere;
  base::WallTime began;      // when it was sent
  base::TimePoint intended;  // when the schedule wanted it to start; 0: when it does

  // Sends it and lets the calling greenlet wait for its end; of a streamed answer for its head. False: an
  // exception was thrown into the greenlet meanwhile and is set, and the request is given up.
  bool perform(std::shared_ptr<http::Client> client, const http::Url& server);
  // Lets the calling greenlet wait until a streamed answer has more to read or is at its end. False: an
  // exception is set.
  bool wait_for_more();

  // What is told of it to statistics, but for endpoint and error.
  stats::Sample sample() const;
  const stats::AnswerSource& evidence() const { return *this; }
  // Milliseconds from its start to its end; of a streamed answer to its head.
  double response_time_ms() const;
  // Where the answer came from, redirects included; without credentials.
  std::string url() const;
  // Where it was sent to first.
  std::string first_url() const;

  // Where it was sent to first. REQUIRES: it was.
  const http::Url& server() const { return *sent_to_; }
  // The longest silence of the server, as the user has said it: seconds.
  std::string read_timeout_text() const;

  Engine& engine() const { return engine_; }
  // Options other than the usual ones.
  Options& own_options() {
    options_changed_ = true;
    return options;
  }
  // After perform() was broken off: whether the server can have heard of it.
  bool heard_of() const { return heard_of_; }
  // As new, for the next request.
  void clear();

 private:
  void on_done() override { engine_.greenlets.wake(waiting_); }
  void on_data() override;
  stats::Answer make_answer() const override;
  // When its user was told of it: at its end, or of a streamed answer at its head.
  base::TimePoint told_at() const;

  Engine& engine_;
  std::shared_ptr<http::Client> sent_by_;  // which its session may have given up meanwhile
  const http::Url* sent_to_ = nullptr;
  Waiting waiting_;
  base::TimePoint head_came_;  // of a streamed answer
  bool options_changed_ = false;
  bool heard_of_ = false;
};

}  // namespace acrida::scenario::python
