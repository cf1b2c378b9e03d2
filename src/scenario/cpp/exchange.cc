#include "scenario/cpp/exchange.h"

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "http/proxy.h"
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

std::string status_text(int status) { return fmt::format("{} {}", status, http::reason_of(status)); }

stats::Timing timing_of(const http::Call& call) {
  stats::Timing timing;
  timing.dns = call.dns;
  timing.connect = call.connect;
  timing.tls = call.tls;
  timing.send = call.sending;
  if (call.content || call.redirected || call.bytes_received == 0 || call.first_byte < call.sent) {
    timing.first_byte = call.time_to_first_byte();
    timing.body = call.time_of_body();
  } else {  // as nearly always
    timing.first_byte = call.first_byte - call.sent;
    timing.body = call.finished - call.first_byte;
  }
  return timing;
}

}  // namespace

const http::HiddenValues ExchangePool::kNothingHidden;

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

std::string Exchange::url() const {
  http::Url url = redirected ? redirected->server : elsewhere_ ? *elsewhere_ : user_->server();
  url.target = next_request().target;
  return url.text();
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
  form_ = true;
  if (multipart_) return multipart_->add_field(key, value);
  if (!request.body.empty()) request.body += '&';
  http::append_percent_encoded(request.body, key);
  request.body += '=';
  http::append_percent_encoded(request.body, value);
}

void Exchange::add_file(std::string_view field, std::string_view filename, std::string_view bytes,
                        std::string_view content_type) {
  if (!multipart_) {
    multipart_.emplace(user_->random());
    if (form_) complete_form();
    form_ = true;
  }
  multipart_->add_file(field, filename, bytes, content_type);
}

// What was said of the form before its first file came.
void Exchange::complete_form() {
  for (const auto pair : base::split(request.body, '&')) {
    const auto equals = pair.find('=');
    multipart_->add_field(http::percent_decoded(pair.substr(0, equals)),
                          http::percent_decoded(pair.substr(equals + 1)));
  }
}

void Exchange::add_cookie(std::string_view key, std::string_view value) {
  if (!http::is_token(key) || value.find(';') != std::string_view::npos ||
      base::has_control_character(value)) {
    trouble =
        fmt::format("'{}' cannot be a cookie: its name or its value holds what may not stand there", key);
    return;
  }
  std::string& cookies = own_options().cookies;
  if (!cookies.empty()) cookies += "; ";
  ((cookies += key) += '=') += value;
}

// What the source throws is thrown where the request is awaited: its frames are not the task's. More bytes
// than were announced would pass for the next request, and after fewer the server would wait for ever.
void Exchange::set_body_source(std::function<bool(std::string&)> next, std::optional<std::uint64_t> length) {
  request.body_length = length;
  request.body_source = [this, next = std::move(next), made = std::uint64_t{0}](std::string& piece) mutable {
    try {
      const std::size_t before = piece.size();
      const bool more = next(piece);
      made += piece.size() - before;
      const auto& announced = request.body_length;
      if (announced && made > *announced) {
        throw std::length_error(
            fmt::format("body_from: the source makes more than the {} bytes announced", *announced));
      }
      if (announced && !more && made < *announced) {
        throw std::length_error(
            fmt::format("body_from: the source ends after {} of the {} bytes announced", made, *announced));
      }
      return more ? http::Piece::more : http::Piece::last;
    } catch (...) {
      source_trouble_ = std::current_exception();
      return http::Piece::broken;
    }
  };
}

void Exchange::set_proxy(std::string_view url) {
  auto proxy = http::parse_proxy(url);
  if (!proxy) {
    trouble = proxy.error().message;
    return;
  }
  own_options().proxy = std::move(*proxy);
}

void Exchange::rethrow_trouble() {
  if (source_trouble_) std::rethrow_exception(std::exchange(source_trouble_, nullptr));
}

void Exchange::start(std::coroutine_handle<> waiting) {
  if (!trouble.empty()) throw std::invalid_argument(trouble);
  if (multipart_) {
    request.body = multipart_->body();
    set_content_type(multipart_->content_type());
  } else if (form_) {
    set_content_type("application/x-www-form-urlencoded");
  }
  waiting_ = waiting;
  sent_ = true;
  endpoint_ = pool_->engine().endpoints.intern(request.method, name, payload_class);
  intended_ = user_->take_intended();
  user_->http().send(*this, elsewhere_ ? *elsewhere_ : user_->server());
}

// Nobody may be waiting: a streamed answer comes whether it is read or not.
void Exchange::resume() {
  if (waiting_) std::exchange(waiting_, nullptr).resume();
}

void Exchange::on_data() {
  exceptions_before_ = std::uncaught_exceptions();
  resume();
}

struct Exchange::News {
  Exchange& of;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) const noexcept { of.waiting_ = waiting; }
  void await_resume() const noexcept {}
  ~News() { of.waiting_ = nullptr; }
};

