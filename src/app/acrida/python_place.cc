#include "app/acrida/python_place.h"

#include <optional>
#include <string_view>

#include <fmt/format.h>

namespace acrida::app {
namespace {

struct Call {
  std::string_view file, line, function;
};

std::optional<Call> call_in(std::string_view text) {
  constexpr std::string_view kFile = "File \"", kLine = "\", line ", kIn = " in ";
  const auto file = text.find(kFile);
  const auto line = text.rfind(kLine);
  if (file == std::string_view::npos || line == std::string_view::npos || line < file) return std::nullopt;
  const auto in = text.find(kIn, line);
  if (in == std::string_view::npos) return std::nullopt;
  const auto first = file + kFile.size(), number = line + kLine.size();
  return Call{text.substr(first, line - first), text.substr(number, in - number),
              text.substr(in + kIn.size())};
}

bool is_theirs(std::string_view file) {
  for (const std::string_view part :
       {"/locust/", "/lib/python3", "/dist-packages/", "/site-packages/", "<frozen "}) {
    if (file.find(part) != std::string_view::npos) return false;
  }
  return true;
}

}  // namespace

std::string place_in(const std::vector<std::string>& lines) {
  std::optional<Call> found;
  for (const auto& line : lines) {
    const auto call = call_in(line);
    if (!call) continue;
    if (!found) found = call;
    if (is_theirs(call->file)) {
      found = call;
      break;
    }
  }
  if (!found) return {};
  return fmt::format("{}, line {} ({})", found->file, found->line, found->function);
}

}  // namespace acrida::app
