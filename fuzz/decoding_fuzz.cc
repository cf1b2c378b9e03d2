// Coded bodies, whole and in pieces: both must be read the same, and no larger than the limit.
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "fuzz/require.h"
#include "http/decoding.h"

namespace {

using acrida::http::Decoder;
using acrida::http::FailureKind;

constexpr std::string_view kCodings[] = {"gzip", "deflate", "br", "zstd", "gzip, br", "zstd, deflate"};
constexpr std::uint64_t kMost = 100'000;

struct Outcome {
  std::optional<FailureKind> failure;
  std::string body;
};

Outcome read(Decoder& decoder, std::string_view coding, std::string_view data, std::size_t piece) {
  Outcome outcome;
  REQUIRE(decoder.begin(coding).ok());
  bool well = true;
  while (well && !data.empty()) {
    const std::string copy(data.substr(0, piece));  // so that a read behind its end is found
    well = decoder.feed(copy, outcome.body);
    data.remove_prefix(copy.size());
    REQUIRE(outcome.body.size() <= kMost);
  }
  well = decoder.finish() && well;
  if (!well) {
    outcome.failure = decoder.failure().kind;
    REQUIRE(decoder.failure().text.starts_with("bad answer: "));
  }
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size < 2) return 0;
  static Decoder decoder(kMost);  // one for all answers, as its users keep it
  const std::string_view coding = kCodings[bytes[0] % std::size(kCodings)];
  const std::string_view data(reinterpret_cast<const char*>(bytes + 2), size - 2);
  const Outcome whole = read(decoder, coding, data, std::string_view::npos);
  const Outcome cut = read(decoder, coding, data, bytes[1] % 64 + 1u);
  REQUIRE(whole.failure.has_value() == cut.failure.has_value());
  // How much of a damaged body is given, and so whether its limit, its damage or its end is seen first, is up
  // to its coding: zstd looks at a block when all of it is there.
  if (!whole.failure) REQUIRE(whole.body == cut.body);
  return 0;
}