Task<std::optional<std::string>> Exchange::read() {
  if (!options.streaming) throw std::logic_error("read() needs a request with .stream()");
  while (true) {
    if (content && !content->ready().empty()) {
      std::string piece = std::exchange(content->ready(), {});
      content->events().clear();
      read_on();
      co_return piece;
    }
    if (!in_flight()) co_return std::nullopt;
    co_await News{*this};
  }
}

Task<std::optional<Event>> Exchange::next_event() {
  if (!options.streaming) throw std::logic_error("next_event() needs a request with .stream()");
  while (true) {
    if (content && !content->events().empty()) {
      auto& [event, at] = content->events().front();
      Event next{std::move(event.type), std::move(event.data), std::move(event.id), at - started};
      content->events().pop_front();
      if (content->events().empty()) {
        content->ready().clear();
        read_on();
      }
      co_return next;
    }
    if (!in_flight()) co_return std::nullopt;
    if (content && !content->has_events()) {
      throw std::runtime_error(fmt::format("the answer is no stream of events: its type is '{}'",
                                           response.fields.find("Content-Type")));
    }
    if (content && content->full()) {
      content->ready().clear();
      read_on();
    }
    co_await News{*this};
  }
}

void Exchange::on_done() {
  if (failure) {
    error_kind_ = http::name_of(failure->kind);
    error_text_ = hidden().empty() ? failure->text : hidden().masked(failure->text);
  } else if (response.status >= 400) {
    error_kind_ = kStatusKind;
    error_text_ = status_text(response.status);
  }
  exceptions_before_ = std::uncaught_exceptions();
  if (!check) file();
  resume();
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
  sample.started = started;
  // A pace may have planned it for later, as when the user is told to leave before that.
  sample.intended = intended_ == UserState::kWhenever ? started : std::min(intended_, started);
  sample.finished = finished;
  sample.timing = timing_of(*this);
  sample.bytes_sent = bytes_sent;
  sample.bytes_received = bytes_received;
  sample.content_bytes = response.body_bytes;
  sample.reconnects = reconnects;
  if (content) sample.gaps = content->gaps();
  sample.status = static_cast<std::uint16_t>(response.status);
  sample.error_kind = error_kind_;
  sample.error_text = error_text_;
  auto& recorder = pool_->engine().recorder;
  if (sample.failed() && sample.status != 0) {
    recorder.record(sample, *this);
  } else {
    recorder.record(sample);
  }
  if (intended_ != UserState::kWhenever) note_connecting();
  filed_ = true;
  if (pool_->watch) pool_->watch(*this);
}

// An arrival that finds no connection has to wait for more than the server.
void Exchange::note_connecting() {
  const bool connected = dns + connect + tls > base::Duration::zero();
  if (connected && user_->is_on_call()) ++pool_->engine().health.late_connections;
}

stats::Answer Exchange::make_answer() const { return scenario::evidence_of(response, hidden()); }

const http::HiddenValues& Exchange::hidden() const { return *pool_->hidden; }

void Exchange::settle() {
  const bool enough = options.streaming && response.status != 0 && !user_->is_stopping();
  if (in_flight() && !enough) {
    cut_off();
  } else if (sent_ && !filed_) {
    if (in_flight()) end_early();
    const bool threw = std::uncaught_exceptions() > exceptions_before_ && !user_->leaves_on_purpose();
    if (threw && check && !judged_) judge(false, "the task threw before it gave its verdict");
    file();
  }
  recycle();
  pool_->give_back(this);
}

// What the server has never heard of is not in flight; but the arrival that wanted it has come to nothing.
void Exchange::cut_off() {
  load::Engine& engine = pool_->engine();
  const bool first = intended_ != UserState::kWhenever;
  if (!cancel()) {
    if (first && user_->is_on_call()) engine.recorder.record_dropped();
  } else if (user_->is_on_call()) {
    engine.recorder.record_in_flight(endpoint_, engine.loop.clock().now() - (first ? intended_ : started));
  } else {
    engine.recorder.record_in_flight(endpoint_);
  }
}

// Whoever drops a streamed answer before its end has seen what it wanted.
void Exchange::end_early() {
  cancel();
  finished = pool_->engine().loop.clock().now();
  if (response.status < 400 || judged_) return;
  error_kind_ = kStatusKind;
  error_text_ = status_text(response.status);
}

void Exchange::recycle() {
  request.clear();
  response.clear();
  failure.reset();
  if (options_changed_) options = {};
  if (content) content.reset();
  if (redirected) redirected.reset();
  if (form_) multipart_.reset();
  if (source_trouble_) source_trouble_ = nullptr;
  name.clear();
  payload_class.clear();
  trouble.clear();
  error_kind_ = {};
  error_text_.clear();
  elsewhere_.reset();
  waiting_ = {};
  check = options_changed_ = form_ = sent_ = filed_ = judged_ = false;
}

}  // namespace acrida::detail
