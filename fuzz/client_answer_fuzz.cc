// Whatever a server says, over HTTP/1 or HTTP/2, in any pieces: each call of a client ends once, in one way.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "fuzz/input.h"
#include "fuzz/require.h"
#include "http/client.h"
#include "net/memory.h"
#include "tests/fakes/manual_clock.h"

namespace {

using namespace acrida;

struct OneCall final : http::Call {
  void on_data() override {
    content->ready().clear();
    content->events().clear();
    read_on();
  }
  void on_done() override {
    ++done;
    REQUIRE(failure || response.status >= 100);
  }
  int done = 0;
};

// Says its piece, some of it a turn, and closes or stays.
class Server {
 public:
  Server(async::Loop& loop, std::string_view answer, std::size_t bite, bool closes)
      : answer_(answer),
        bite_(bite),
        closes_(closes),
        timer_(loop, async::Callback::to<&Server::say>(this)) {}

  void accept(std::unique_ptr<net::Stream> stream) {
    stream_ = std::move(stream);
    said_ = 0;
    stream_->on_ready(async::Callback::to<&Server::say>(this));
  }

 private:
  void say() {
    if (!stream_) return;
    char heard[4096];
    while (stream_->read_some(heard).kind == net::IoResult::Kind::bytes) {
    }
    const auto written = stream_->write_some(answer_.substr(said_, bite_));
    said_ += written.count;
    if (said_ == answer_.size() && closes_) stream_.reset();
    if (written.count > 0) timer_.set(base::TimePoint::min());
  }

  std::string_view answer_;
  std::size_t bite_;
  bool closes_;
  async::Timer timer_;
  std::unique_ptr<net::Stream> stream_;
  std::size_t said_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  Input input(bytes, size);
  const unsigned choices = input.byte();
  const std::size_t bite = input.byte() + 1u;
  const std::string answer(input.rest());

  fakes::ManualClock clock;
  fakes::ManualPoller poller(clock);
  async::Loop loop(clock, poller);
  Server server(loop, answer, bite, (choices & 1u) != 0);
  net::MemoryConnector connector(
      loop, [&](std::unique_ptr<net::Stream> stream) { server.accept(std::move(stream)); });
  http::ClientSettings settings;
  settings.limits = {.header_bytes = 2000, .body_bytes = 5000};
  if ((choices & 2u) != 0) settings.version = http::ClientSettings::Version::h2c;
  http::ClientContext context(loop, connector, settings);
  http::Client client(context);
  const auto url = http::parse_url("http://test");

  OneCall calls[2];
  for (OneCall& call : calls) {
    call.request.method = (choices & 4u) != 0 ? "POST" : (choices & 8u) != 0 ? "HEAD" : "GET";
    call.options.streaming = (choices & 16u) != 0;
    call.options.most_redirects = 3;
    client.send(call, *url);
  }
  // A call may take a minute, and so may each of its hops; then all is over.
  for (int turns = 0; turns < 100'000 && context.in_flight > 0; ++turns) {
    if (!loop.turn() && loop.next_deadline()) clock.advance_to(*loop.next_deadline());
  }
  REQUIRE(context.in_flight == 0);
  for (const OneCall& call : calls) {
    REQUIRE(call.done == 1);
    REQUIRE(call.finished - call.started <= call.options.timeout);
  }
  return 0;
}
