#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "scenario/plan/reader.h"

namespace acrida::scenario::plan {
namespace {

void note_sources(const Template& of, std::set<std::uint32_t>& into) {
  for (const auto& piece : of.pieces()) {
    if (const auto* row = std::get_if<FromRow>(&piece.source)) into.insert(row->source);
  }
}

std::vector<std::uint32_t> sources_of(const std::vector<Step>& steps) {
  std::set<std::uint32_t> used;
  for (const auto& step : steps) {
    const auto* asked = std::get_if<Asked>(&step);
    if (asked == nullptr) continue;
    note_sources(asked->path, used);
    if (asked->body) note_sources(*asked->body, used);
    for (const auto* pairs : {&asked->query, &asked->headers, &asked->form, &asked->checks.headers}) {
      for (const auto& [name, value] : *pairs) note_sources(value, used);
    }
    for (const auto& each : asked->checks.contains) note_sources(each, used);
    for (const auto& each : asked->checks.json) {
      if (each.equals) note_sources(*each.equals, used);
    }
  }
  return {used.begin(), used.end()};
}

void read_steps(const Node& node, bool pauses, Reader& reader, std::vector<Step>& into) {
  for (const Node* each : one_or_more(node)) {
    if (each->kind == Node::Kind::map && each->find("think") != nullptr) {
      Members members(*each, kPauseKeys, "a pause", reader.complaints);
      const Node* think = members.find("think");
      if (think == nullptr) continue;
      if (pauses) {
        into.emplace_back(Pause{read_wait(*think, true, reader.complaints)});
      } else {
        reader.complaints.add(think->place, "setup and teardown do not wait; leave out the pause");
      }
      continue;
    }
    Members members(*each, kStepKeys, "a request", reader.complaints);
    if (each->kind != Node::Kind::map) continue;
    if (auto asked = read_request(members, reader)) into.emplace_back(std::move(*asked));
  }
}

void read_task_keys(Members& members, Flow& task, Complaints& complaints) {
  task.weight = static_cast<int>(members.whole("weight", 0, 1'000'000).value_or(1));
  const Node* tags = members.find("tags");
  if (tags == nullptr) return;
  for (const Node* each : one_or_more(*tags)) {
    const auto tag = scalar_text(*each, "a tag", complaints);
    if (tag && tag->empty()) complaints.add(each->place, "a tag needs a name");
    if (tag && !tag->empty()) task.tags.push_back(*tag);
  }
}

std::optional<Flow> read_task(const Node& node, std::size_t number, Reader& reader) {
  Flow task;
  if (node.kind == Node::Kind::map && node.find("steps") != nullptr) {
    Members members(node, kFlowKeys, "a flow", reader.complaints);
    read_task_keys(members, task, reader.complaints);
    task.name = members.text("name").value_or(fmt::format("flow {}", number));
    if (const Node* steps = members.find("steps")) read_steps(*steps, true, reader, task.steps);
    if (task.steps.empty()) {
      reader.complaints.add(node.place, "steps holds at least one request");
      return std::nullopt;
    }
  } else {
    Members members(node, kRequestKeys, "a request", reader.complaints);
    if (node.kind != Node::Kind::map) return std::nullopt;
    read_task_keys(members, task, reader.complaints);
    auto asked = read_request(members, reader);
    if (!asked) return std::nullopt;
    const auto name = members.text("name");
    task.name = name ? *name : fmt::format("{} {}", asked->method, asked->name);
    task.steps.emplace_back(std::move(*asked));
  }
  task.sources = sources_of(task.steps);
  return task;
}

}  // namespace

Flow read_flow(const Node* node, const std::string& name, bool must_succeed, Reader& reader) {
  Flow flow;
  flow.name = name;
  flow.must_succeed = must_succeed;
  if (node == nullptr) return flow;
  read_steps(*node, !reader.scope.in_setup, reader, flow.steps);
  flow.sources = sources_of(flow.steps);
  return flow;
}

std::vector<Flow> read_tasks(const Node& node, Reader& reader) {
  std::vector<Flow> tasks;
  if (node.kind != Node::Kind::list) {
    reader.complaints.add(node.place, fmt::format("requests is a list, each line beginning with '- ', not {}",
                                                  described(node)));
    return tasks;
  }
  for (const auto& each : node.items) {
    if (auto task = read_task(each, tasks.size() + 1, reader)) tasks.push_back(std::move(*task));
  }
  const auto none = [](const Flow& task) { return task.weight == 0; };
  if (std::all_of(tasks.begin(), tasks.end(), none) && reader.complaints.empty())
    reader.complaints.add(node.place, "no request is left to be made; give one a weight above 0");
  return tasks;
}

}  // namespace acrida::scenario::plan
