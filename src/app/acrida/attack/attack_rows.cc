#include "app/acrida/attack/attack_rows.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace acrida::app {
namespace {

using enum OptionType;
using enum OptionGroup;

constexpr OptionRow kOwn[] = {
    {"url", 0, "url", "", positional, "URL", "", request, "Where to; without a scheme it is http://"},
    {"method", 'X', "method", "", text, "METHOD", "", request, "GET, or POST with a body, unless said here"},
    {"body", 0, "body", "", text, "FILE", "", request, "Send what is in this file, or - for standard input"},
    {"data", 0, "data", "", text, "TEXT", "", request, "Send this text, or with @FILE what is in the file"},
    {"header", 'H', "header", "", repeated, "'NAME: VALUE'", "", request,
     "Another header; may be given many times"},
    {"timeout", 0, "timeout", "", timespan, "TIME", "60s", request, "Give a request up after so long"},
};

// As in a run, for whoever is used to it.
constexpr OptionRow kOtherLetters[] = {
    {"users", 'u', "num_users", "", integer, "N", "", load, "", true},
    {"run-time", 't', "run_time", "", timespan, "TIME", "", load, "", true},
};

constexpr std::string_view kForUsersFiles = "is for users files: acrida -f users.cpp";

// What says something about a users file, or about runs of one.
bool is_for_users_files(const OptionRow& row) {
  constexpr std::array<std::string_view, 15> kTheirs{
      "locustfile",      "user-classes",         "config",     "headful", "tags",           "exclude-tags",
      "equal-weights",   "config-users",         "processes",  "python",  "skip-log-setup", "list",
      "show-task-ratio", "show-task-ratio-json", "print-stats"};
  return std::find(kTheirs.begin(), kTheirs.end(), row.name) != kTheirs.end();
}

void fit(OptionRow& row) {
  row.variable = {};
  if (is_for_users_files(row)) {
    row.letter = 0;
    if (row.refusal.empty()) row.refusal = kForUsersFiles;
  } else if (row.name == "host") {
    row.letter = 0;
    row.refusal = "is part of the URL: acrida attack http://127.0.0.1:8080/health";
  } else if (row.name == "headless") {
    row.hidden = true;  // an attack always is
  } else if (row.name == "users") {
    row.letter = 'c';
    row.default_value = "10";
    row.help = "Users, each of which sends one request after the other";
  } else if (row.name == "spawn-rate") {
    row.default_value = {};
    row.help = "Users started a second (all at once)";
  } else if (row.name == "run-time") {
    row.letter = 'd';
    row.help = "Stop after 20s, 3m, 1h20m (10s, unless -n or the load has an end)";
  } else if (row.name == "stop-timeout") {
    row.help = "How long requests may finish at the end";
  } else if (row.name == "threads") {
    row.help = "Engine threads, -1 for one on each core";
  } else if (row.name == "iterations") {
    row.help = "Send exactly so many requests, then end";
  } else if (row.name == "max-in-flight") {
    row.help = "Requests of open load at a time; arrivals beyond that are dropped";
  } else if (row.name == "only-summary") {
    row.help = "No line each second, only the report at the end";
  } else if (row.name == "loglevel") {
    row.default_value = "WARNING";
  } else if (row.name == "exit-code-on-error") {
    row.help = "When requests failed";
  } else if (row.name == "help") {
    row.help = "This";
  }
}

}  // namespace

std::vector<OptionRow> attack_rows() {
  std::vector<OptionRow> rows(std::begin(kOwn), std::end(kOwn));
  for (OptionRow row : option_table()) {
    // An attack has one positional word, its own.
    if (row.type == positional) continue;
    fit(row);
    rows.push_back(row);
  }
  rows.insert(rows.end(), std::begin(kOtherLetters), std::end(kOtherLetters));
  return rows;
}

}  // namespace acrida::app
