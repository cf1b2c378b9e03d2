#include "scenario/cpp/exchange.h"

#include <exception>
#include <stdexcept>

#include <fmt/format.h>

#include "scenario/cpp/user_state.h"
#include "scenario/evidence.h"

namespace acrida::detail {
namespace {

constexpr std::string_view kStatusKind = "status";
constexpr std::string_view kCheckKind = "check";

// "http://…", but not "/go?to=http://…".
bool is_whole_url(std::string_view path) {
  const auto scheme = path.find("://");
  return scheme != std::string_view::npos && path.find_first_of("/?#") == scheme + 1;
}

stats::Timing timing_of(const http::Call& call) {
  stats::Timing timing;
  timing.dns = call.dns;
  timing.connect = call.connect;
  timing.send = call.sending;
  if (call.bytes_received > 0) {
    timing.first_byte = call.first_byte - call.sent;
    timing.body = call.finished - call.first_byte;
  }
  return timing;
}

}  // namespace

Exchange* ExchangePool::take() {
  if (free_.empty()) return new Exchange(*this);
  Exchange* exchange = free_.back().release();
  free_.pop_back();
  return exchange;
}

Exchange::~Exchange() = default;

void Exchange::aim(UserState& user, std::string_view method, std::string_view path) {
  user_ = &user;
  request.method = method;
  name = path;
  if (is_whole_url(path)) {
    auto url = http::parse_url(path);
    if (!url) {
      trouble = url.error().message;
      return;
    }
    name = http::without_credentials(path);
    request.target = url->target;
    elsewhere_ = std::move(*url);
    return;
  }
  request.target = user.base_path();
  if (!path.starts_with('/')) request.target += '/';
  request.target += path;
}

std::string Exchange::host_field() const { return (elsewhere_ ? *elsewhere_ : user_->server()).host_field(); }

void Exchange::set_content_type(std::string_view type) {
  if (!request.fields.contains("Content-Type")) request.fields.add("Content-Type", type);
}

void Exchange::add_query(std::string_view key, std::string_view value) {
  request.target += request.target.find('?') == std::string::npos ? '?' : '&';
  http::append_percent_encoded(request.target, key);
  request.target += '=';
  http::append_percent_encoded(request.target, value);
}

void Exchange::add_form(std::string_view key, std::string_view value) {
  set_content_type("application/x-www-form-urlencoded");
  if (!request.body.empty()) request.body += '&';
  http::append_percent_encoded(request.body, key);
  request.body += '=';
  http::append_percent_encoded(request.body, value);
}

void Exchange::start(std::coroutine_handle<> waiting) {
  if (!trouble.empty()) throw std::invalid_argument(trouble);
  waiting_ = waiting;
  endpoint_ = pool_->engine().endpoints.intern(request.method, name, payload_class);
  user_->http().send(*this, elsewhere_ ? *elsewhere_ : user_->server());
}

void Exchange::on_done() {
  if (failure) {
    error_kind_ = http::name_of(failure->kind);
    error_text_ = failure->text;
  } else if (response.status >= 400) {
    error_kind_ = kStatusKind;
    error_text_ = fmt::format("{} {}", response.status, http::reason_of(response.status));
  }
  exceptions_before_ = std::uncaught_exceptions();
  if (!check) file();
  waiting_.resume();
}

void Exchange::judge(bool good, std::string_view why) {
  if (!check) throw std::logic_error("success() and failure() need a request with .check()");
  judged_ = true;
  error_kind_ = good ? std::string_view{} : kCheckKind;
  error_text_ = good ? std::string_view{} : why;
}

void Exchange::file() {
  stats::Sample sample;
  sample.endpoint = endpoint_;
  sample.intended = sample.started = started;
  sample.finished = finished;
  sample.timing = timing_of(*this);
  sample.bytes_sent = bytes_sent;
  sample.bytes_received = bytes_received;
  sample.content_bytes = response.body_bytes;
  sample.reconnects = reconnects;
  sample.status = static_cast<std::uint16_t>(response.status);
  sample.error_kind = error_kind_;
  sample.error_text = error_text_;
  auto& recorder = pool_->engine().recorder;
  if (sample.failed() && sample.status != 0) {
    recorder.record(sample, *this);
  } else {
    recorder.record(sample);
  }
  filed_ = true;
  if (pool_->watch) pool_->watch(*this);
}

stats::Answer Exchange::make_answer() const { return scenario::evidence_of(response); }

void Exchange::settle() {
  if (in_flight()) {
    if (cancel()) pool_->engine().recorder.record_in_flight(endpoint_);
  } else if (waiting_ && !filed_) {
    const bool threw = std::uncaught_exceptions() > exceptions_before_ && !user_->leaves_on_purpose();
    if (threw && !judged_) judge(false, "the task threw before it gave its verdict");
    file();
  }
  recycle();
  pool_->give_back(this);
}

void Exchange::recycle() {
  request.clear();
  response.clear();
  failure.reset();
  timeout = std::chrono::seconds(60);
  name.clear();
  payload_class.clear();
  trouble.clear();
  error_kind_ = {};
  error_text_.clear();
  elsewhere_.reset();
  waiting_ = {};
  check = filed_ = judged_ = false;
}

}  // namespace acrida::detail
