// A server of HTTP/2 over any stream, which answers as it is told to: nghttp2's side of the server.
#pragma once

#include <nghttp2/nghttp2.h>

#include <array>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "async/loop.h"
#include "net/stream.h"

namespace acrida::fakes {

// What a client has asked on one stream.
struct Http2Request {
  std::int32_t stream = 0;
  std::vector<std::pair<std::string, std::string>> fields;  // pseudo-fields too
  std::string body;

  std::string field(std::string_view name) const {
    for (const auto& [each, value] : fields) {
      if (each == name) return value;
    }
    return {};
  }
};

// One connection. The handler is called when a request is complete, or, with `early`, when its head is.
class Http2Connection {
 public:
  using Handler = std::function<void(Http2Connection&, Http2Request&)>;

  Http2Connection(std::unique_ptr<net::Stream> stream, Handler handler, std::uint32_t most_streams,
                  bool early)
      : stream_(std::move(stream)), handler_(std::move(handler)), early_(early) {
    nghttp2_session_callbacks* callbacks = nullptr;
    nghttp2_session_callbacks_new(&callbacks);
    nghttp2_session_callbacks_set_on_header_callback(
        callbacks,
        [](nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name, std::size_t name_length,
           const std::uint8_t* value, std::size_t value_length, std::uint8_t, void* user) {
          self(user).requests_[frame->hd.stream_id].fields.emplace_back(text(name, name_length),
                                                                        text(value, value_length));
          return 0;
        });
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(
        callbacks, [](nghttp2_session*, std::uint8_t, std::int32_t id, const std::uint8_t* data,
                      std::size_t length, void* user) {
          self(user).requests_[id].body += text(data, length);
          return 0;
        });
    nghttp2_session_callbacks_set_on_frame_recv_callback(
        callbacks, [](nghttp2_session*, const nghttp2_frame* frame, void* user) {
          self(user).on_frame(*frame);
          return 0;
        });
    nghttp2_session_callbacks_set_on_stream_close_callback(
        callbacks, [](nghttp2_session*, std::int32_t id, std::uint32_t error, void* user) {
          if (error != NGHTTP2_NO_ERROR) self(user).reset_streams.emplace_back(id, error);
          return 0;
        });
    nghttp2_session* session = nullptr;
    nghttp2_session_server_new(&session, callbacks, this);
    session_.reset(session);
    nghttp2_session_callbacks_del(callbacks);
    const nghttp2_settings_entry settings{NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, most_streams};
    nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, &settings, 1);
    stream_->on_ready(async::Callback::to<&Http2Connection::on_ready>(this));
    send();
  }

  // A head, and then the body at once. `end`: it is complete.
  void answer(std::int32_t id, int status, std::vector<std::pair<std::string, std::string>> fields = {},
              std::string body = {}, bool end = true) {
    Answer& answer = answers_[id];
    answer.body = std::move(body);
    answer.end = end;
    fields.insert(fields.begin(), {":status", std::to_string(status)});
    const auto list = list_of(fields);
    nghttp2_data_provider provider{};
    provider.source.ptr = &answer;
    provider.read_callback = &Http2Connection::read;
    nghttp2_submit_response(session_.get(), id, list.data(), list.size(),
                            answer.body.empty() && end ? nullptr : &provider);
    send();
  }
  // More of a body that was not complete.
  void add(std::int32_t id, std::string_view bytes, bool end) {
    answers_[id].body += bytes;
    answers_[id].end = end;
    nghttp2_session_resume_data(session_.get(), id);
    send();
  }
  // An interim answer.
  void interim(std::int32_t id, int status) {
    const std::vector<std::pair<std::string, std::string>> fields{{":status", std::to_string(status)}};
    const auto list = list_of(fields);
    nghttp2_submit_headers(session_.get(), NGHTTP2_FLAG_NONE, id, nullptr, list.data(), list.size(), nullptr);
    send();
  }
  void reset(std::int32_t id, std::uint32_t error) {
    nghttp2_submit_rst_stream(session_.get(), NGHTTP2_FLAG_NONE, id, error);
    send();
  }
  // Streams above `last` are refused.
  void go_away(std::int32_t last, std::uint32_t error = NGHTTP2_NO_ERROR) {
    nghttp2_submit_goaway(session_.get(), NGHTTP2_FLAG_NONE, last, error, nullptr, 0);
    send();
  }
  void close() { stream_.reset(); }
  bool closed() const { return stream_ == nullptr; }  // by either side
  void say(std::string_view bytes) { stream_->write_some(bytes); }

