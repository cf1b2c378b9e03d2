// One event of a stream of events (text/event-stream): what model servers send token by token.
#pragma once

#include <chrono>
#include <string>

namespace acrida {

struct Event {
  std::string type;               // "message" unless the server says otherwise
  std::string data;               // its lines joined by "\n"
  std::string id;                 // the last one that was given; empty: none was
  std::chrono::nanoseconds at{};  // when it was complete, from the start of the request
};

}  // namespace acrida
