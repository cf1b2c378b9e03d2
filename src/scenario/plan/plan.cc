#include "scenario/plan/plan.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "scenario/plan/reader.h"

namespace acrida::scenario::plan {
namespace {

void read_classes(Members& members, Plan& plan, Reader& reader) {
  constexpr std::array<Key, 7> kOfOne{"name", "think", "login", "on_start", "on_stop", "requests", "steps"};
  const Node* classes = members.find("user_classes");
  if (classes == nullptr) {
    if (auto only = read_class(members, "User", true, reader)) plan.classes.push_back(std::move(*only));
    return;
  }
  for (const auto key : kOfOne) {
    if (const Node* stray = members.find(key))
      reader.complaints.add(stray->place,
                            fmt::format("there are user_classes, so '{}' belongs into one of them", key));
  }
  if (classes->kind != Node::Kind::list || classes->items.empty()) {
    reader.complaints.add(classes->place, "user_classes is a list, each line beginning with '- '");
    return;
  }
  for (const auto& each : classes->items) {
    Members of_class(each, kUserClassKeys, "a user class", reader.complaints);
    if (each.kind != Node::Kind::map) continue;
    const auto name = fmt::format("User{}", plan.classes.size() + 1);
    auto made = read_class(of_class, name, false, reader);
    if (!made) continue;
    const auto same = [&](const UserClass& other) { return other.name == made->name; };
    if (std::any_of(plan.classes.begin(), plan.classes.end(), same))
      reader.complaints.add(each.place,
                            fmt::format("there are two user classes named {}; rename one", made->name));
    plan.classes.push_back(std::move(*made));
  }
}

void read_secrets(const Node* node, Plan& plan, Reader& reader) {
  constexpr std::size_t kShortest = 4;
  for (const auto& secret : read_constants(node, "secrets", reader)) {
    if (secret.size() < kShortest && reader.complaints.empty())
      reader.complaints.add(node->place,
                            "a secret of fewer than 4 characters cannot be hidden, for it stands "
                            "everywhere; make it longer, or put it under variables:");
    plan.hidden.add(secret);
  }
}

void read_all(Members& members, Plan& plan, Reader& reader) {
  Scope& scope = reader.scope;
  scope.bare_environment = true;
  read_constants(members.find("variables"), "variables", reader);
  // Before there are secrets: what these say is shown in reports.
  plan.settings = read_settings(members, reader);
  plan.data = read_data(members.find("data"), reader);
  read_secrets(members.find("secrets"), plan, reader);
  scope.bare_environment = false;

  Slots shared;
  scope.shared = &shared;
  scope.in_setup = true;
  plan.setup = read_flow(members.find("setup"), "setup", true, reader);
  scope.in_setup = false;
  scope.data = &plan.data;
  read_classes(members, plan, reader);
  scope.data = nullptr;
  scope.in_setup = true;
  plan.teardown = read_flow(members.find("teardown"), "teardown", true, reader);
  shared.refuse_unknown(scope.known_names(), reader.complaints);
  plan.shared = shared.all();
}

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash + 1);
}

}  // namespace

base::Result<std::shared_ptr<const Plan>> read_plan(std::string_view text, const std::string& path,
                                                    const Reading& reading) {
  auto root = parse_yaml(text, path);
  if (!root) return root.error();
  Complaints complaints(path);
  const auto plan = std::make_shared<Plan>();
  plan->clock = reading.clock;
  plan->seed = reading.seed;
  if (root->kind != Node::Kind::map) {
    complaints.add(root->place, "a plan is written as 'key: value' lines; begin with 'target: http://…'");
    return complaints.error();
  }
  {
    Reader reader{Scope(reading.environment, complaints), complaints, reading, folder_of(path)};
    Members members(*root, kPlanKeys, "a plan", complaints);
    read_all(members, *plan, reader);
  }
  if (!complaints.empty()) return complaints.error();
  return std::shared_ptr<const Plan>(plan);
}

base::Result<std::shared_ptr<const Plan>> load_plan(const std::string& path, const Reading& reading) {
  const auto text = reading.read_file(path);
  if (!text) return text.error();
  return read_plan(*text, path, reading);
}

}  // namespace acrida::scenario::plan
