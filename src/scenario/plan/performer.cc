#include "scenario/plan/performer.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/json.h"

namespace acrida::scenario::plan {
namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

bool looks_into_json(const Asked& asked) {
  return !asked.checks.json.empty() ||
         std::any_of(asked.extract.begin(), asked.extract.end(),
                     [](const auto& each) { return each.from == Extraction::From::json; });
}

}  // namespace

Performer::Performer(const Plan& plan, Client& client, Random& random, std::vector<Slot> own, unsigned user)
    : plan_(plan),
      client_(client),
      random_(random),
      own_(std::move(own)),
      rows_(plan.data.size(), kNone),
      user_(user) {}

Task<> Performer::perform(const Flow& flow) {
  draw_rows(flow);
  for (const Step& step : flow.steps) {
    if (const auto* pause = std::get_if<Pause>(&step)) {
      WaitContext context{random_, {}};
      if (pause->wait) co_await rest(pause->wait(context));
      continue;
    }
    const Asked& asked = std::get<Asked>(step);
    Request request = build(asked);
    Response answer = co_await request;
    if (judge(asked, answer)) continue;
    if (!flow.must_succeed) co_return;
    throw std::runtime_error(fmt::format("{} {} failed: {}", asked.method, asked.name, answer.error()));
  }
}

void Performer::draw_rows(const Flow& flow) {
  for (const auto number : flow.sources) {
    DataSource& source = *plan_.data[number];
    if (source.per_user() && rows_[number] != kNone) continue;
    const auto row = source.draw(random_);
    if (!row) return out_of_rows();
    rows_[number] = *row;
  }
}

Surroundings Performer::surroundings() const {
  return {random_, *plan_.clock, own_, plan_.shared, plan_.data, rows_, user_};
}

std::string_view Performer::filled(const Template& with) {
  if (with.is_constant()) return with.constant();
  scratch_.clear();
  with.append_to(scratch_, surroundings());
  return scratch_;
}

Request Performer::build(const Asked& asked) {
  Request request = client_.request(asked.method, filled(asked.path));
  request.named(asked.name);
  if (!asked.payload_class.empty()) request.payload_class(asked.payload_class);
  for (const auto& [name, value] : asked.query) request.query(name, filled(value));
  for (const auto& [name, value] : asked.headers) request.header(name, filled(value));
  for (const auto& [name, value] : asked.form) request.form(name, filled(value));
  for (const auto& file : asked.files) request.file(file.field, file.name, file.bytes, file.type);
  if (asked.body) {
    const auto body = filled(*asked.body);
    if (asked.json) {
      request.json(body);
    } else {
      request.body(body, "text/plain; charset=utf-8");
    }
  }
  if (asked.timeout) request.timeout(*asked.timeout);
  if (!asked.follow_redirects) request.no_redirects();
  if (asked.judged()) request.check();
  return request;
}

bool Performer::judge(const Asked& asked, Response& answer) {
  if (!asked.judged() || answer.status() == 0) return answer.ok();
  const auto fault = fault_of(asked, answer);
  if (fault.empty()) {
    answer.success();
  } else {
    answer.failure(fault);
  }
  return fault.empty();
}

// What it says is about the plan, never about values: these may be secrets, and differ from answer to answer.
std::string Performer::fault_of(const Asked& asked, Response& answer) {
  const Checks& checks = asked.checks;
  const auto& good = checks.statuses;
  const int status = answer.status();
  if (good.empty() ? status >= 400 : std::find(good.begin(), good.end(), status) == good.end())
    return good.empty() ? std::string(answer.error())
                        : fmt::format("status {}, not {}", status, fmt::join(good, " or "));
  if (checks.faster_than && answer.elapsed() >= *checks.faster_than)
    return fmt::format("not faster than {} ms", base::milliseconds_of(*checks.faster_than));
  for (const auto& part : checks.contains) {
    if (answer.text().find(filled(part)) == std::string_view::npos)
      return fmt::format("the body does not contain '{}'", part.written());
  }
  for (const auto& [name, part] : checks.headers) {
    if (answer.header(name).find(filled(part)) == std::string_view::npos)
      return fmt::format("the header {} does not contain '{}'", name, part.written());
  }
  for (const auto& each : asked.extract) {
    if (each.from == Extraction::From::header) {
      const auto value = answer.header(each.name);
      if (value.empty())
        return fmt::format("there is no header {} to extract {} from", each.name, each.variable);
      keep(each, {std::string(value)});
    } else if (each.from == Extraction::From::cookie) {
      auto value = answer.cookie(each.name);
      if (!value) return fmt::format("there is no cookie {} to extract {} from", each.name, each.variable);
      keep(each, {std::move(*value)});
    }
  }
  return looks_into_json(asked) ? fault_in_json(asked, answer) : "";
}

std::string Performer::fault_in_json(const Asked& asked, Response& answer) {
  const auto parsed = base::parse_json(answer.text());
  if (!parsed) return "the body is no JSON";
  for (const auto& check : asked.checks.json) {
    const auto found = check.pointer.find(*parsed);
    if (!found) return fmt::format("there is nothing at {}", check.pointer.text());
    if (!check.equals) continue;
    const bool fits =
        check.constant ? equal(*found, *check.constant) : equal(*found, Json::parse(filled(*check.equals)));
    if (!fits) return fmt::format("{} is not {}", check.pointer.text(), check.equals->written());
  }
  for (const auto& each : asked.extract) {
    if (each.from != Extraction::From::json) continue;
    const auto found = each.pointer.find(*parsed);
    if (!found)
      return fmt::format("there is nothing at {} to extract {} from", each.pointer.text(), each.variable);
    keep(each, value_of(*found));
  }
  return {};
}

void Performer::keep(const Extraction& extraction, Value value) {
  (extraction.shared ? plan_.shared : own_)[extraction.slot].value = std::move(value);
}

}  // namespace acrida::scenario::plan
