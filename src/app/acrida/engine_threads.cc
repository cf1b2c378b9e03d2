#include "app/acrida/engine_threads.h"

namespace acrida::app {

EngineThreads::EngineThreads(const base::Clock& clock, int count) {
  for (int i = 0; i < count; ++i) engines_.push_back(std::make_unique<Engine>(clock));
}

std::vector<load::EngineSeat> EngineThreads::seats() {
  std::vector<load::EngineSeat> seats;
  for (const auto& engine : engines_) seats.push_back({engine->loop, engine->connector});
  return seats;
}

void EngineThreads::start() {
  for (const auto& engine : engines_) engine->thread = std::thread([&loop = engine->loop] { loop.run(); });
}

void EngineThreads::stop() {
  for (const auto& engine : engines_) {
    if (!engine->thread.joinable()) continue;
    engine->loop.stop();
    engine->thread.join();
  }
}

}  // namespace acrida::app
