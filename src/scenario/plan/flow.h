// What a plan's users do, ready to be done: requests and pauses, one after the other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <acrida/wait_time.h>

#include "base/clock.h"
#include "scenario/plan/json_pointer.h"
#include "scenario/plan/template.h"

namespace acrida::scenario::plan {

// What must be true of an answer.
struct Checks {
  struct AtPointer {
    JsonPointer pointer;
    std::optional<Template> equals = {};  // nullopt: it need only be there
    std::optional<Json> constant = {};    // of `equals`, when it is one
  };
  std::vector<int> statuses;  // empty: below 400
  std::vector<Template> contains;
  std::vector<AtPointer> json;
  std::vector<std::pair<std::string, Template>> headers;  // a part of the field's value
  std::optional<base::Duration> faster_than;              // the service time

  bool any() const {
    return !statuses.empty() || !contains.empty() || !json.empty() || !headers.empty() || faster_than;
  }
};

// A value of an answer that becomes a variable.
struct Extraction {
  std::string variable;
  std::uint32_t slot = 0;
  bool shared = false;  // into the slots of setup
  enum class From { json, header, cookie } from = From::json;
  JsonPointer pointer = {};  // of json
  std::string name = {};     // of the others
};

struct AskedFile {
  std::string field, name, type, bytes;
};

struct Asked {
  std::string method;
  Template path;
  std::string name;  // filed under; never a secret
  std::string payload_class;
  std::vector<std::pair<std::string, Template>> query, headers, form;
  std::vector<AskedFile> files;
  std::optional<Template> body;
  bool json = false;  // the body is
  std::optional<base::Duration> timeout;
  bool follow_redirects = true;
  Checks checks;
  std::vector<Extraction> extract;

  bool judged() const { return checks.any() || !extract.empty(); }
};

struct Pause {
  WaitTime wait;
};

using Step = std::variant<Asked, Pause>;

struct Flow {
  std::string name;
  int weight = 1;
  std::vector<std::string> tags;
  std::vector<Step> steps;
  std::vector<std::uint32_t> sources;  // whose rows it uses
  bool must_succeed = false;           // a failed request is an exception; else it ends the flow, no more
};

}  // namespace acrida::scenario::plan