  std::vector<std::pair<std::int32_t, std::uint32_t>> reset_streams;  // id, error: by either side

 private:
  struct Answer {
    std::string body;
    bool end = true;
  };
  struct Free {
    void operator()(nghttp2_session* session) const { nghttp2_session_del(session); }
  };

  static Http2Connection& self(void* user) { return *static_cast<Http2Connection*>(user); }
  static std::string text(const std::uint8_t* bytes, std::size_t length) {
    return {reinterpret_cast<const char*>(bytes), length};
  }
  static std::vector<nghttp2_nv> list_of(const std::vector<std::pair<std::string, std::string>>& fields) {
    std::vector<nghttp2_nv> list;
    for (const auto& [name, value] : fields) {
      list.push_back({reinterpret_cast<std::uint8_t*>(const_cast<char*>(name.data())),
                      reinterpret_cast<std::uint8_t*>(const_cast<char*>(value.data())), name.size(),
                      value.size(), NGHTTP2_NV_FLAG_NONE});
    }
    return list;
  }
  static ssize_t read(nghttp2_session*, std::int32_t, std::uint8_t* into, std::size_t room,
                      std::uint32_t* flags, nghttp2_data_source* source, void*) {
    auto& answer = *static_cast<Answer*>(source->ptr);
    const std::size_t count = std::min(room, answer.body.size());
    std::copy_n(answer.body.data(), count, into);
    answer.body.erase(0, count);
    if (answer.body.empty() && answer.end) *flags |= NGHTTP2_DATA_FLAG_EOF;
    if (count == 0 && !answer.end) return NGHTTP2_ERR_DEFERRED;
    return static_cast<ssize_t>(count);
  }

  void on_frame(const nghttp2_frame& frame) {
    if (frame.hd.type != NGHTTP2_HEADERS && frame.hd.type != NGHTTP2_DATA) return;
    const bool end = (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
    if (!end && !(early_ && frame.hd.type == NGHTTP2_HEADERS)) return;
    requests_[frame.hd.stream_id].stream = frame.hd.stream_id;
    heard_.push_back(frame.hd.stream_id);
  }
  void on_ready() {
    std::array<char, 16384> buffer{};
    while (stream_) {
      const auto got = stream_->read_some(buffer);
      if (got.kind == net::IoResult::Kind::would_block) break;
      if (got.kind != net::IoResult::Kind::bytes) return stream_.reset();
      if (nghttp2_session_mem_recv(session_.get(), reinterpret_cast<const std::uint8_t*>(buffer.data()),
                                   got.count) < 0)
        return stream_.reset();
      // Not from inside of nghttp2, which must not be asked to send there.
      for (const auto id : std::exchange(heard_, {})) handler_(*this, requests_[id]);
    }
    send();
  }
  void send() {
    while (stream_) {
      if (unsent_.empty()) {
        const std::uint8_t* bytes = nullptr;
        const auto length = nghttp2_session_mem_send(session_.get(), &bytes);
        if (length <= 0) return;
        unsent_ = text(bytes, static_cast<std::size_t>(length));
      }
      const auto written = stream_->write_some(unsent_);
      if (written.kind != net::IoResult::Kind::bytes) return;
      unsent_.erase(0, written.count);
    }
  }

  std::unique_ptr<net::Stream> stream_;
  Handler handler_;
  bool early_;
  std::unique_ptr<nghttp2_session, Free> session_;
  std::map<std::int32_t, Http2Request> requests_;
  std::map<std::int32_t, Answer> answers_;
  std::vector<std::int32_t> heard_;  // streams that the handler is to look at
  std::string unsent_;
};

// Accepts connections until it goes; they stay as long as it does.
class Http2Server {
 public:
  explicit Http2Server(Http2Connection::Handler handler) : handler_(std::move(handler)) {}

  void accept(std::unique_ptr<net::Stream> stream) {
    connections.push_back(
        std::make_unique<Http2Connection>(std::move(stream), handler_, most_streams, early));
  }

  std::uint32_t most_streams = 100;
  bool early = false;
  std::vector<std::unique_ptr<Http2Connection>> connections;

 private:
  Http2Connection::Handler handler_;
};

}  // namespace acrida::fakes
