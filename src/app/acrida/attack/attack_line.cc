#include "app/acrida/attack/attack_line.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "app/acrida/attack/attack_rows.h"
#include "app/acrida/command_line/help_text.h"
#include "app/acrida/command_line/precedence.h"
#include "base/failure.h"
#include "http/url.h"

namespace acrida::app {
namespace {

constexpr std::string_view kHead = R"(Usage: acrida attack URL [OPTION]...

Send one request over and over, without a users file, and report: a line each
second on stderr, totals and a histogram of latencies at the end on stdout.
)";

constexpr std::string_view kFoot = R"(
Config files and variables of runs (locust.conf, LOCUST_USERS) do not count.

Examples:
  acrida attack http://127.0.0.1:8080/health
      10 users for 10 seconds, each with one connection.
  acrida attack http://127.0.0.1:8080/predict --body patient.json -c 50 -d 1m
      POST a file; its Content-Type is guessed: application/json.
  echo '{"age": 52}' | acrida attack 127.0.0.1:8080/predict --body - -d 5s
      The body from standard input; a URL without a scheme is http://.
  acrida attack https://api.example.com/me -H 'Authorization: Bearer TOKEN' \
         -X PUT --data '{"on": true}' --http2 --summary out.json
      Another method, a header, a body typed here, HTTP/2, numbers as JSON.

Exit codes:
  0   all was well
  1   requests failed (--exit-code-on-error), or the attack could not start or
      write its files
  2   wrong usage: unknown option, bad value, no URL
  3   a rule (--slo) is broken
  4   this machine was too slow for --rate or --slo: no word about the service
  70  a bug of ours
)";

constexpr base::Duration kUsualTime = std::chrono::seconds(10);
constexpr double kSecondsToSpawn = 0.1;  // all at once, and yet not faster than a server can accept

void refuse(const std::string& sentence) {
  if (!sentence.empty()) throw base::UsageError(sentence);
}

// All users at once, unless somebody says how fast.
Settings with_spawn_rate(Settings settings, const OptionSet& known) {
  for (const auto name : {"spawn-rate", "rate", "stages"}) {
    if (settings.contains(name)) return settings;
  }
  const auto users = OptionValues(known, settings).integer("users", 0, 10'000'000);
  settings["spawn-rate"].values = {
      fmt::format("{}", std::max(1.0, static_cast<double>(users) / kSecondsToSpawn))};
  return settings;
}

// Then the run takes as long as its load.
bool has_end(const load::LoadWish& load) {
  if (load.users) return load.users->end() > base::Duration::zero();
  return load.stream && (load.stream->rate.end() > base::Duration::zero() || !load.stream->replay.empty());
}

}  // namespace

AttackLine::AttackLine(const std::vector<std::string>& words)
    : known_(attack_rows(), "acrida attack"), words_(sort_words(words, known_, Pass::last)) {}

AttackOptions AttackLine::options(std::FILE* in) const {
  refuse(words_.mistake);
  refuse(words_.unknown);
  refuse_what_cannot_work(words_.settings, known_);
  if (words_.positional.empty())
    throw base::UsageError("nothing to attack: name a URL, as in acrida attack http://127.0.0.1:8080/health");
  if (words_.positional.size() > 1) {
    throw base::UsageError(fmt::format(
        "'{}' and '{}' are two URLs, and an attack has one; quote what holds blanks",
        http::without_credentials(words_.positional[0]), http::without_credentials(words_.positional[1])));
  }
  const Settings settings = with_spawn_rate(words_.settings, known_);
  const OptionValues values(known_, settings);
  AttackOptions options;
  options.request = attacked_request_of(words_.positional.front(), values, in);
  options.run = run_options_of(values);
  options.run.plan.host = options.request.host;
  return options;
}

void give_an_end(RunOptions& options) {
  load::RunPlan& plan = options.plan;
  if (!plan.run_time && !plan.iterations && !has_end(options.load)) plan.run_time = kUsualTime;
}

std::string attack_help() {
  return fmt::format("{}{}{}", kHead, options_text(OptionSet(attack_rows(), "acrida attack")), kFoot);
}

std::string headline_of(const load::RunPlan& plan, const AttackedRequest& request) {
  const bool closed = plan.streams.empty() && plan.shapes.empty();
  const auto users = closed ? fmt::format(", {} user{}", plan.users, plan.users == 1 ? "" : "s") : "";
  const auto time = plan.run_time ? fmt::format(" for {} s", base::seconds_of(*plan.run_time)) : "";
  return fmt::format("{} {}{}{}{}", request.method, http::without_credentials(request.host), request.name,
                     users, time);
}

}  // namespace acrida::app
