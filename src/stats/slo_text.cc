// A rule as people write it: what is judged, of which requests, over which window, its limit, and whether a
// breach stops the run.
#include <cmath>

#include <fmt/format.h>

#include "base/printable.h"
#include "base/text.h"
#include "stats/slo.h"

namespace acrida::stats {
namespace {

using base::Duration;
using Subject = SloRule::Subject;
constexpr std::string_view kDigits = "0123456789";
constexpr int kDecimals = 6;

// What is wrong where the reader stands.
using Read = base::Result<void>;
base::Error wrong(std::string what) { return {std::move(what)}; }

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(base::trimmed(text)) {}

  std::string_view rest() const { return rest_; }
  bool at_end() const { return rest_.empty(); }
  bool take(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    advance(word.size());
    return true;
  }
  // Up to the first of these characters, or to the end, without blanks around.
  std::string_view take_until(std::string_view stops) {
    const std::string_view taken = rest_.substr(0, rest_.find_first_of(stops));
    advance(taken.size());
    return base::trimmed(taken);
  }
  // A number without sign or exponent, and with few decimals, so that text() can say it.
  std::optional<double> take_number() {
    const std::size_t whole = std::min(rest_.find_first_not_of(kDigits), rest_.size());
    std::size_t length = whole;
    if (whole < rest_.size() && rest_[whole] == '.') {
      length = std::min(rest_.find_first_not_of(kDigits, whole + 1), rest_.size());
    }
    const auto number = base::parse_number(rest_.substr(0, length));
    if (!number || whole == 0 || length > whole + 1 + kDecimals || *number > 1e9) return std::nullopt;
    advance(length);
    return number;
  }
  // What stands before the closing bracket that belongs to one just taken; or, in quotes, anything.
  std::optional<std::string> take_name(char open, char close) {
    std::optional<std::string> name = rest_.starts_with('"') ? take_quoted() : take_balanced(open, close);
    if (!name || name->empty() || !take(std::string_view(&close, 1))) return std::nullopt;
    return name;
  }

 private:
  void advance(std::size_t count) {
    rest_.remove_prefix(count);
    rest_ = base::trimmed(rest_);
  }
  std::optional<std::string> take_quoted() {
    std::string name;
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] == '"') {
        advance(i + 1);
        return name;
      }
      if (rest_[i] == '\\' && i + 1 < rest_.size()) ++i;
      name += rest_[i];
    }
    return std::nullopt;
  }
  std::optional<std::string> take_balanced(char open, char close) {
    int depth = 0;
    for (std::size_t i = 0; i < rest_.size(); ++i) {
      if (rest_[i] == open) ++depth;
      if (rest_[i] != close || depth-- > 0) continue;
      const std::string name(base::trimmed(rest_.substr(0, i)));
      advance(i);
      return name;
    }
    return std::nullopt;
  }

  std::string_view rest_;
};

Read read_subject(Reader& in, SloRule& rule) {
  const bool service = in.take("service.");
  if (service || in.rest().starts_with('p')) {
    rule.subject = service ? Subject::service : Subject::latency;
    const auto percent = in.take("p") ? in.take_number() : std::nullopt;
    if (!percent || *percent <= 0 || *percent > 100) {
      return wrong("a percentile is p and a number above 0 and up to 100, as in p99.9");
    }
    rule.percent = *percent;
  } else if (in.take("errors")) {
    rule.subject = Subject::errors;
  } else if (in.take("rps")) {
    rule.subject = Subject::rps;
  } else if (in.take("mean") || in.take("avg")) {
    return wrong(
        "a mean hides the slow ones and cannot tell of requests that failed; write p50<… for the typical "
        "one");
  } else {
    return wrong("a rule begins with p99 (or another percentile), service.p99, errors or rps");
  }
  return {};
}

Read read_filters(Reader& in, SloRule& rule) {
  while (true) {
    if (rule.endpoint.empty() && in.take("(")) {
      auto name = in.take_name('(', ')');
      if (!name) return wrong("an endpoint is its method and name, or its name, between ( and )");
      rule.endpoint = *std::move(name);
    } else if (rule.payload_class.empty() && in.take("{")) {
      auto name = in.take_name('{', '}');
      if (!name) return wrong("a payload class is its name between { and }");
      rule.payload_class = *std::move(name);
    } else if (!rule.window && in.take("[")) {
      const auto span = base::parse_timespan(in.take_until("]"));
      if (!span || !in.take("]") || *span % std::chrono::seconds(1) != Duration::zero() ||
          *span < std::chrono::seconds(1) || *span > SloRule::kLongestWindow) {
        return wrong("a window is whole seconds between [ and ], 1s to 1h");
      }
      rule.window = std::chrono::duration_cast<std::chrono::seconds>(*span);
    } else {
      return {};
    }
  }
}

