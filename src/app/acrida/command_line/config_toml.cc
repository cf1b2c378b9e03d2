#include <utility>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "app/acrida/command_line/config_text.h"

namespace acrida::app {
namespace {

// A text, a number, true or false, as one would type it; false: something else.
bool append_scalar(const toml::node& node, std::vector<std::string>& values) {
  if (const auto* text = node.as_string()) {
    values.push_back(text->get());
  } else if (const auto* integer = node.as_integer()) {
    values.push_back(fmt::format("{}", integer->get()));
  } else if (const auto* number = node.as_floating_point()) {
    values.push_back(fmt::format("{}", number->get()));
  } else if (const auto* flag = node.as_boolean()) {
    values.emplace_back(flag->get() ? "true" : "false");
  } else {
    return false;
  }
  return true;
}

bool append_values(const toml::node& node, ConfigLine& line) {
  const auto* list = node.as_array();
  if (list == nullptr) return append_scalar(node, line.values);
  line.written_as_list = true;
  for (const auto& each : *list) {
    if (!append_scalar(each, line.values)) return false;
  }
  return true;
}

}  // namespace

base::Result<std::vector<ConfigLine>> read_pyproject(std::string_view text, const std::string& name) try {
  std::vector<ConfigLine> lines;
  const auto document = toml::parse(text, name);
  const auto* section = document["tool"]["locust"].as_table();
  if (section == nullptr) return lines;
  for (const auto& [key, node] : *section) {
    ConfigLine line;
    line.number = static_cast<int>(key.source().begin.line);
    line.key = key.str();
    if (!append_values(node, line)) {
      return base::Error{fmt::format("{}:{}: {}: write a text, a number, true, false or a list of them", name,
                                     line.number, line.key)};
    }
    lines.push_back(std::move(line));
  }
  return lines;
} catch (const toml::parse_error& e) {
  return base::Error{fmt::format("{}:{}: {}", name, e.source().begin.line, e.description())};
}

}  // namespace acrida::app
