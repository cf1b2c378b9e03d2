#include "tests/known_server/options.h"

#include <optional>
#include <string_view>
#include <utility>

#include "base/failure.h"
#include "base/text.h"

namespace acrida::known_server {
namespace {

template <class T>
T want(std::optional<T> value, const std::string& name, const std::string& text) {
  if (!value)
    throw base::UsageError(name + " does not take '" + text + "'; known_server --help lists what there is");
  return *std::move(value);
}

// A timespan, or microseconds: 100us.
std::optional<base::Duration> parse_short(std::string_view text) {
  if (!text.ends_with("us")) return base::parse_timespan(text);
  const auto number = base::parse_number(text.substr(0, text.size() - 2));
  return number && *number >= 0 ? std::optional(base::from_seconds(*number / 1e6)) : std::nullopt;
}

std::optional<fakes::Freeze> parse_freeze(std::string_view text) {
  const auto parts = base::split(text, ',');
  if (parts.size() != 2 || !parts[0].starts_with("at=") || !parts[1].starts_with("for=")) return std::nullopt;
  const auto at = base::parse_timespan(parts[0].substr(3)), lasts = base::parse_timespan(parts[1].substr(4));
  if (!at || !lasts) return std::nullopt;
  return fakes::Freeze{*at, *lasts};
}

template <class Integer>
std::optional<Integer> parse_count(std::string_view text, std::int64_t most) {
  const auto number = base::parse_integer(text);
  return number && *number >= 0 && *number <= most ? std::optional(static_cast<Integer>(*number))
                                                   : std::nullopt;
}

std::optional<double> parse_share(std::string_view text) {
  const auto number = base::parse_number(text);
  return number && *number >= 0 && *number <= 1 ? number : std::nullopt;
}

}  // namespace

Options parse_options(const std::vector<std::string>& words) {
  Options options;
  for (std::size_t i = 0; i < words.size(); i += 2) {
    const std::string& name = words[i];
    if (i + 1 == words.size())
      throw base::UsageError(name + " wants a value; known_server --help lists what there is");
    const std::string& text = words[i + 1];
    if (name == "--delay") {
      options.behaviour.delays = want(fakes::Delays::parse(text), name, text);
    } else if (name == "--servers") {
      options.behaviour.servers = want(parse_count<std::size_t>(text, 1'000'000), name, text);
    } else if (name == "--freeze") {
      options.behaviour.freeze = want(parse_freeze(text), name, text);
    } else if (name == "--fail") {
      options.behaviour.fail = want(parse_share(text), name, text);
    } else if (name == "--seed") {
      options.behaviour.seed = want(parse_count<std::uint64_t>(text, INT64_MAX), name, text);
    } else if (name == "--spin") {
      options.spin = want(parse_short(text), name, text);
    } else if (name == "--log") {
      options.log = text;
    } else if (name == "--port") {
      options.port = want(parse_count<std::uint16_t>(text, 65535), name, text);
    } else {
      throw base::UsageError("there is no option " + name + "; known_server --help lists what there is");
    }
  }
  return options;
}

}  // namespace acrida::known_server
