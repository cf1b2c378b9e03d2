#include "http/h2/session.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "http/request_text.h"

namespace acrida::http::h2 {
namespace {

constexpr std::size_t kFrameHead = 9;
// How much a server may send before it must wait for us: enough for any distance, and for a stream that
// nobody reads little enough to be kept.
constexpr std::int32_t kStreamWindow = 4 << 20, kConnectionWindow = 64 << 20;

constexpr std::int32_t kLastStream = INT32_MAX - 1;  // after so many, a connection has used up its numbers

std::string broken_rule(const char* which) {
  return fmt::format("bad answer: it breaks the rules of HTTP/2 ({})", which);
}

std::string_view text_of(const std::uint8_t* bytes, std::size_t length) {
  return {reinterpret_cast<const char*>(bytes), length};
}

bool has_end(const nghttp2_frame& frame) { return (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) != 0; }

}  // namespace

// The C functions that nghttp2 calls, each with the Session as its user data.
struct Session::Callbacks {
  static Session& self(void* user_data) { return *static_cast<Session*>(user_data); }

  static int on_begin(nghttp2_session*, const nghttp2_frame* frame, void* user_data) {
    Session& session = self(user_data);
    Stream* stream = session.filling_ = session.stream_of(frame->hd.stream_id);
    if (stream == nullptr || std::exchange(stream->answer_began, true)) return 0;
    stream->call->first_byte = session.now_;
    return 0;
  }
  static int on_header(nghttp2_session*, const nghttp2_frame*, const std::uint8_t* name,
                       std::size_t name_length, const std::uint8_t* value, std::size_t value_length,
                       std::uint8_t, void* user_data) {
    Session& session = self(user_data);
    // All of a head's fields come in a row.
    Stream* stream = session.filling_;
    if (stream != nullptr)
      session.on_field(*stream, text_of(name, name_length), text_of(value, value_length));
    return 0;
  }
  static int on_frame(nghttp2_session*, const nghttp2_frame* frame, void* user_data) {
    self(user_data).on_received(*frame);
    return 0;
  }
  static int on_data(nghttp2_session* of, std::uint8_t, std::int32_t id, const std::uint8_t* data,
                     std::size_t length, void* user_data) {
    Session& session = self(user_data);
    Stream* stream = session.stream_of(id);
    const bool held = stream != nullptr && stream->call->options.streaming;
    nghttp2_session_consume_connection(of, length);
    if (!held) nghttp2_session_consume_stream(of, id, length);
    if (held) stream->unconsumed += length;
    if (stream != nullptr) session.on_body(*stream, text_of(data, length));
    return 0;
  }
  static int on_close(nghttp2_session*, std::int32_t id, std::uint32_t error, void* user_data) {
    Session& session = self(user_data);
    if (Stream* stream = session.stream_of(id)) session.on_closed(*stream, error);
    return 0;
  }
  static int on_invalid(nghttp2_session*, const nghttp2_frame* frame, int error, void* user_data) {
    self(user_data).on_refused_frame(*frame, error);
    return 0;
  }
  static int on_send(nghttp2_session*, const nghttp2_frame* frame, void* user_data) {
    self(user_data).on_sent(*frame);
    return 0;
  }
  // Requests that were given up before their turn come by here, too: they say nothing about the server.
  static int on_not_sent(nghttp2_session*, const nghttp2_frame* frame, int why, void* user_data) {
    if (frame->hd.type == NGHTTP2_HEADERS && why == NGHTTP2_ERR_START_STREAM_NOT_ALLOWED)
      self(user_data).refuses_to_begin_ = true;
    return 0;
  }
  static ssize_t read(nghttp2_session*, std::int32_t, std::uint8_t* into, std::size_t room,
                      std::uint32_t* flags, nghttp2_data_source* source, void* user_data) {
    return self(user_data).read_body(*static_cast<Stream*>(source->ptr), into, room, *flags);
  }
};

Session::Session(Memory& memory, const Limits& limits, bool secure) : limits_(limits), secure_(secure) {
  nghttp2_session_callbacks* callbacks = nullptr;
  nghttp2_session_callbacks_new(&callbacks);
  nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, Callbacks::on_begin);
  nghttp2_session_callbacks_set_on_header_callback(callbacks, Callbacks::on_header);
  nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, Callbacks::on_frame);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, Callbacks::on_data);
  nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, Callbacks::on_close);
  nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(callbacks, Callbacks::on_invalid);
  nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, Callbacks::on_send);
  nghttp2_session_callbacks_set_on_frame_not_send_callback(callbacks, Callbacks::on_not_sent);
  nghttp2_option* options = nullptr;
  nghttp2_option_new(&options);
  nghttp2_option_set_no_auto_window_update(options, 1);
  nghttp2_session* session = nullptr;
  nghttp2_mem functions = memory.functions();
  nghttp2_session_client_new3(&session, callbacks, this, options, &functions);
  session_.reset(session);
  nghttp2_option_del(options);
  nghttp2_session_callbacks_del(callbacks);
  const std::array<nghttp2_settings_entry, 3> settings{
      {{NGHTTP2_SETTINGS_ENABLE_PUSH, 0},
       {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, static_cast<std::uint32_t>(kStreamWindow)},
       {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, static_cast<std::uint32_t>(limits.header_bytes)}}};
  nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, settings.data(), settings.size());
  nghttp2_session_set_local_window_size(session, NGHTTP2_FLAG_NONE, 0, kConnectionWindow);
}

