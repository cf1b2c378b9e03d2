// Reads the parts of a plan: each function complains of what is wrong and goes on with what is left.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenario/plan/flow.h"
#include "scenario/plan/members.h"
#include "scenario/plan/plan.h"
#include "scenario/plan/scope.h"

namespace acrida::scenario::plan {

// Where a part is read, and with what.
struct Reader {
  Scope scope;
  Complaints& complaints;
  const Reading& reading;
  std::string folder;  // of the plan, with a slash at its end, or empty

  // `path`, as the plan has it, from where the program stands.
  std::string beside_plan(const std::string& path) const;
};

// A whole value, with the templates that its texts hold.
Template read_json(const Node& node, Reader& reader);
// think: 1s, between(1s, 5s), …; `in_flow`: only what can stand between two steps.
WaitTime read_wait(const Node& node, bool in_flow, Complaints& complaints);
Checks read_checks(const Node& node, Reader& reader);
std::vector<Extraction> read_extractions(const Node& node, Reader& reader);
// What the keys of a request say; `task` has read those of a task.
std::optional<Asked> read_request(Members& members, Reader& reader);
// Steps of login, setup and the like: one request, or a list of requests and pauses.
Flow read_flow(const Node* node, const std::string& name, bool must_succeed, Reader& reader);
// requests: each is a task, or a flow of steps that is one.
std::vector<Flow> read_tasks(const Node& node, Reader& reader);
// variables: and secrets:, into the scope; gives the values.
std::vector<std::string> read_constants(const Node* node, std::string_view what, Reader& reader);
std::vector<std::unique_ptr<DataSource>> read_data(const Node* node, Reader& reader);
std::vector<RunSetting> read_settings(Members& members, Reader& reader);
// The class that these keys describe; `name` is what it is called without one.
std::optional<UserClass> read_class(Members& members, const std::string& name, bool only, Reader& reader);

}  // namespace acrida::scenario::plan
