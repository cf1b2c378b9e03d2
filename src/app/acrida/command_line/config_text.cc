#include "app/acrida/command_line/config_text.h"

#include <fmt/format.h>

#include "base/text.h"

namespace acrida::app {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }

std::string_view stripped(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// Up to a # or ; that stands after a space: "run#3" holds none.
std::string_view without_comment(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((text[i] == '#' || text[i] == ';') && (i == 0 || is_space(text[i - 1])))
      return stripped(text.substr(0, i));
  }
  return text;
}

// In quotes a comment's sign is a part of the value.
std::string_view value_of(std::string_view text) {
  if (!text.empty() && (text.front() == '"' || text.front() == '\'')) {
    for (auto end = text.find(text.front(), 1); end != std::string_view::npos;
         end = text.find(text.front(), end + 1)) {
      if (without_comment(text.substr(end + 1)).empty()) return text.substr(1, end - 1);
    }
  }
  return without_comment(text);
}

std::string_view unquoted(std::string_view text) {
  const bool quoted =
      text.size() > 1 && text.front() == text.back() && (text.front() == '"' || text.front() == '\'');
  return quoted ? text.substr(1, text.size() - 2) : text;
}

void set_value(ConfigLine& line, std::string_view value) {
  if (!value.starts_with('[') || !value.ends_with(']') || value.size() < 2) {
    line.values.emplace_back(value);
    return;
  }
  line.written_as_list = true;
  for (const auto part : base::split(value.substr(1, value.size() - 2), ',')) {
    if (const auto item = unquoted(stripped(part)); !item.empty()) line.values.emplace_back(item);
  }
}

}  // namespace

base::Result<std::vector<ConfigLine>> read_conf(std::string_view text, const std::string& name) {
  std::vector<ConfigLine> lines;
  int number = 0;
  for (const auto whole : base::split(text, '\n')) {
    ++number;
    auto rest = stripped(whole);
    if (rest.empty() || rest.front() == '#' || rest.front() == ';' || rest.front() == '[' ||
        rest.starts_with("---"))
      continue;
    if (rest.starts_with("--")) rest.remove_prefix(2);
    const bool readable = !base::has_control_character(rest);
    ConfigLine line;
    line.number = number;
    line.key = rest.substr(0, rest.find_first_of(":=;# \t"));
    rest.remove_prefix(line.key.size());
    if (line.key.empty() || rest.starts_with('#') || rest.starts_with(';') || !readable) {
      return base::Error{fmt::format("{}:{}: not an option and its value; write: users = 100", name, number)};
    }
    rest = stripped(rest);
    const bool separated = rest.starts_with(':') || rest.starts_with('=');
    if (separated) rest.remove_prefix(1);
    const auto value = value_of(stripped(rest));
    if (!separated && value.empty()) {
      line.values = {"true"};
    } else {
      set_value(line, value);
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace acrida::app
