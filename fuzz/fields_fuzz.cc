// Header fields: no name and no value can add a field or end the header, and a line is either refused or
// holds what a header may hold. The input is names and values in turn.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "fuzz/input.h"
#include "fuzz/require.h"
#include "http/fields.h"
#include "http/h1/framing.h"

namespace {

using acrida::http::Fields;
using acrida::http::h1::Framing;

bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; }

void check_line(std::string_view line) {
  Framing framing;
  if (framing.add(line) != nullptr) return;
  const auto colon = line.find(':');
  REQUIRE(colon != line.npos && acrida::http::is_token(line.substr(0, colon)));
  for (const char c : line) REQUIRE(!is_control(c));
  // What is said once more changes nothing, but that a coding may not be applied twice.
  const Framing once = framing;
  REQUIRE(framing.add(line) == nullptr);
  REQUIRE(framing.content_length == once.content_length && framing.close == once.close &&
          framing.keep_alive == once.keep_alive && framing.chunked == once.chunked);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  Input input(bytes, size);
  check_line(input.rest());
  Fields fields;
  std::vector<std::pair<std::string, std::string>> expected;
  while (!input.empty()) {
    const auto name = input.text();
    std::string value(input.text());
    const bool added = fields.add(name, value);
    REQUIRE(added == acrida::http::is_token(name));
    if (!added) continue;
    for (char& c : value) c = is_control(c) ? ' ' : c;
    expected.emplace_back(name, acrida::base::trimmed(value));
  }
  std::size_t i = 0;
  fields.for_each([&](std::string_view name, std::string_view value) {
    REQUIRE(i < expected.size() && name == expected[i].first && value == expected[i].second);
    ++i;
  });
  REQUIRE(i == expected.size() && fields.empty() == expected.empty());
  for (const auto& [name, value] : expected) {
    std::size_t first = 0;
    while (!acrida::base::iequals(expected[first].first, name)) ++first;
    REQUIRE(fields.contains(name) && fields.find(name) == expected[first].second);
  }

  // As it goes over the wire: as many lines, each of them a good one.
  std::string_view text = fields.text();
  std::size_t lines = 0;
  for (; !text.empty(); ++lines) {
    const auto end = text.find("\r\n");
    REQUIRE(end != text.npos);
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 2);
    REQUIRE(line.find_first_of("\r\n") == line.npos);
    const char* wrong = Framing().add(line);
    REQUIRE(wrong == nullptr || std::string_view(wrong) == "its Content-Length is not one number");
  }
  REQUIRE(lines == expected.size());
  return 0;
}
