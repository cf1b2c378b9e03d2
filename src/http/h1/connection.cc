#include "http/h1/connection.h"

#include <cerrno>
#include <utility>

#include <fmt/format.h>

#include "base/file.h"
#include "http/h1/render.h"

namespace acrida::http::h1 {

using Io = net::IoResult::Kind;

Connection::Connection(ClientContext& context, const Url& server)
    : context_(context),
      authority_(server.authority),
      host_field_(server.host_field()),
      parser_(context.limits),
      timer_(context.loop, async::Callback::to<&Connection::on_timer>(this)) {}

Connection::~Connection() {
  if (call_ != nullptr) forget_call();
}

void Connection::send(Call& call) {
  call_ = &call;
  call.connection_ = this;
  ++context_.in_flight;
  call.failure.reset();
  call.dns = call.connect = call.sending = {};
  call.bytes_sent = call.bytes_received = 0;
  call.reconnects = 0;
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
  call_->started = call_->sent = call_->first_byte = call_->finished = at;
  deadline_ = base::after(at, call_->timeout);
}

bool Connection::give_up() {
  const bool on_its_way = !queued();
  forget_call();
  if (on_its_way) close();
  return on_its_way;
}

Call& Connection::forget_call() {
  if (queued()) context_.outbox.withdraw(std::exchange(place_, Outbox::kNowhere));
  --context_.in_flight;
  call_->connection_ = nullptr;
  return *std::exchange(call_, nullptr);
}

void Connection::connect() {
  close();
  reused_ = false;
  call_->response.clear();  // else the parser does it
  connect_began_ = now();
  start_call(connect_began_);
  watch_deadline();
  attempt_ = context_.connector.connect(
      authority_, [this](net::ConnectResult result) { on_connected(std::move(result)); });
}

void Connection::on_connected(net::ConnectResult result) {
  const auto attempt = std::move(attempt_);
  call_->dns += result.dns;
  call_->connect += now() - connect_began_ - result.dns;
  switch (result.kind) {
    case net::ConnectResult::Kind::connected:
      stream_ = std::move(result.stream);
      stream_->on_ready(async::Callback::to<&Connection::on_ready>(this));
      queue_request();
      // The event that told of the connection may have told of bytes or of the server's end, too.
      return on_ready();
    case net::ConnectResult::Kind::refused: return fail(FailureKind::refused, std::move(result.message));
    case net::ConnectResult::Kind::dns: return fail(FailureKind::dns, std::move(result.message));
    case net::ConnectResult::Kind::failed: break;
  }
  fail(FailureKind::unreachable, std::move(result.message));
}

void Connection::queue_request() {
  parser_.begin(call_->request.method == "HEAD", call_->keep_body, call_->response);
  answer_began_ = false;
  place_ = context_.outbox.put(*this, call_->request, host_field_);
}

void Connection::flush(std::string_view request, base::TimePoint& time) {
  place_ = Outbox::kNowhere;
  start_call(time);
  watch_deadline();
  write_began_ = time;
  const auto written = stream_->write_some(request);
  if (written.kind == Io::error) return fail_later(FailureKind::reset, base::system_error(written.error));
  call_->bytes_sent += written.count;
  if (written.count < request.size()) {
    unsent_.add(request.substr(written.count));
  } else {
    time = call_->sent = now();
    call_->sending = call_->sent - write_began_;
  }
}

void Connection::write_rest() {
  const auto written = stream_->write_some(unsent_.rest());
  // An error here shows up in reading, where an early answer (413, say) may still be found first.
  if (written.kind != Io::bytes) return;
  call_->bytes_sent += written.count;
  unsent_.take(written.count);
  if (!unsent_.empty()) return;
  call_->sent = now();
  call_->sending = call_->sent - write_began_;
}

void Connection::on_ready() {
  if (pending_) return;  // the timer is about to tell it
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
  while (true) {
    const auto got = stream_->read_some(buffer);
    if (got.kind == Io::would_block) return;
    const auto time = now();
    if (got.kind == Io::error) return on_broken(FailureKind::reset, base::system_error(got.error));
    if (got.kind == Io::end) {
      if (!answer_began_)
        return on_broken(FailureKind::closed, "the server closed the connection without an answer");
      const auto state = parser_.end_of_stream();
      close();
      if (state == ResponseParser::State::done) return finish(time);
      return fail(parser_.failure().kind, parser_.failure().text);
    }
    call_->bytes_received += got.count;
    if (!answer_began_) call_->first_byte = time;
    answer_began_ = true;
    std::string_view data(buffer.data(), got.count);
    const auto state = parser_.feed(data);
    if (state == ResponseParser::State::failed) return fail(parser_.failure().kind, parser_.failure().text);
    if (state == ResponseParser::State::done) {
      const bool reusable =
          parser_.keep_alive() && data.empty() && unsent_.empty() && !queued() && !stream_->peer_finished();
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

// The stream has died under the call. One that was not sent yet has lost nothing.
void Connection::on_broken(FailureKind kind, std::string text) {
  if (reused_ && !answer_began_ && (queued() || call_->request.is_idempotent())) {
    if (!queued()) ++call_->reconnects;
    return connect();
  }
  fail(kind, std::move(text));
}

void Connection::watch_deadline() {
  const auto next =
      stream_ ? deadline_ : std::min(deadline_, base::after(connect_began_, context_.connect_timeout));
  if (timer_.is_set() && timer_set_for_ <= next) return;
  timer_set_for_ = next;
  timer_.set(next);
}

void Connection::on_timer() {
  if (call_ == nullptr || !started_) return;
  if (pending_) {
    Failure failure = *std::exchange(pending_, std::nullopt);
    return on_broken(failure.kind, std::move(failure.text));
  }
  const auto time = now();
  if (time >= deadline_)
    return fail(FailureKind::timeout,
                fmt::format("no complete answer within {} s", base::seconds_of(call_->timeout)));
  if (attempt_ && time >= base::after(connect_began_, context_.connect_timeout)) {
    return fail(FailureKind::connect_timeout,
                fmt::format("no connection within {} s", base::seconds_of(context_.connect_timeout)));
  }
  watch_deadline();
}

// Told in the next turn, since whoever sends does not expect the end from inside.
void Connection::fail_later(FailureKind kind, std::string text) {
  pending_ = Failure{kind, std::move(text)};
  timer_set_for_ = base::TimePoint::min();
  timer_.set(timer_set_for_);
}

void Connection::fail(FailureKind kind, std::string text) {
  call_->failure = Failure{kind, std::move(text)};
  close();
  finish(now());
}

void Connection::finish(base::TimePoint at) {
  Call& call = forget_call();
  call.finished = at;
  call.on_done();  // may send the next call on this connection
}

void Connection::close() {
  attempt_.reset();
  stream_.reset();
  pending_.reset();
  unsent_.clear();
  if (queued()) context_.outbox.withdraw(std::exchange(place_, Outbox::kNowhere));
}

}  // namespace acrida::http::h1
