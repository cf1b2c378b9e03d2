#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "scenario/plan/functions.h"
#include "scenario/plan/reader.h"
#include "stats/slo.h"

namespace acrida::scenario::plan {
namespace {

constexpr std::array<std::pair<std::string_view, RowMode>, 3> kModes{
    {{"random", RowMode::random}, {"sequential", RowMode::sequential}, {"unique", RowMode::unique}}};

RowMode read_mode(Members& members, Complaints& complaints) {
  const auto text = members.text("mode");
  if (!text) return RowMode::random;
  for (const auto& [name, mode] : kModes) {
    if (name == *text) return mode;
  }
  complaints.add(members.find("mode")->place,
                 fmt::format("mode is random, sequential or unique, not '{}'", *text));
  return RowMode::random;
}

bool read_per_user(Members& members, Complaints& complaints) {
  const auto text = members.text("per");
  if (text && *text != "user" && *text != "task")
    complaints.add(
        members.find("per")->place,
        fmt::format("per is 'task' (a row for each) or 'user' (one for all it does), not '{}'", *text));
  return text == "user";
}

std::unique_ptr<DataSource> read_source(const Node::Key& name, const Node& node, Reader& reader) {
  Complaints& complaints = reader.complaints;
  Members members(node, kDataKeys, "rows", complaints);
  const auto file = members.text("file");
  const auto mode = read_mode(members, complaints);
  const bool per_user = read_per_user(members, complaints);
  const Node* without = members.find("without");
  if (!file) {
    complaints.add(node.place, "rows come from a file; write 'file: rows.csv'");
    return nullptr;
  }
  const Place at = members.find("file")->place;
  const auto path = reader.scope.constant_text(*file, at);
  if (!path) return nullptr;
  const auto from = reader.beside_plan(*path);
  auto text = reader.reading.read_file(from);
  auto table = text ? base::Table::parse(std::move(*text), from) : base::Result<base::Table>(text.error());
  if (!table) {
    complaints.add(at, table.error().message);
    return nullptr;
  }
  std::vector<std::string> left_out;
  if (without != nullptr) {
    for (const Node* each : one_or_more(*without)) {
      const auto column = scalar_text(*each, "the name of a column", complaints);
      if (!column) continue;
      if (const auto index = table->column(*column); !index)
        complaints.add(each->place, index.error().message);
      left_out.push_back(*column);
    }
  }
  return std::make_unique<DataSource>(name.text, std::move(*table), mode, per_user, std::move(left_out));
}

}  // namespace

std::vector<std::unique_ptr<DataSource>> read_data(const Node* node, Reader& reader) {
  std::vector<std::unique_ptr<DataSource>> all;
  if (node == nullptr) return all;
  if (node->kind != Node::Kind::map) {
    reader.complaints.add(node->place,
                          "data holds a name and what stands behind it: 'row: {file: rows.csv}'");
    return all;
  }
  for (std::size_t i = 0; i < node->keys.size(); ++i) {
    const auto& name = node->keys[i];
    const bool fits = !name.text.empty() && name.text.find_first_of("(){}$., :") == std::string::npos;
    if (!fits || name.text == "env" || name.text == "random" || is_function(name.text) ||
        reader.scope.constants.contains(name.text)) {
      reader.complaints.add(
          name.place, fmt::format("'{}' cannot be the name of rows, or is taken; write 'row'", name.text));
      continue;
    }
    if (auto source = read_source(name, node->items[i], reader)) all.push_back(std::move(source));
  }
  return all;
}

std::vector<RunSetting> read_settings(Members& members, Reader& reader) {
  std::vector<RunSetting> settings;
  for (const auto& each : kRunKeys) {
    const Node* node = members.find(each.key);
    if (node == nullptr) continue;
    const bool lists = each.key == "slos" || each.key == "stages";
    if (node->kind == Node::Kind::list && !lists) {
      reader.complaints.add(node->place, fmt::format("{} is one value, not a list", each.key));
      continue;
    }
    RunSetting setting{
        std::string(each.option), fmt::format("{}: {}", reader.complaints.place(node->place), each.key), {}};
    for (const Node* item : one_or_more(*node)) {
      const auto text = scalar_text(*item, fmt::format("{}: a text", each.key), reader.complaints);
      if (!text) continue;
      auto value = reader.scope.constant_text(*text, item->place);
      if (value && each.key == "slos") {
        if (const auto rule = stats::parse_slo(*value); !rule)
          reader.complaints.add(item->place, rule.error().message);
      }
      if (value) setting.values.push_back(std::move(*value));
    }
    if (each.key == "stages") {  // one text, for all that the list is easier to read
      std::string joined;
      for (const auto& value : setting.values) joined += (joined.empty() ? "" : ", ") + value;
      setting.values = {joined};
    }
    if (!setting.values.empty()) settings.push_back(std::move(setting));
  }
  return settings;
}

}  // namespace acrida::scenario::plan
