#include "scenario/evidence.h"

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "http/secrets.h"

namespace acrida::scenario {
namespace {

constexpr std::size_t kMostReasonKept = 100;

// At most so many bytes, without the beginning of a character that does not fit. What is no UTF-8 is cut
// anywhere.
std::string_view front_of(std::string_view text, std::size_t most) {
  constexpr std::size_t kLongestCharacter = 4;
  if (text.size() <= most) return text;
  const auto continues = [&](std::size_t i) {
    return (static_cast<unsigned char>(text[i]) & 0xc0u) == 0x80u;
  };
  std::size_t end = most;
  while (end > 0 && most - end < kLongestCharacter && continues(end)) --end;
  return text.substr(0, continues(end) ? most : end);
}

}  // namespace

stats::Answer evidence_of(const http::Response& response, const http::HiddenValues& hidden) {
  const auto front_without_secrets = [&](std::string_view text, std::size_t most) {
    return http::without_secrets(front_of(hidden.empty() ? text : hidden.masked(text, most), most));
  };
  stats::Answer answer;
  answer.status = static_cast<std::uint16_t>(response.status);
  const std::string_view reason =
      response.reason.empty() ? http::reason_of(response.status) : std::string_view(response.reason);
  answer.reason = front_without_secrets(reason, kMostReasonKept);

  std::size_t room = kMostHeadersKept, left_out = 0;
  response.fields.for_each([&](std::string_view name, std::string_view value) {
    std::string shown = "***";
    if (name.size() + value.size() <= kMostHeadersKept && !http::is_secret_name(name))
      shown = front_without_secrets(value, kMostHeadersKept);
    if (left_out > 0 || name.size() + std::max(value.size(), shown.size()) > room) {
      ++left_out;
      return;
    }
    room -= name.size() + shown.size();
    answer.headers.emplace_back(name, std::move(shown));
  });
  if (left_out > 0) answer.headers.emplace_back("...", fmt::format("and {} more", left_out));

  // A secret that the cut goes through is masked to its end. Masks may be longer than what they hide.
  const std::string masked = front_without_secrets(response.body, kMostBodyKept);
  answer.body = front_of(masked, kMostBodyKept);
  answer.cut = response.body.size() > kMostBodyKept || masked.size() > kMostBodyKept;
  return answer;
}

}  // namespace acrida::scenario