Stream* Session::stream_of(std::int32_t id) const {
  return static_cast<Stream*>(nghttp2_session_get_stream_user_data(session_.get(), id));
}

void Session::submit(Stream& stream, std::string_view host_field, std::string_view extra_fields) {
  const Request& request = stream.call->next_request();
  fields_.set(request, secure_, host_field, extra_fields);
  stream.awaits_continue = awaits_continue(request);
  nghttp2_data_provider body{};
  body.source.ptr = &stream;
  body.read_callback = &Callbacks::read;
  const bool has_body = !request.body.empty() || request.body_source;
  stream.stage = Stream::Stage::out;
  stream.id = nghttp2_submit_request(session_.get(), nullptr, fields_.list().data(), fields_.list().size(),
                                     has_body ? &body : nullptr, &stream);
  if (stream.id > 0) {
    accepts_ &= stream.id < kLastStream;
    return;
  }
  stream.stage = Stream::Stage::closed;
  fail(stream, FailureKind::cancelled, fmt::format("cannot ask: {}", nghttp2_strerror(stream.id)));
}

void Session::give_up(Stream& stream) {
  if (stream.stage != Stream::Stage::out) return;
  if (filling_ == &stream) filling_ = nullptr;
  stream.stage = Stream::Stage::closed;
  nghttp2_session_set_stream_user_data(session_.get(), stream.id, nullptr);
  nghttp2_submit_rst_stream(session_.get(), NGHTTP2_FLAG_NONE, stream.id, NGHTTP2_CANCEL);
}

void Session::forget(Stream& stream) {
  if (filling_ == &stream) filling_ = nullptr;
  nghttp2_session_set_stream_user_data(session_.get(), stream.id, nullptr);
}

void Session::refuse_unsent(Stream& stream) {
  if (stream.stage != Stream::Stage::out || stream.head_sent || stream.ended) return;
  give_up(stream);  // nghttp2 may hold it still
  stream.ended = stream.refused = true;
  stream.failure = Failure{FailureKind::closed, "the server is leaving (GOAWAY)"};
  note(stream);
}

void Session::send_body(Stream& stream) {
  if (std::exchange(stream.awaits_continue, false)) nghttp2_session_resume_data(session_.get(), stream.id);
}

void Session::make_room(Stream& stream) {
  const auto length = std::exchange(stream.unconsumed, 0);
  if (length > 0 && stream.stage == Stream::Stage::out)
    nghttp2_session_consume_stream(session_.get(), stream.id, length);
}

