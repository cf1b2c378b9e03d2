// Every key that a plan file may hold, by the place where it may stand. The reader refuses others by these
// tables, and docs/plan.schema.json is compared with them.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace acrida::scenario::plan {

using Key = std::string_view;

// The options of a run that a plan may hold, which the command line overrules; `option` is the name there.
struct RunKey {
  Key key, option;
};
inline constexpr std::array kRunKeys{
    RunKey{"target", "host"},
    RunKey{"users", "users"},
    RunKey{"spawn_rate", "spawn-rate"},
    RunKey{"rate", "rate"},
    RunKey{"arrivals", "arrivals"},
    RunKey{"stages", "stages"},
    RunKey{"run_time", "run-time"},
    RunKey{"stop_timeout", "stop-timeout"},
    RunKey{"iterations", "iterations"},
    RunKey{"max_in_flight", "max-in-flight"},
    RunKey{"warmup", "warmup"},
    RunKey{"slos", "slo"},
    RunKey{"seed", "seed"},
};

inline constexpr std::array<Key, 26> kPlanKeys{
    "target", "users", "spawn_rate", "rate", "arrivals", "stages", "run_time", "stop_timeout", "iterations",
    "max_in_flight", "warmup", "slos", "seed", "variables", "secrets", "data", "setup", "teardown",
    "user_classes",
    // Of the only class, when there are no user_classes.
    "name", "think", "login", "on_start", "on_stop", "requests", "steps"};
inline constexpr std::array<Key, 13> kUserClassKeys{
    "name",  "weight", "fixed_count", "users",   "rate",     "arrivals", "target",
    "think", "login",  "on_start",    "on_stop", "requests", "steps"};
// Of a request wherever it stands.
inline constexpr std::array<Key, 20> kStepKeys{
    "name",   "method",  "path", "get",  "post", "put",   "patch", "delete",  "head",
    "query",  "headers", "json", "body", "form", "files", "class", "timeout", "follow_redirects",
    "checks", "extract"};
// Of one that is a task by itself.
inline constexpr std::array<Key, 22> kRequestKeys{
    "name",   "weight", "tags",    "method", "path", "get",  "post",  "put",   "patch",   "delete",
    "head",   "query",  "headers", "json",   "body", "form", "files", "class", "timeout", "follow_redirects",
    "checks", "extract"};
inline constexpr std::array<Key, 4> kFlowKeys{"name", "weight", "tags", "steps"};
inline constexpr std::array<Key, 1> kPauseKeys{"think"};
inline constexpr std::array<Key, 6> kChecksKeys{"status", "contains", "json",
                                                "exists", "headers",  "faster_than"};
inline constexpr std::array<Key, 3> kExtractKeys{"json", "header", "cookie"};
inline constexpr std::array<Key, 4> kDataKeys{"file", "mode", "per", "without"};
inline constexpr std::array<Key, 4> kFileKeys{"field", "path", "name", "type"};

// `place`: what the schema calls it, under $defs; empty: the whole file.
struct KeyTable {
  std::string_view place;
  std::span<const Key> keys;
};
inline constexpr std::array kKeyTables{
    KeyTable{"", kPlanKeys},         KeyTable{"user_class", kUserClassKeys},
    KeyTable{"step", kStepKeys},     KeyTable{"request", kRequestKeys},
    KeyTable{"flow", kFlowKeys},     KeyTable{"pause", kPauseKeys},
    KeyTable{"checks", kChecksKeys}, KeyTable{"extract", kExtractKeys},
    KeyTable{"data", kDataKeys},     KeyTable{"file", kFileKeys},
};

}  // namespace acrida::scenario::plan
