#include <fmt/args.h>
#include <fmt/format.h>

#include <acrida/format.h>

namespace acrida::detail {

std::string format(std::string_view pattern, std::initializer_list<FormatArgument> arguments) {
  fmt::dynamic_format_arg_store<fmt::format_context> store;
  for (const auto& argument : arguments) {
    std::visit([&](const auto& value) { store.push_back(value); }, argument.value());
  }
  try {
    return fmt::vformat(fmt::string_view(pattern.data(), pattern.size()), store);
  } catch (const fmt::format_error& e) {
    return fmt::format("{} (its pattern does not fit its arguments: {})", pattern, e.what());
  }
}

}  // namespace acrida::detail
