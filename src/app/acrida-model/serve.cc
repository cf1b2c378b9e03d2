#include "app/acrida-model/serve.h"

#include <csignal>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/output.h"
#include "async/loop.h"
#include "async/signals.h"
#include "base/failure.h"
#include "http/server.h"
#include "model/pipeline.h"
#include "net/address.h"
#include "serve/model_service.h"

namespace acrida::app {
namespace {

constexpr const char* kExample = R"(
GET /health answers OK. POST /predict takes a JSON object with the model's columns and answers with the class.
SIGTERM or Ctrl-C: requests that are being answered are finished, then it ends with 0.

Examples:
  acrida-model serve --model model.json
  curl http://127.0.0.1:8080/predict -H 'Content-Type: application/json' -d @data/payload.json)";

struct Options {
  std::string model;
  std::string host = "127.0.0.1";
  int port = 8080;
  int threads = 1;
};

// One thread's part of the server.
struct Shard {
  Shard(const base::Clock& clock, const model::Pipeline& pipeline)
      : poller(clock),
        loop(clock, poller),
        service(pipeline, serve::default_answers(pipeline)),
        server(loop, service) {}
  async::EpollPoller poller;
  async::Loop loop;
  serve::ModelService service;
  http::Server server;
  std::thread thread;
};

// Listens with every shard on one port. With one thread the port is not shared, and with several it is tried
// alone first: sharing would silently let a second server take half of the connections.
std::uint16_t listen(std::vector<std::unique_ptr<Shard>>& shards, const Options& options) {
  net::Authority at{options.host, static_cast<std::uint16_t>(options.port)};
  if (shards.size() == 1) {
    base::done_or_throw(shards[0]->server.listen(at, false));
    return shards[0]->server.port();
  }
  {
    const auto alone = base::value_or_throw(net::TcpListener::open(shards[0]->loop, at, false, nullptr));
    at.port = alone->port();
  }
  for (const auto& shard : shards) base::done_or_throw(shard->server.listen(at, true));
  return at.port;
}

void serve(const Options& options) {
  const auto pipeline = base::value_or_throw(model::Pipeline::load(options.model));
  const base::SystemClock clock;
  std::vector<std::unique_ptr<Shard>> shards;
  for (int i = 0; i < options.threads; ++i) shards.push_back(std::make_unique<Shard>(clock, pipeline));
  const std::uint16_t port = listen(shards, options);
  async::EpollPoller poller(clock);
  async::Loop control(clock, poller);
  std::size_t drained = 0;
  const auto drain = [&] {
    for (const auto& shard : shards) {
      shard->loop.post([&, each = shard.get()] {
        each->server.drain([&] {
          control.post([&] {
            if (++drained == shards.size()) control.stop();
          });
        });
      });
    }
  };
  // The second signal does not wait for the last answers.
  const async::Signals signals(control, {SIGINT, SIGTERM},
                               [&](int count) { count == 1 ? drain() : control.stop(); });
  for (const auto& shard : shards) shard->thread = std::thread([&loop = shard->loop] { loop.run(); });
  print(fmt::format("listening on http://{}\n", net::to_string({options.host, port})));
  control.run();
  for (const auto& shard : shards) shard->loop.stop();
  std::uint64_t answered = 0;
  for (const auto& shard : shards) {
    shard->thread.join();
    answered += shard->server.answered();
  }
  print(fmt::format("answered {} requests\n", answered));
}

}  // namespace

void add_serve(CLI::App& program) {
  auto options = std::make_shared<Options>();
  auto& command = *program.add_subcommand("serve", "Answer predictions over HTTP");
  command.footer(kExample);
  command.add_option("--model", options->model, "The model file that train wrote")
      ->required()
      ->type_name("FILE");
  command.add_option("--host", options->host, "Address to listen on; 0.0.0.0 lets other machines in")
      ->capture_default_str()
      ->type_name("ADDRESS");
  command.add_option("--port", options->port, "Port to listen on; 0 picks a free one")
      ->capture_default_str()
      ->check(CLI::Range(0, 65535))
      ->type_name("PORT");
  command.add_option("--threads", options->threads, "Threads, one event loop each; -1 for all cores")
      ->capture_default_str()
      ->check(CLI::Range(-1, 1024))
      ->type_name("N");
  command.callback([options] {
    if (options->threads == 0)
      throw base::UsageError("--threads: 0 threads can serve nothing; -1 means one a core");
    if (options->threads < 0)
      options->threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    serve(*options);
  });
}

}  // namespace acrida::app
