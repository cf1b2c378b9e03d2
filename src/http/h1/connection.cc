#include "http/h1/connection.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fmt/format.h>

#include "base/file.h"
#include "http/client.h"
#include "http/h1/render.h"
#include "http/h1/upload.h"

namespace acrida::http::h1 {

using Io = net::IoResult::Kind;
using State = ResponseParser::State;

// How long a server may take to say that it wants the body (RFC 9110 §10.1.1 leaves it open): as curl.
constexpr base::Duration kContinueWithin = std::chrono::seconds(1);

Connection::Connection(ClientContext& context, Route route, std::string host_field)
    : context_(context),
      route_(std::move(route)),
      host_field_(std::move(host_field)),
      parser_(context.settings.limits),
      timer_(context.loop, async::Callback::to<&Connection::on_timer>(this)) {}

Connection::~Connection() {
  if (call_ != nullptr) forget_call();
}

void Connection::send(Call& call) {
  call_ = &call;
  call.attach(*this);
  ++serial_;
  ++context_.in_flight;
  started_ = false;
  if (open()) {
    reused_ = true;
    queue_request();
  } else {
    connect();
  }
}

// When it connects, or when its first byte is handed over: what it waits for until then is ours.
void Connection::start_call(base::TimePoint at) {
  if (std::exchange(started_, true)) return;
  call_->start(at);
  deadline_ = base::after(call_->started, call_->options.timeout);
}

bool Connection::give_up(Call&) {
  const bool on_its_way = !queued();
  forget_call();
  if (on_its_way) close();
  return on_its_way;
}

Call& Connection::forget_call() {
  if (queued()) context_.outbox.withdraw(std::exchange(place_, Outbox::kNowhere));
  --context_.in_flight;
  call_->detach();
  return *std::exchange(call_, nullptr);
}

void Connection::connect() {
  close();
  reused_ = false;
  call_->response.clear();  // else the parser does it
  connect_began_ = now();
  start_call(connect_began_);
  dial_ = std::make_unique<Dial>(context_, route_, route_.secure ? "http/1.1" : "", session_,
                                 [this](Dialled result) { on_dialled(std::move(result)); });
  watch_deadline();
}

void Connection::on_dialled(Dialled result) {
  const auto dial = std::move(dial_);
  call_->dns += result.dns;
  call_->connect += result.connect;
  call_->tls += result.tls;
  if (result.failure) return fail(result.failure->kind, std::move(result.failure->text));
  stream_ = std::move(result.stream);
  stream_->on_ready(async::Callback::to<&Connection::on_ready>(this));
  queue_request();
  // The event that told of the connection may have told of bytes or of the server's end, too.
  on_ready();
}

void Connection::queue_request() {
  const Request& request = call_->next_request();
  const bool streaming = call_->options.streaming;
  parser_.begin(request.method == "HEAD", call_->options.keep_body || streaming, call_->response, streaming);
  answer_began_ = full_ = false;
  Extras extras;
  if (call_->needs_extra_fields()) extras.fields = call_->client().extra_fields(*call_);
  const std::string prefix = route_.proxy && !route_.secure ? "http://" + host_field_ : std::string();
  extras.target_prefix = prefix;
  place_ = context_.outbox.put(*this, {request, host_field_, extras}, body_);
}

void Connection::flush(std::string_view request, base::TimePoint& time) {
  place_ = Outbox::kNowhere;
  start_call(time);
  last_read_ = write_began_ = time;
  watch_deadline();
  const auto written = stream_->write_some(request);
  if (written.kind == Io::error) {
    // Told in the next turn, since whoever sends does not expect the end from inside.
    pending_ = Failure{FailureKind::reset, base::system_error(written.error)};
    return do_soon(Errand::tell_failure);
  }
  call_->bytes_sent += written.count;
  if (written.count < request.size()) {
    unsent_.add(request.substr(written.count));
  } else {
    time = now();
    head_sent(time);
  }
}

// With the body, unless that follows.
void Connection::head_sent(base::TimePoint at) {
  if (body_ == Body::with_head) return all_sent(at);
  last_read_ = at;
  if (body_ == Body::on_its_way) send_body();
  watch_deadline();
}

void Connection::all_sent(base::TimePoint at) {
  last_read_ = call_->sent = at;
  call_->sending += at - write_began_;
}

void Connection::send_body() {
  body_ = Body::on_its_way;
  const Request& request = call_->next_request();
  if (!request.body_source) {
    unsent_.add(request.body);
    body_ = Body::with_head;
  }
  write_rest();
}

void Connection::write_rest() {
  while (true) {
    while (unsent_.empty()) {
      if (body_ == Body::with_head) return all_sent(now());
      if (body_ == Body::awaits_continue) return head_sent(now());
      switch (next_piece(call_->next_request(), unsent_)) {
        case Piece::more: break;
        case Piece::last: body_ = Body::with_head; break;
        case Piece::broken:
          pending_ = Failure{FailureKind::cancelled, "the source of the request's body broke off"};
          return do_soon(Errand::tell_failure);
      }
    }
    const auto written = stream_->write_some(unsent_.rest());
    // An error here shows up in reading, where an early answer (413, say) may still be found first.
    if (written.kind != Io::bytes) return;
    call_->bytes_sent += written.count;
    unsent_.take(written.count);
  }
}

void Connection::on_ready() {
  if (errand_ == Errand::tell_failure) return;  // the timer is about to do it
  if (call_ != nullptr && !unsent_.empty()) write_rest();
  if (call_ != nullptr) return read_answer();
  close_unless_quiet();
}

// While nothing is asked nothing may come: a server that has closed, or speaks out of turn, is of no more
// use.
void Connection::close_unless_quiet() {
  char byte = 0;
  if (stream_->read_some({&byte, 1}).kind != Io::would_block) close();
}

void Connection::read_answer() {
  const std::span<char> buffer(context_.read_buffer);
  while (!full_) {
    const auto got = stream_->read_some(buffer);
    if (got.kind == Io::would_block) return;
    const auto time = now();
    if (got.kind == Io::error) return on_read_error(got.error);
    if (got.kind == Io::end) return on_end(time);
    call_->bytes_received += got.count;
    last_read_ = time;
    if (!answer_began_) call_->first_byte = time;
    answer_began_ = true;
    std::string_view data(buffer.data(), got.count);
    auto state = parser_.feed(data);
    if (call_->options.streaming || call_->response.notes.body() || body_ == Body::awaits_continue) {
      const auto closer = look_closer(state, time);
      if (!closer) return;
      state = *closer;
    }
    if (state == State::failed) return fail(parser_.failure().kind, parser_.failure().text);
    if (state == State::done) {
      const bool reusable = parser_.keep_alive() && data.empty() && unsent_.empty() &&
                            body_ == Body::with_head && !queued() && !stream_->peer_finished();
      if (!reusable) {
        close();
      } else if (got.count == buffer.size()) {
        close_unless_quiet();  // more may lie there already, and would bring no event
      }
      return finish(time);
    }
    // A short read has emptied the socket: what comes later brings its own event.
    if (got.count < buffer.size() && !stream_->peer_finished()) return;
  }
}

// What only some answers need. Nothing: the call is over, or another one is out by now.
std::optional<State> Connection::look_closer(State state, base::TimePoint at) {
  if (body_ == Body::awaits_continue && parser_.told_to_continue()) send_body();
  if (state == State::failed || !parser_.in_body()) return state;
  if (!call_->content && !call_->client().make_content(*call_)) {
    if (call_->options.streaming) call_->response.body.clear();  // of a redirect, without a limit
    return state;
  }
  Content& content = *call_->content;
  auto failure = content.take(call_->response.body, at);
  if (!failure && state == State::done) failure = content.finish(call_->response);
  if (failure) {
    fail(failure->kind, std::move(failure->text));
    return std::nullopt;
  }
  full_ = content.full();
  if (state == State::done || !call_->options.streaming) return state;
  const auto serial = serial_;
  call_->on_data();  // may give up, and may send anew
  if (call_ == nullptr || serial != serial_) return std::nullopt;
  return state;
}

void Connection::on_end(base::TimePoint at) {
  if (!answer_began_) {
    return on_broken(FailureKind::closed, "the server closed the connection without an answer");
  }
  auto state = parser_.end_of_stream(stream_->ended_properly());
  close();
  if (call_->content) {
    const auto closer = look_closer(state, at);
    if (!closer) return;
    state = *closer;
  }
  if (state == State::done) return finish(at);
  fail(parser_.failure().kind, parser_.failure().text);
}

void Connection::on_read_error(int error) {
  std::string trouble(stream_->trouble());
  if (!trouble.empty()) return on_broken(FailureKind::tls, std::move(trouble));
  on_broken(FailureKind::reset, base::system_error(error));
}

// The stream has died under the call. One that was not sent yet has lost nothing.
void Connection::on_broken(FailureKind kind, std::string text) {
  const Request& request = call_->next_request();
  const bool harmless = queued() || (request.is_idempotent() && !request.body_source);
  if (reused_ && !answer_began_ && harmless) {
    if (!queued()) ++call_->reconnects;
    return connect();
  }
  fail(kind, std::move(text));
}

void Connection::read_on(Call&) {
  if (!std::exchange(full_, false)) return;
  do_soon(Errand::read_on);
}

void Connection::do_soon(Errand errand) {
  errand_ = errand;
  timer_set_for_ = base::TimePoint::min();
  timer_.set(timer_set_for_);
}

void Connection::run_errand(Errand errand) {
  if (errand == Errand::tell_failure) {
    Failure failure = *std::exchange(pending_, std::nullopt);
    return on_broken(failure.kind, std::move(failure.text));
  }
  last_read_ = now();  // until now it was we who kept silent
  watch_deadline();
  if (stream_) read_answer();
}

base::Duration Connection::connect_limit() const {
  const auto own = call_->options.connect_timeout;
  return own > base::Duration::zero() ? own : context_.settings.connect_timeout;
}

base::TimePoint Connection::next_deadline() const {
  if (!stream_) {
    return std::min(deadline_, base::after(connect_began_, connect_limit()));
  }
  auto next = deadline_;
  if (call_->options.read_timeout > base::Duration::zero() && !full_) {
    const bool all_sent = body_ == Body::with_head && unsent_.empty();
    const auto silent_since = all_sent ? last_read_ : now();  // it has not begun
    next = std::min(next, base::after(silent_since, call_->options.read_timeout));
  }
  if (body_ == Body::awaits_continue) next = std::min(next, base::after(last_read_, kContinueWithin));
  return next;
}

void Connection::watch_deadline() {
  const auto next = next_deadline();
  if (timer_.is_set() && timer_set_for_ <= next) return;
  timer_set_for_ = next;
  timer_.set(next);
}

void Connection::on_timer() {
  if (call_ == nullptr || !started_) return;
  if (errand_ != Errand::none) return run_errand(std::exchange(errand_, Errand::none));
  const auto time = now();
  const auto seconds = [](base::Duration limit) { return base::seconds_of(limit); };
  if (time >= deadline_) {
    return fail(FailureKind::timeout,
                fmt::format("no complete answer within {} s", seconds(call_->options.timeout)));
  }
  if (time >= next_deadline()) {
    if (dial_) {
      return fail(FailureKind::connect_timeout,
                  fmt::format("{} within {} s", dial_->missing(), seconds(connect_limit())));
    }
    if (body_ == Body::awaits_continue) {
      send_body();
    } else {
      return fail(FailureKind::read_timeout,
                  fmt::format("no byte from the server for {} s", seconds(call_->options.read_timeout)));
    }
  }
  watch_deadline();
}

void Connection::fail(FailureKind kind, std::string text) {
  call_->failure = Failure{kind, std::move(text)};
  close();
  finish(now());
}

void Connection::finish(base::TimePoint at) {
  forget_call().end(at);  // may send the next call on this connection
}

void Connection::close() {
  dial_.reset();
  stream_.reset();
  pending_.reset();
  errand_ = Errand::none;
  unsent_.clear();
  if (queued()) context_.outbox.withdraw(std::exchange(place_, Outbox::kNowhere));
}

}  // namespace acrida::http::h1
