#include "scenario/cpp/library.h"

#include <dlfcn.h>

#include <memory>
#include <optional>

#include <fmt/format.h>

#include <acrida/user.h>

#include "scenario/cpp/rows.h"

namespace acrida::scenario::cpp {
namespace {

class Registry final : public detail::UserRegistry {
 public:
  explicit Registry(CppScenario& scenario) : scenario_(scenario) {}
  void add(const detail::UserClass& said) override {
    if (failed) return;
    if (auto added = scenario_.add(said); !added) failed = added.error();
  }
  std::optional<base::Error> failed;

 private:
  CppScenario& scenario_;
};

}  // namespace

base::Result<void> load_users(const std::string& path, const std::string& source, CppScenario& scenario) {
  void* library = nullptr;
  {
    const RowsTroubles troubles;
    library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!troubles.all().empty()) return base::Error{fmt::format("{}: {}", source, troubles.all().front())};
  }
  if (library == nullptr)
    return base::Error{fmt::format("cannot load the compiled '{}': {}", source, ::dlerror())};
  const auto abi = reinterpret_cast<unsigned (*)()>(::dlsym(library, "acrida_users_abi"));
  const auto register_users =
      reinterpret_cast<void (*)(detail::UserRegistry&)>(::dlsym(library, "acrida_register_users"));
  if (abi == nullptr || register_users == nullptr) {
    return base::Error{fmt::format("'{}' lists no users; end it with ACRIDA_USERS(YourUser)", source)};
  }
  if (abi() != detail::kUsersAbi) {
    return base::Error{
        fmt::format("'{}' was compiled for another version of acrida; compile it again", source)};
  }
  Registry registry(scenario);
  register_users(registry);
  if (registry.failed) return base::Error{fmt::format("{}: {}", source, registry.failed->message)};
  return {};
}

}  // namespace acrida::scenario::cpp
