// The rules of HTTP/2 on one connection, by way of nghttp2: bytes in, bytes out, and what happened to which
// stream.
#pragma once

#include <nghttp2/nghttp2.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "http/failure.h"
#include "http/h2/memory.h"
#include "http/h2/request_fields.h"
#include "http/h2/stream.h"
#include "http/message.h"

namespace acrida::http::h2 {

// Does no input or output itself, and tells nobody: whoever feeds it looks afterwards at what became of the
// streams, which are those that changed() holds.
class Session {
 public:
  // `secure`: what :scheme says.
  Session(Memory& memory, const Limits& limits, bool secure);

  // Begins the stream, which must live until it is closed or given up.
  void submit(Stream& stream, std::string_view host_field, std::string_view extra_fields);
  // The server is told that nobody waits for this stream any more; it is not touched again.
  void give_up(Stream& stream);
  // The body of a request that waited for it may go.
  void send_body(Stream& stream);
  // What was taken in of a stream has been taken away: the server may send more.
  void make_room(Stream& stream);

  // Takes what the server says. False: the connection is of no more use, see failure().
  bool feed(std::string_view bytes, base::TimePoint now);
  // Appends what is to be sent, about `most` bytes of it; false when that was all.
  bool take_output(std::string& out, std::size_t most, base::TimePoint now);

  // The stream is done with: it is not touched again.
  void forget(Stream& stream);
  // The server is leaving, and will not hear of streams that it has not heard of yet.
  bool refuses_to_begin() const { return refuses_to_begin_; }
  // Ends such a stream.
  void refuse_unsent(Stream& stream);

  // Streams that something has happened to, in that order; to be emptied by whoever looks at them.
  std::vector<Stream*>& changed() { return changed_; }
  bool has_news() const { return !changed_.empty() || refuses_to_begin_ || broken_; }
  // New streams may begin: the server has not said that it is leaving.
  bool accepts() const { return accepts_ && !broken_; }
  // Nothing more will come of it, see failure().
  bool broken() const { return broken_; }
  const std::string& failure() const { return failure_; }

 private:
  struct Free {
    void operator()(nghttp2_session* session) const { nghttp2_session_del(session); }
  };
  struct Callbacks;  // how nghttp2 reaches the functions below

  Stream* stream_of(std::int32_t id) const;
  void on_field(Stream& stream, std::string_view name, std::string_view value);
  void on_status(Stream& stream, std::string_view value);
  void on_head(Stream& stream);
  void on_body(Stream& stream, std::string_view bytes);
  void on_received(const nghttp2_frame& frame);
  void on_sent(const nghttp2_frame& frame);
  void on_refused_frame(const nghttp2_frame& frame, int error);
  void on_closed(Stream& stream, std::uint32_t error);
  ssize_t read_body(Stream& stream, std::uint8_t* into, std::size_t room, std::uint32_t& flags);
  void fail(Stream& stream, FailureKind kind, std::string text);
  void note(Stream& stream);
  void look_whether_it_has_ended();

  Limits limits_;
  bool secure_;
  std::unique_ptr<nghttp2_session, Free> session_;
  RequestFields fields_;
  std::vector<Stream*> changed_;
  base::TimePoint now_;
  Stream* filling_ = nullptr;  // whose head is coming in; null: nobody's
  bool accepts_ = true;
  bool ending_ = false;  // somebody has said GOAWAY
  bool broken_ = false;
  bool fed_ = false;
  bool refuses_to_begin_ = false;
  std::string failure_;
};

}  // namespace acrida::http::h2
