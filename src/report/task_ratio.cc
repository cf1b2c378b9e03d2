#include "report/task_ratio.h"

#include <cstddef>
#include <iterator>
#include <string_view>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/printable.h"

namespace acrida::report {
namespace {

constexpr int kWidth = 80;

void append_lines(std::string& text, const std::vector<TaskRatio>& entries, std::size_t level) {
  const std::string padding(2 * level, ' ');
  for (const TaskRatio& entry : entries) {
    fmt::format_to(std::back_inserter(text), " {:<10} {}\n",
                   fmt::format("{}{:.1f}", padding, entry.ratio * 100),
                   padding + base::printable(entry.name));
    append_lines(text, entry.tasks, level + 1);
  }
}

void append_list(std::string& text, std::string_view title, const std::vector<TaskRatio>& entries) {
  fmt::format_to(std::back_inserter(text), "\n {}\n{:-<{}}\n", title, "", kWidth);
  append_lines(text, entries, 0);
}

void write_entries(base::JsonWriter& json, const std::vector<TaskRatio>& entries) {
  json.begin_object();
  for (const TaskRatio& entry : entries) {
    json.key(base::valid_utf8(entry.name)).begin_object();
    json.key("ratio").value(entry.ratio);
    if (!entry.tasks.empty()) {
      json.key("tasks");
      write_entries(json, entry.tasks);
    }
    json.end_object();
  }
  json.end_object();
}

}  // namespace

std::string task_ratio_text(const TaskRatios& ratios) {
  std::string text;
  append_list(text, "Task ratio per User class", ratios.per_class);
  append_list(text, "Total task ratio", ratios.total);
  return text;
}

std::string task_ratio_json(const TaskRatios& ratios) {
  base::JsonWriter json(4);
  json.begin_object();
  json.key("per_class");
  write_entries(json, ratios.per_class);
  json.key("total");
  write_entries(json, ratios.total);
  json.end_object();
  return json.text() + "\n";
}

}  // namespace acrida::report
