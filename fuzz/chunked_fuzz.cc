// Bodies, in chunks above all: however they are cut into pieces, they are read the same. The input is a byte
// that chooses the framing, the sizes of the pieces, and the body.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/input.h"
#include "fuzz/require.h"
#include "http/h1/body.h"

namespace {

using acrida::http::Limits;
using acrida::http::h1::BodyReader;
using State = BodyReader::State;

struct Outcome {
  State state = State::need_more;
  std::string body, failure;
  std::size_t used = 0;
};

Outcome read(std::string_view data, std::string_view sizes, unsigned char framing, bool keep) {
  const Limits limits{.header_bytes = 64, .body_bytes = 256};
  BodyReader reader(limits);
  Outcome outcome;
  std::string* into = keep ? &outcome.body : nullptr;
  outcome.state = framing < 128   ? reader.begin_chunked(into)
                  : framing < 160 ? reader.begin_until_close(into)
                                  : reader.begin_length((framing - 160u) * 4, into);
  for (std::size_t i = 0; outcome.state == State::need_more && outcome.used < data.size(); ++i) {
    std::string_view piece = data.substr(outcome.used);
    if (!sizes.empty())
      piece = piece.substr(0, static_cast<unsigned char>(sizes[i % sizes.size()]) % 32 + 1u);
    const std::string copy(piece);  // so that a read behind its end is found
    std::string_view rest = copy;
    outcome.state = reader.feed(rest);
    REQUIRE(outcome.state != State::need_more || rest.empty());
    outcome.used += copy.size() - rest.size();
  }
  if (outcome.state == State::need_more) outcome.state = reader.end_of_stream();
  REQUIRE(outcome.state != State::need_more);
  if (outcome.state == State::failed) {
    REQUIRE(!reader.failure().text.empty());
    outcome.failure = std::string(name_of(reader.failure().kind)) + ": " + reader.failure().text;
  } else {
    REQUIRE(reader.bytes() <= limits.body_bytes);
    REQUIRE(!keep || reader.bytes() == outcome.body.size());
  }
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  Input input(bytes, size);
  const unsigned char framing = input.byte();
  const auto sizes = input.text();
  const auto data = input.rest();
  const Outcome whole = read(data, {}, framing, true);
  for (const auto& cuts : {sizes, std::string_view("\0", 1)}) {
    const Outcome cut = read(data, cuts, framing, true);
    REQUIRE(cut.state == whole.state && cut.failure == whole.failure);
    if (whole.state == State::done) REQUIRE(cut.body == whole.body && cut.used == whole.used);
  }
  const Outcome counted = read(data, sizes, framing, false);
  REQUIRE(counted.state == whole.state && counted.failure == whole.failure && counted.body.empty());
  return 0;
}
