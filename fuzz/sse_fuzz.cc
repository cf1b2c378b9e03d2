// Streams of events, whole and in pieces: both must be read the same.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/require.h"
#include "http/sse/event_parser.h"

namespace {

using acrida::http::sse::Event;
using acrida::http::sse::EventParser;

struct Outcome {
  bool ok = true;
  std::string events;  // all that they say, written down one after the other
};

Outcome read(std::string_view data, std::string_view sizes, std::size_t most) {
  Outcome outcome;
  EventParser parser(most);
  for (std::size_t i = 0; !data.empty(); ++i) {
    std::size_t size = data.size();
    if (!sizes.empty()) size = static_cast<unsigned char>(sizes[i % sizes.size()]) % 16u + 1;
    const std::string copy(data.substr(0, size));  // so that a read behind its end is found
    const bool ok = parser.feed(copy, [&](const Event& event) {
      REQUIRE(!event.type.empty() && event.type.size() <= most);
      REQUIRE(event.data.size() <= most && event.id.size() <= most);
      REQUIRE(event.id.find('\0') == std::string::npos);
      REQUIRE((event.type + event.id + event.data).find('\r') == std::string::npos);
      REQUIRE(!event.retry || event.retry->count() >= 0);
      outcome.events += event.type + '\r' + event.id + '\r' + event.data + '\r';
      if (event.retry) outcome.events += std::to_string(event.retry->count());
      outcome.events += '\r';
    });
    REQUIRE(outcome.ok || !ok);
    outcome.ok = ok;
    data.remove_prefix(copy.size());
  }
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size < 5) return 0;
  const std::string_view input(reinterpret_cast<const char*>(bytes), size);
  const std::size_t most = (bytes[0] & 1) != 0 ? 20u : 65'536u;
  const Outcome whole = read(input.substr(5), {}, most);
  const Outcome cut = read(input.substr(5), input.substr(1, 4), most);
  REQUIRE(whole.ok == cut.ok && whole.events == cut.events);
  return 0;
}
