// What is wrong with a plan: collected, so that one look shows all of it.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/result.h"
#include "scenario/plan/yaml.h"

namespace acrida::scenario::plan {

class Complaints {
 public:
  // `file`: as the person has named it.
  explicit Complaints(std::string file) : file_(std::move(file)) {}

  // "plan.yaml:12:7": where a message begins.
  std::string place(Place at) const { return fmt::format("{}:{}:{}", file_, at.line, at.column); }
  // `what`: one sentence with the cure.
  void add(Place at, const std::string& what) { said_.push_back({at, place(at) + ": " + what}); }
  bool empty() const { return said_.empty(); }
  // In the order of the file, a line each, the first ten. REQUIRES: not empty
  base::Error error() const;

 private:
  std::string file_;
  std::vector<std::pair<Place, std::string>> said_;
};

}  // namespace acrida::scenario::plan