Read read_comparison(Reader& in, SloRule& rule) {
  const bool floor = rule.subject == Subject::rps;
  if (!in.take(floor ? ">" : "<")) {
    return wrong(floor ? "throughput has a lower limit: write > or >=, as in rps>500"
                       : "what follows is the upper limit: write < or <=, as in p99<50ms or errors<1%");
  }
  rule.or_equal = in.take("=");
  return {};
}

Read read_limit(Reader& in, SloRule& rule) {
  if (rule.is_time()) {
    const std::string_view text = in.take_until("!");
    const auto time = base::parse_timespan(text);
    if (time && text.find_first_not_of("0123456789.") == std::string_view::npos) {
      return wrong(fmt::format("a time has a unit: write {0}ms or {0}s", text));
    }
    if (!time || *time > SloRule::kHighestTime || *time < std::chrono::microseconds(1)) {
      return wrong("a time is a number and its unit, as in 50ms or 1.5s, above 0 and up to 1h");
    }
    rule.time_limit = std::chrono::round<std::chrono::microseconds>(*time);
    return {};
  }
  const auto number = in.take_number();
  if (rule.subject == Subject::errors) {
    if (!number || *number > 100 || !in.take("%")) {
      return wrong("errors are a share of all requests, 0% to 100%: write errors<1%");
    }
    if (*number == 0 && !rule.or_equal) return wrong("no run can keep this: write errors<=0%");
  } else {
    if (!number) return wrong("throughput is requests a second: write rps>500");
    in.take("/s");
  }
  rule.limit = *number;
  return {};
}

Read read_abort(Reader& in, SloRule& rule) {
  if (!in.take("!")) return {};
  if (in.at_end()) {
    rule.abort_after = Duration::zero();
    return {};
  }
  const auto delay = base::parse_timespan(in.take_until(""));
  if (!delay)
    return wrong("after ! stands how long a breach is put up with at first, as in !10s, or nothing");
  rule.abort_after = std::chrono::round<std::chrono::milliseconds>(*delay);
  return {};
}

Read read_end(Reader& in, SloRule&) {
  if (!in.at_end()) return wrong("nothing may follow the limit but ! and a time");
  return {};
}

// Without superfluous zeros.
std::string number_text(double number) {
  std::string text = fmt::format("{:.{}f}", number, kDecimals);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string time_text(Duration time) {
  if (time >= std::chrono::seconds(1)) return number_text(base::seconds_of(time)) + "s";
  return number_text(base::milliseconds_of(time)) + "ms";
}

// In quotes where it could be misread.
std::string name_text(const std::string& name, char open, char close) {
  int depth = 0;
  bool plain = base::trimmed(name).size() == name.size() && !name.starts_with('"');
  for (const char c : name) {
    depth += c == open ? 1 : c == close ? -1 : 0;
    plain = plain && depth >= 0;
  }
  if (plain && depth == 0) return open + name + close;
  std::string quoted;
  for (const char c : name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return fmt::format("{}\"{}\"{}", open, quoted, close);
}

}  // namespace

base::Result<SloRule> parse_slo(std::string_view text) {
  Reader in(text);
  SloRule rule;
  for (const auto read : {read_subject, read_filters, read_comparison, read_limit, read_abort, read_end}) {
    const std::string_view from = in.rest();
    const Read done = read(in, rule);
    if (done) continue;
    const std::string place = from.empty() ? "its end" : fmt::format("'{}'", base::printable(from));
    return base::Error{
        fmt::format("rule '{}', at {}: {}", base::printable(text), place, done.error().message)};
  }
  return rule;
}

std::string SloRule::limit_text() const {
  const std::string sign = std::string(subject == Subject::rps ? ">" : "<") + (or_equal ? "=" : "");
  if (is_time()) return sign + time_text(time_limit);
  return sign + number_text(limit) + (subject == Subject::errors ? "%" : "");
}

std::string SloRule::text() const {
  std::string text = subject == Subject::errors    ? "errors"
                     : subject == Subject::rps     ? "rps"
                     : subject == Subject::service ? "service.p" + number_text(percent)
                                                   : "p" + number_text(percent);
  if (!endpoint.empty()) text += name_text(endpoint, '(', ')');
  if (!payload_class.empty()) text += name_text(payload_class, '{', '}');
  if (window) text += fmt::format("[{}s]", window->count());
  text += limit_text();
  if (abort_after) text += *abort_after == Duration::zero() ? "!" : "!" + time_text(*abort_after);
  return text;
}

}  // namespace acrida::stats
