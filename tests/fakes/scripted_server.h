// A server that knows no HTTP: it plays a script on each connection, byte for byte and in simulated time.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "async/loop.h"
#include "net/connector.h"
#include "net/memory.h"

namespace acrida::fakes {

// What happens on one connection, step by step: Script().hear("\r\n\r\n").pause(1s).say("HTTP/1.1
// …").close(). After the last step the connection stays open and silent.
class Script {
 public:
  struct Step {
    enum class Kind { hear, say, pause, close };
    Kind kind;
    std::string text = {};
    base::Duration time = {};
  };
  enum class Connecting { accepts, refuses, ignores };

  Script() = default;
  explicit Script(Connecting connecting) : connecting_(connecting) {}

  // Reads until what came since the last hear() holds `text`; what follows it is for the next one.
  Script& hear(std::string text) { return add({Step::Kind::hear, std::move(text)}); }
  Script& say(std::string text) { return add({Step::Kind::say, std::move(text)}); }
  Script& pause(base::Duration time) { return add({Step::Kind::pause, {}, time}); }
  // With bytes unread this resets the connection.
  Script& close() { return add({Step::Kind::close}); }

  Connecting connecting() const { return connecting_; }
  const std::vector<Step>& steps() const { return steps_; }

 private:
  Script& add(Step step) {
    steps_.push_back(std::move(step));
    return *this;
  }
  Connecting connecting_ = Connecting::accepts;
  std::vector<Step> steps_;
};

// The n-th connection plays the n-th script, and every one after the last script is refused.
class ScriptedServer final : public net::Connector {
 public:
  explicit ScriptedServer(async::Loop& loop, std::size_t capacity = std::size_t{1} << 16)
      : loop_(loop), capacity_(capacity) {}

  void play(Script script) { scripts_.push_back(std::move(script)); }
  std::size_t connections() const { return playing_.size(); }
  // All that was read on the n-th connection.
  const std::string& heard(std::size_t connection) const { return playing_[connection]->heard; }

  std::unique_ptr<Attempt> connect(const net::Authority&, Done done) override {
    Script script(Script::Connecting::refuses);
    if (asked_ < scripts_.size()) script = scripts_[asked_];
    ++asked_;
    return std::make_unique<Connecting>(*this, std::move(script), std::move(done));
  }

 private:
  class Playing {
   public:
    Playing(async::Loop& loop, Script script, std::unique_ptr<net::Stream> stream)
        : loop_(loop),
          script_(std::move(script)),
          stream_(std::move(stream)),
          timer_(loop, async::Callback::to<&Playing::play>(this)) {
      stream_->on_ready(async::Callback::to<&Playing::play>(this));
      play();
    }
    std::string heard;

   private:
    // As far as it goes for now.
    void play() {
      while (stream_ && next_ < script_.steps().size() && !timer_.is_set() &&
             finished(script_.steps()[next_])) {
        ++next_;
        done_ = 0;
      }
    }
    bool finished(const Script::Step& step) {
      switch (step.kind) {
        case Script::Step::Kind::hear: return hear(step.text);
        case Script::Step::Kind::say: return say(step.text);
        case Script::Step::Kind::pause:
          if (done_++ == 0) timer_.set(loop_.clock().now() + step.time);
          return !timer_.is_set();
        case Script::Step::Kind::close: stream_.reset(); return true;
      }
      return true;
    }
    bool hear(const std::string& text) {
      while (true) {
        const auto found = heard.find(text, listening_from_);
        if (found != std::string::npos) {
          listening_from_ = found + text.size();
          return true;
        }
        std::array<char, 4096> buffer{};
        const auto got = stream_->read_some(buffer);
        if (got.kind != net::IoResult::Kind::bytes) return false;
        heard.append(buffer.data(), got.count);
      }
    }
    bool say(const std::string& text) {
      while (done_ < text.size()) {
        const auto written = stream_->write_some(std::string_view(text).substr(done_));
        if (written.kind != net::IoResult::Kind::bytes) return false;
        done_ += written.count;
      }
      return true;
    }

    async::Loop& loop_;
    Script script_;
    std::unique_ptr<net::Stream> stream_;
    async::Timer timer_;
    std::size_t next_ = 0;
    std::size_t done_ = 0;            // of the current step
    std::size_t listening_from_ = 0;  // what was heard before belongs to earlier steps
  };

  class Connecting final : public Attempt {
   public:
    Connecting(ScriptedServer& server, Script script, Done done)
        : server_(server),
          script_(std::move(script)),
          done_(std::move(done)),
          timer_(server.loop_, async::Callback::to<&Connecting::finish>(this)) {
      if (script_.connecting() != Script::Connecting::ignores) timer_.set(server.loop_.clock().now());
    }

   private:
    void finish() {
      net::ConnectResult result;
      if (script_.connecting() == Script::Connecting::accepts) {
        auto [near, far] = net::in_memory_pair(server_.loop_, server_.capacity_);
        server_.playing_.push_back(
            std::make_unique<Playing>(server_.loop_, std::move(script_), std::move(far)));
        result.kind = net::ConnectResult::Kind::connected;
        result.stream = std::move(near);
      } else {
        result.kind = net::ConnectResult::Kind::refused;
        result.message = "Connection refused";
      }
      const Done done = std::move(done_);
      done(std::move(result));  // may destroy this
    }

    ScriptedServer& server_;
    Script script_;
    Done done_;
    async::Timer timer_;
  };

  async::Loop& loop_;
  std::size_t capacity_;
  std::vector<Script> scripts_;
  std::size_t asked_ = 0;
  std::vector<std::unique_ptr<Playing>> playing_;
};

}  // namespace acrida::fakes
