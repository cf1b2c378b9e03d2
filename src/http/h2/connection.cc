#include "http/h2/connection.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/file.h"
#include "http/client.h"

namespace acrida::http::h2 {

using Io = net::IoResult::Kind;

// As with HTTP/1.
constexpr base::Duration kContinueWithin = std::chrono::seconds(1);
constexpr std::size_t kMostSpare = 16;
constexpr std::size_t kMostBytesAtOnce = std::size_t{256} << 10;

Connection::Connection(ClientContext& context, Route route, std::string host_field)
    : context_(context),
      route_(std::move(route)),
      host_field_(std::move(host_field)),
      timer_(context.loop, async::Callback::to<&Connection::on_timer>(this)) {}

Connection::~Connection() {
  while (!streams_.empty()) release(*streams_.back());
  if (in_outbox_) context_.http2_outbox.withdraw(*this);
}

bool Connection::accepts() const {
  return !stream_ || (!silent_ && session_->accepts() && !stream_->peer_finished() && !pending_);
}

void Connection::send(Call& call) {
  call.attach(*this, streams_.size());
  ++context_.in_flight;
  call.response.clear();
  auto stream = spare_.empty() ? std::make_unique<Stream>() : std::move(spare_.back());
  if (!spare_.empty()) spare_.pop_back();
  stream->call = &call;
  waiting_.push_back(stream.get());
  streams_.push_back(std::move(stream));
  if (stream_) return flush_soon();
  const auto time = now();
  call.start(time);
  streams_.back()->deadline = base::after(call.started, call.options.timeout);
  if (!dial_) connect();
  watch(std::min(streams_.back()->deadline, base::after(connect_began_, context_.settings.connect_timeout)));
}

void Connection::connect() {
  used_ = false;
  connect_began_ = now();
  dial_ = std::make_unique<Dial>(context_, route_, route_.secure ? "h2" : "", tls_session_,
                                 [this](Dialled result) { on_dialled(std::move(result)); });
}

void Connection::on_dialled(Dialled result) {
  const auto dial = std::move(dial_);
  const auto time = now();
  // Whoever came later has waited for less of it.
  for (const auto& stream : streams_) {
    Call& call = *stream->call;
    const auto waited = time - std::max(call.started, connect_began_);
    const auto tls = std::min(result.tls, waited), connect = std::min(result.connect, waited - tls);
    call.tls += tls;
    call.connect += connect;
    call.dns += std::min(result.dns, waited - tls - connect);
  }
  if (result.failure) return break_off(*result.failure);
  if (route_.secure && result.protocol != "h2") {
    const auto chosen = result.protocol.empty() ? "nothing" : result.protocol;
    return break_off(
        {FailureKind::tls, fmt::format("the server does not offer HTTP/2 (by ALPN it chose {})", chosen)});
  }
  stream_ = std::move(result.stream);
  stream_->on_ready(async::Callback::to<&Connection::on_ready>(this));
  session_.emplace(context_.http2_outbox.memory(), context_.settings.limits, route_.secure);
  flush_soon();
  on_ready();  // the server's settings may be there already
}

void Connection::flush_soon() {
  if (!std::exchange(in_outbox_, true)) context_.http2_outbox.put(*this);
}

void Connection::flush() {
  in_outbox_ = false;
  if (!stream_ || pending_) return;
  const auto time = now();
  for (Stream* stream : waiting_) {
    if (stream->call != nullptr) begin(*stream, time);
  }
  waiting_.clear();
  std::string& buffer = context_.http2_outbox.buffer();
  bool more = true;
  while (more && unsent_.empty()) {
    buffer.clear();
    more = session_->take_output(buffer, kMostBytesAtOnce, time);
    if (buffer.empty()) break;
    const auto written = stream_->write_some(buffer);
    if (written.kind == Io::error) {
      pending_ = Failure{FailureKind::reset, base::system_error(written.error)};
      break;
    }
    if (written.count < buffer.size()) unsent_.add(std::string_view(buffer).substr(written.count));
  }
  // What has happened to streams meanwhile is told in the next turn, as is a write that failed.
  if (pending_ || session_->has_news()) watch(base::TimePoint::min());
  bury();
}

// What is still pointed to stays.
void Connection::bury() {
  if (!waiting_.empty() || (session_ && !session_->changed().empty())) return;
  for (auto& stream : dead_) {
    if (spare_.size() == kMostSpare) break;
    *stream = Stream();
    spare_.push_back(std::move(stream));
  }
  dead_.clear();
}

void Connection::begin(Stream& stream, base::TimePoint at) {
  Call& call = *stream.call;
  call.start(at);
  stream.deadline = base::after(call.started, call.options.timeout);
  stream.write_began = stream.last_read = at;
  session_->submit(stream, host_field_,
                   call.needs_extra_fields() ? call.client().extra_fields(call) : std::string_view());
  watch(next_deadline(stream));
}

void Connection::write_rest() {
  const auto written = stream_->write_some(unsent_.rest());
  if (written.kind != Io::bytes) return;  // an error shows up in reading
  unsent_.take(written.count);
}

void Connection::on_ready() {
  if (pending_) return;  // the timer is about to tell it
  if (!unsent_.empty()) {
    write_rest();
    if (unsent_.empty()) flush_soon();
  }
  read_answers();
  // What the answers have led to goes out at once: the server has something to do while we look at others.
  if (in_outbox_ && stream_) {
    context_.http2_outbox.withdraw(*this);
    flush();
  }
  bury();
}

void Connection::read_answers() {
  const std::span<char> buffer(context_.read_buffer);
  while (stream_) {
    const auto got = stream_->read_some(buffer);
    if (got.kind == Io::would_block) break;
    if (got.kind == Io::error) {
      const std::string trouble(stream_->trouble());
      if (!trouble.empty()) return break_off({FailureKind::tls, trouble});
      return break_off({FailureKind::reset, base::system_error(got.error)});
    }
    if (got.kind == Io::end)
      return break_off({FailureKind::closed, "the server closed the connection without an answer"});
    const auto time = now();
    last_heard_ = time;
    const bool going_on = session_->feed({buffer.data(), got.count}, time);
    flush_soon();  // for what the session has to say to that
    tell_changes(time);
    if (!going_on && stream_) return end_session();
    if (got.count < buffer.size() && !stream_->peer_finished()) break;
  }
  close_if_left();
}

// Nobody is on it any more, and nobody will be.
void Connection::close_if_left() {
  const bool of_no_use = stream_ ? silent_ || !session_->accepts() : dial_ != nullptr;
  if (of_no_use && streams_.empty()) close();
}

void Connection::end_session() {
  const std::string why = session_->failure();
  if (why.empty()) return break_off({FailureKind::closed, "the server has ended the session"});
  break_off({FailureKind::malformed, why});
}

void Connection::tell_changes(base::TimePoint at) {
  if (session_->refuses_to_begin()) {
    for (const auto& stream : streams_) session_->refuse_unsent(*stream);
  }
  looking_at_.clear();
  looking_at_.swap(session_->changed());
  for (Stream* stream : looking_at_) {
    stream->changed = false;
    if (stream->call != nullptr) look_at(*stream, at);
  }
}

void Connection::look_at(Stream& stream, base::TimePoint at) {
  used_ |= stream.head_done;
  if (stream.ended && stream.failure) {
    if (!may_be_sent_again(stream)) return end(stream, std::move(stream.failure), at);
    Call& call = release(stream);
    ++call.reconnects;
    return call.client().send_again(call);
  }
  auto failure = take_body(stream, at);
  if (stream.call == nullptr) return;  // whoever was told of the news has given up
  if (failure || stream.ended) end(stream, std::move(failure), at);
}

// What is special about the body, once its head has come.
std::optional<Failure> Connection::take_body(Stream& stream, base::TimePoint at) {
  Call& call = *stream.call;
  const bool special = call.options.streaming || call.response.notes.body();
  if (!special || !stream.head_done || !std::exchange(stream.has_news, false)) return std::nullopt;
  if (!call.content && !call.client().make_content(call)) {
    if (call.options.streaming) call.response.body.clear();  // of a redirect, without a limit
    session_->make_room(stream);
    return std::nullopt;
  }
  auto failure = call.content->take(call.response.body, at);
  if (!failure && stream.ended) failure = call.content->finish(call.response);
  if (failure || stream.ended) return failure;
  if (!call.content->full()) session_->make_room(stream);
  if (call.options.streaming) call.on_data();
  return std::nullopt;
}

void Connection::end(Stream& stream, std::optional<Failure> failure, base::TimePoint at) {
  if (stream.stage == Stream::Stage::out && session_ && (failure || !stream.all_sent)) {
    session_->give_up(stream);
    flush_soon();
  }
  Call& call = release(stream);
  call.failure = std::move(failure);
  call.end(at);
}

// Once, and only what the server has not acted upon: as with HTTP/1, on a connection that has carried answers
// before, since one that dies at once would die again.
bool Connection::may_be_sent_again(const Stream& stream) const {
  const Call& call = *stream.call;
  const Request& request = call.next_request();
  const bool never_sent = stream.stage == Stream::Stage::waits;
  if (call.reconnects > 0 || (request.body_source && !never_sent)) return false;
  if (stream.refused && !stream.answer_began) return true;
  const auto kind = stream.failure->kind;
  if (!used_ || (kind != FailureKind::closed && kind != FailureKind::reset)) return false;
  return never_sent || (!stream.answer_began && request.is_idempotent());
}

// The connection is gone, or was never there: so it is for all that wait on it.
void Connection::break_off(const Failure& failure) {
  const bool connected = stream_ != nullptr;
  close();
  const auto time = now();
  std::vector<Stream*> all;
  for (const auto& stream : streams_) all.push_back(stream.get());
  for (Stream* stream : all) {
    if (stream->call == nullptr) continue;
    const bool cut = failure.kind == FailureKind::closed && stream->answer_began;
    stream->failure =
        cut ? Failure{FailureKind::truncated, "bad answer: the connection closed in the middle of it"}
            : failure;
    if (connected && may_be_sent_again(*stream)) {
      const bool was_sent = stream->stage != Stream::Stage::waits;
      Call& call = release(*stream);
      if (was_sent) ++call.reconnects;
      call.client().send_again(call);
    } else {
      end(*stream, std::move(stream->failure), time);
    }
  }
  bury();
}

bool Connection::give_up(Call& call) {
  Stream& stream = *streams_[call.place()];
  const bool on_its_way = stream.stage != Stream::Stage::waits || dial_;
  if (session_) {
    session_->give_up(stream);
    flush_soon();
  }
  release(stream);
  return on_its_way;
}

void Connection::forget(const Client& client) {
  for (std::size_t i = streams_.size(); i-- > 0;) {
    if (&streams_[i]->call->client() == &client) give_up(*streams_[i]->call);
  }
}

void Connection::read_on(Call& call) {
  if (!session_) return;
  Stream& stream = *streams_[call.place()];
  if (stream.unconsumed > 0) stream.last_read = now();  // until now it was we who kept silent
  session_->make_room(stream);
  watch(next_deadline(stream));
  flush_soon();
}

Call& Connection::release(Stream& stream) {
  Call& call = *std::exchange(stream.call, nullptr);
  if (stream.stage == Stream::Stage::out && session_) session_->forget(stream);
  const std::size_t place = call.place();
  std::swap(streams_[place], streams_.back());
  if (streams_[place]->call != nullptr) streams_[place]->call->attach(*this, place);
  dead_.push_back(std::move(streams_.back()));
  streams_.pop_back();
  call.detach();
  --context_.in_flight;
  return call;
}

base::TimePoint Connection::next_deadline(const Stream& stream) const {
  auto next = stream.deadline;
  const auto& options = stream.call->options;
  if (stream.stage != Stream::Stage::out) return next;
  if (options.read_timeout > base::Duration::zero() && stream.unconsumed == 0) {
    const auto silent_since = stream.all_sent ? stream.last_read : now();  // it has not begun
    next = std::min(next, base::after(silent_since, options.read_timeout));
  }
  if (stream.awaits_continue) next = std::min(next, base::after(stream.last_read, kContinueWithin));
  return next;
}

void Connection::watch(base::TimePoint deadline) {
  if (timer_.is_set() && timer_set_for_ <= deadline) return;
  timer_set_for_ = deadline;
  timer_.set(deadline);
}

void Connection::on_timer() {
  const auto time = now();
  if (pending_) return break_off(*std::exchange(pending_, std::nullopt));
  if (dial_ && time >= base::after(connect_began_, context_.settings.connect_timeout)) {
    return break_off(
        {FailureKind::connect_timeout, fmt::format("{} within {} s", dial_->missing(),
                                                   base::seconds_of(context_.settings.connect_timeout))});
  }
  if (session_) tell_changes(time);
  if (session_ && session_->broken()) end_session();
  looking_at_.clear();
  for (const auto& stream : streams_) looking_at_.push_back(stream.get());
  for (Stream* stream : looking_at_) {
    if (stream->call == nullptr) continue;
    auto late = overdue(*stream, time);
    if (!late) continue;
    // Nothing at all has come since: it may be dead, and new calls go elsewhere.
    silent_ |= last_heard_ <= stream->last_read;
    end(*stream, std::move(late), time);
  }
  close_if_left();
  for (const auto& stream : streams_) watch(next_deadline(*stream));
  if (dial_) watch(base::after(connect_began_, context_.settings.connect_timeout));
  bury();
}

std::optional<Failure> Connection::overdue(Stream& stream, base::TimePoint time) {
  const auto& options = stream.call->options;
  if (time >= stream.deadline) {
    return Failure{FailureKind::timeout,
                   fmt::format("no complete answer within {} s", base::seconds_of(options.timeout))};
  }
  if (time < next_deadline(stream)) return std::nullopt;
  if (!stream.awaits_continue) {
    return Failure{FailureKind::read_timeout,
                   fmt::format("no byte from the server for {} s", base::seconds_of(options.read_timeout))};
  }
  session_->send_body(stream);
  flush_soon();
  return std::nullopt;
}

void Connection::close() {
  dial_.reset();
  session_.reset();
  stream_.reset();
  pending_.reset();
  unsent_.clear();
  waiting_.clear();
  silent_ = false;
}

}  // namespace acrida::http::h2
