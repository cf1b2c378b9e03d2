#include "http/fields.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace acrida::http {
namespace {

constexpr std::array<bool, 256> kTokenCharacters = [] {
  std::array<bool, 256> allowed{};
  for (char c = '0'; c <= '9'; ++c) allowed[static_cast<unsigned char>(c)] = true;
  for (char c = 'a'; c <= 'z'; ++c) allowed[static_cast<unsigned char>(c)] = true;
  for (char c = 'A'; c <= 'Z'; ++c) allowed[static_cast<unsigned char>(c)] = true;
  for (const char c : std::string_view("!#$%&'*+-.^_`|~")) allowed[static_cast<unsigned char>(c)] = true;
  return allowed;
}();

}  // namespace

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return kTokenCharacters[static_cast<unsigned char>(c)]; });
}

bool Fields::add(std::string_view name, std::string_view value) {
  if (!is_token(name)) return false;
  ((text_ += name) += ": ") += value;
  if (base::has_control_character(value)) {
    std::replace_if(
        text_.end() - static_cast<std::ptrdiff_t>(value.size()), text_.end(),
        [](const char& c) {
          return base::has_control_character({&c, 1});
        },
        ' ');
  }
  text_ += "\r\n";
  return true;
}

void Fields::clear() {
  constexpr std::size_t kWorthKeeping =
      4096;  // a huge header must not stay for as long as a connection lives
  text_.clear();
  if (text_.capacity() > kWorthKeeping) text_.shrink_to_fit();
}

bool Fields::next(std::string_view& rest, std::string_view& name, std::string_view& value) {
  if (rest.empty()) return false;
  const auto end = rest.find('\n');
  const auto colon = rest.find(':');
  name = rest.substr(0, colon);
  value = base::trimmed(rest.substr(colon + 1, end - colon - 2));
  rest.remove_prefix(end + 1);
  return true;
}

std::string_view Fields::find(std::string_view wanted) const {
  std::string_view rest = text_;
  std::string_view name;
  std::string_view value;
  while (next(rest, name, value)) {
    if (base::iequals(name, wanted)) return value;
  }
  return {};
}

bool Fields::contains(std::string_view wanted) const { return find(wanted).data() != nullptr; }

}  // namespace acrida::http
