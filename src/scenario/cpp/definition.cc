#include "scenario/cpp/definition.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace acrida::detail {
namespace {

bool intersect(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& each) { return b.contains(each); });
}

bool is_option_name(std::string_view name) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return name.size() > 1 && name.front() >= 'a' && name.front() <= 'z' &&
         std::all_of(name.begin(), name.end(), fits);
}

}  // namespace

void BehaviourDefinition::add(TaskEntry entry) {
  total_weight += entry.weight;
  tasks.push_back(std::move(entry));
}

const TaskEntry& BehaviourDefinition::pick(Random& random) const {
  std::int64_t place = tasks.size() > 1 ? random.integer(0, total_weight - 1) : 0;
  for (const auto& task : tasks) {
    place -= task.weight;
    if (place < 0) return task;
  }
  return tasks.back();
}

void BehaviourDefinition::keep_tagged(const std::set<std::string>& include,
                                      const std::set<std::string>& exclude) {
  keep_tagged(include, exclude, include.empty());
}

void BehaviourDefinition::keep_tagged(const std::set<std::string>& include,
                                      const std::set<std::string>& exclude, bool included) {
  std::vector<TaskEntry> kept;
  total_weight = 0;
  for (auto& task : std::exchange(tasks, {})) {
    if (intersect(task.tags, exclude)) continue;
    const bool wanted = included || intersect(task.tags, include);
    if (task.set) {
      task.set->keep_tagged(include, exclude, wanted);
      if (task.set->tasks.empty()) continue;
    } else if (!wanted) {
      continue;
    }
    add(std::move(task));
  }
}

void BehaviourDefinition::weigh_equally() {
  total_weight = static_cast<std::int64_t>(tasks.size());
  for (auto& task : tasks) {
    task.weight = 1;
    if (task.set) task.set->weigh_equally();
  }
}

std::set<std::string> BehaviourDefinition::tags() const {
  std::set<std::string> all;
  for (const auto& task : tasks) {
    all.insert(task.tags.begin(), task.tags.end());
    if (task.set) all.merge(task.set->tags());
  }
  return all;
}

std::vector<load::TaskShare> BehaviourDefinition::shares() const {
  std::vector<load::TaskShare> shares;
  for (const auto& task : tasks) {
    shares.push_back({task.name, static_cast<double>(task.weight) / static_cast<double>(total_weight),
                      task.set ? task.set->shares() : std::vector<load::TaskShare>{}});
  }
  return shares;
}

const char* UserDefinition::contradiction() const {
  if (users && stream)
    return "wants users() and rate(): a class is either closed load or open load, so leave one of them out";
  if (fixed_count > 0 && users)
    return "wants fixed_count() and users(): a number cannot be fixed and follow a shape, so leave one out";
  if (fixed_count > 0 && stream)
    return "wants fixed_count() and rate(): open load has as many users as it takes, so leave one of them "
           "out";
  if (arrivals && !stream) return "says arrivals() of no rate: call rate(…) in its constructor, too";
  return nullptr;
}

void UserOptions::declare(std::string_view name, std::string_view default_value, std::string_view help) {
  if (!is_option_name(name)) {
    throw std::invalid_argument(fmt::format(
        "option(\"{}\"): a name is made of small letters, digits and dashes, like patients-file", name));
  }
  const auto same = [&](const Declared& each) { return each.name == name; };
  if (std::any_of(declared_.begin(), declared_.end(), same)) return;
  declared_.push_back({std::string(name), std::string(default_value), std::string(help)});
}

const std::string& UserOptions::value(std::string_view name) const {
  const auto given = values_.find(std::string(name));
  if (given != values_.end()) return given->second;
  const auto found = std::find_if(declared_.begin(), declared_.end(),
                                  [&](const Declared& each) { return each.name == name; });
  if (found != declared_.end()) return found->default_value;
  throw std::invalid_argument(fmt::format(
      "there is no option \"{0}\"; make it in the constructor: option(\"{0}\", \"default\", \"help\")",
      name));
}

}  // namespace acrida::detail