bool Session::feed(std::string_view bytes, base::TimePoint now) {
  now_ = now;
  if (!std::exchange(fed_, true) && bytes.starts_with("HTTP/1")) {
    broken_ = true;
    failure_ = "bad answer: it is in HTTP/1; the server does not speak HTTP/2 here";
    return false;
  }
  const auto taken = nghttp2_session_mem_recv(
      session_.get(), reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  if (taken < 0) on_refused_frame(nghttp2_frame{}, static_cast<int>(taken));
  broken_ |= taken < 0;
  if (ending_) look_whether_it_has_ended();
  return !broken_;
}

void Session::look_whether_it_has_ended() {
  accepts_ = nghttp2_session_check_request_allowed(session_.get()) != 0;
  broken_ |= nghttp2_session_want_read(session_.get()) == 0;
}

bool Session::take_output(std::string& out, std::size_t most, base::TimePoint now) {
  now_ = now;
  while (out.size() < most) {
    const std::uint8_t* bytes = nullptr;
    const auto length = nghttp2_session_mem_send(session_.get(), &bytes);
    if (length <= 0) {
      if (ending_) look_whether_it_has_ended();
      return false;
    }
    out.append(text_of(bytes, static_cast<std::size_t>(length)));
  }
  return true;
}

void Session::on_field(Stream& stream, std::string_view name, std::string_view value) {
  constexpr std::size_t kOverhead = 32;  // of a field, by the count of SETTINGS_MAX_HEADER_LIST_SIZE
  stream.header_bytes += name.size() + value.size() + kOverhead;
  if (stream.header_bytes > limits_.header_bytes)
    return fail(stream, FailureKind::header_limit, "bad answer: its header is larger than the limit");
  if (stream.head_done) return;  // trailers
  if (name.starts_with(':')) return on_status(stream, value);
  Response& response = stream.call->response;
  response.fields.add_checked(name, value);  // by nghttp2
  response.notes.add(name, value);
}

// Three digits, as nghttp2 has made sure.
void Session::on_status(Stream& stream, std::string_view value) {
  Response& response = stream.call->response;
  response.status = static_cast<int>(base::parse_integer(value).value_or(0));
  response.fields.clear();
  response.notes = {};
}

void Session::on_head(Stream& stream) {
  if (stream.head_done) return;
  const int status = stream.call->response.status;
  if (status == 100) send_body(stream);
  stream.head_done = status >= 200;
}

void Session::on_body(Stream& stream, std::string_view bytes) {
  Response& response = stream.call->response;
  response.body_bytes += bytes.size();
  const auto& options = stream.call->options;
  if (response.body_bytes > limits_.body_bytes && !options.streaming)
    return fail(stream, FailureKind::body_limit, "bad answer: the body is larger than the limit");
  if (options.keep_body || options.streaming) response.body.append(bytes);
}

void Session::on_received(const nghttp2_frame& frame) {
  ending_ |= frame.hd.type == NGHTTP2_GOAWAY;
  if (frame.hd.type == NGHTTP2_RST_STREAM) {
    if (Stream* stream = stream_of(frame.hd.stream_id)) stream->reset = true;
    return;
  }
  const bool is_head = frame.hd.type == NGHTTP2_HEADERS;
  if (!is_head && frame.hd.type != NGHTTP2_DATA) return;
  Stream* stream = stream_of(frame.hd.stream_id);
  if (stream == nullptr) return;
  stream->call->bytes_received += frame.hd.length + kFrameHead;
  stream->last_read = now_;
  if (is_head) on_head(*stream);
  stream->ended |= stream->head_done && has_end(frame);
  stream->has_news = true;
  note(*stream);
}

void Session::on_sent(const nghttp2_frame& frame) {
  if (frame.hd.type == NGHTTP2_GOAWAY) {
    ending_ = true;
    const auto error = frame.goaway.error_code;
    if (error != NGHTTP2_NO_ERROR && failure_.empty()) failure_ = broken_rule(nghttp2_http2_strerror(error));
  }
  if (frame.hd.type != NGHTTP2_HEADERS && frame.hd.type != NGHTTP2_DATA) return;
  Stream* stream = stream_of(frame.hd.stream_id);
  if (stream == nullptr) return;
  stream->head_sent = true;
  stream->call->bytes_sent += frame.hd.length + kFrameHead;
  stream->last_read = now_;
  stream->all_sent = has_end(frame);
  if (!stream->all_sent) return;
  stream->call->sending += now_ - stream->write_began;
  stream->call->sent = now_;
}

// Our side found it wrong, and is about to close the stream or the connection for it.
void Session::on_refused_frame(const nghttp2_frame& frame, int error) {
  auto text = broken_rule(nghttp2_strerror(error));
  Stream* stream = frame.hd.stream_id != 0 ? stream_of(frame.hd.stream_id) : nullptr;
  if (stream != nullptr && !stream->ended) {
    stream->failure = Failure{FailureKind::malformed, text};
    stream->ended = true;
    note(*stream);
  }
  // What is wrong with one stream only may leave the session as it is; else our GOAWAY tells.
  if (frame.hd.stream_id == 0 && failure_.empty()) failure_ = std::move(text);
}

// By the server, or by nghttp2, which has found the answer wrong.
void Session::on_closed(Stream& stream, std::uint32_t error) {
  stream.stage = Stream::Stage::closed;
  note(stream);
  if (stream.ended) return;
  stream.ended = true;
  stream.refused = error == NGHTTP2_REFUSED_STREAM;
  const char* const what = nghttp2_http2_strerror(error);
  stream.failure = stream.reset || stream.refused
                       ? Failure{FailureKind::reset, fmt::format("the server reset the stream ({})", what)}
                       : Failure{FailureKind::malformed, broken_rule(what)};
}

ssize_t Session::read_body(Stream& stream, std::uint8_t* into, std::size_t room, std::uint32_t& flags) {
  if (stream.awaits_continue) return NGHTTP2_ERR_DEFERRED;
  if (stream.call == nullptr) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
  const Request& request = stream.call->next_request();
  const std::string* from = &request.body;
  if (request.body_source) {
    from = &stream.piece;
    while (stream.taken == stream.piece.size() && !stream.last_piece) {
      stream.piece.clear();
      stream.taken = 0;
      const Piece piece = request.body_source(stream.piece);
      if (piece == Piece::broken) {
        stream.failure = Failure{FailureKind::cancelled, "the source of the request's body broke off"};
        stream.ended = true;
        note(stream);
        return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
      }
      stream.last_piece = piece == Piece::last;
    }
  }
  const std::size_t count = std::min(room, from->size() - stream.taken);
  std::copy_n(from->data() + stream.taken, count, into);
  stream.taken += count;
  const bool all = stream.taken == from->size() && (stream.last_piece || !request.body_source);
  if (all) flags |= NGHTTP2_DATA_FLAG_EOF;
  return static_cast<ssize_t>(count);
}

void Session::fail(Stream& stream, FailureKind kind, std::string text) {
  stream.failure = Failure{kind, std::move(text)};
  stream.ended = true;
  give_up(stream);
  note(stream);
}

void Session::note(Stream& stream) {
  if (!std::exchange(stream.changed, true)) changed_.push_back(&stream);
}

}  // namespace acrida::http::h2
