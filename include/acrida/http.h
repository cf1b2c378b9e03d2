// Requests and answers of a user: co_await client().post("/predict").json(body).named("predict").check();
#pragma once

#include <chrono>
#include <coroutine>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <acrida/event.h>
#include <acrida/export.h>
#include <acrida/format.h>
#include <acrida/json.h>
#include <acrida/task.h>

namespace acrida {

namespace detail {
class Exchange;
class UserState;
}  // namespace detail

// An answer, or the lack of one. It is filed in the statistics when it arrives; one that was asked for with
// .check() when this object goes, so that success() and failure() can have the last word. Move-only; its
// texts die with it.
class ACRIDA_API Response {
 public:
  Response(Response&& other) noexcept : exchange_(std::exchange(other.exchange_, nullptr)) {}
  Response& operator=(Response&& other) noexcept;
  ~Response();

  int status() const;  // 0: no answer came, see error()
  // Counted as a success: a status below 400 that nobody called a failure, or whatever was called a success.
  bool ok() const;
  std::string_view text() const;
  std::string_view body() const { return text(); }
  // Where it came from, after redirects; without credentials.
  std::string url() const;
  // How many redirects led there.
  unsigned redirects() const;
  // The first field of that name, in any case; empty if there is none.
  std::string_view header(std::string_view name) const;
  // The value of the cookie that this answer itself sets under that name; nullopt: it sets none.
  std::optional<std::string> cookie(std::string_view name) const;
  // Throws JsonError when the body is not JSON: counted as an exception of the task unless it is caught.
  Json json() const;
  // The service time: from the start of the request (looking up the name and connecting included, where it
  // came to that) to the last byte received.
  std::chrono::nanoseconds elapsed() const;
  // Why it counts as a failure; empty when it does not.
  std::string_view error() const;

  // Of an answer asked for with .stream() (std::logic_error otherwise): the bytes that have come since,
  // decoded; nothing at its end. Whether that was a good one ok() tells.
  Task<std::optional<std::string>> read();
  // … or the next event; nothing at its end. Throws std::runtime_error when its type is not
  // text/event-stream. Use one of the two.
  Task<std::optional<Event>> next_event();

  // The verdict; the last one counts. Only for requests with .check(): std::logic_error otherwise.
  void success();
  void failure(std::string_view why);
  template <class First, class... Rest>
  void failure(std::string_view pattern, const First& first, const Rest&... rest) {
    failure(detail::format(pattern, {first, rest...}));
  }

 private:
  friend class Request;
  explicit Response(detail::Exchange* exchange) : exchange_(exchange) {}
  void release() noexcept;

  detail::Exchange* exchange_;
};

// A request being built; it is sent when it is awaited, once. One that is destroyed while it is out is given
// up.
class ACRIDA_API Request {
 public:
  Request(Request&& other) noexcept : exchange_(std::exchange(other.exchange_, nullptr)) {}
  Request& operator=(Request&&) = delete;
  ~Request();

  // A body, with its Content-Type unless .header() has set one.
  Request& json(std::string_view text);
  Request& json(const JsonObject& object) { return json(object.text()); }
  Request& body(std::string_view bytes, std::string_view content_type = "application/octet-stream");
  // One field of a form: percent-encoded, or, if there is a .file(), a part of a multipart/form-data body.
  Request& form(std::string_view name, std::string_view value);
  // One file of a form. The type is guessed from the file's name unless it is given.
  Request& file(std::string_view field, std::string_view filename, std::string_view bytes,
                std::string_view content_type = {});
  // A body that is made while it is sent: `next` appends a piece, and returns false with the last one. It is
  // sent in chunks unless its length in bytes is given, which it must keep to (std::length_error). What
  // `next` throws is thrown where the request is awaited.
  Request& body_from(std::function<bool(std::string& piece)> next,
                     std::optional<std::uint64_t> length = std::nullopt,
                     std::string_view content_type = "application/octet-stream");
  Request& query(std::string_view name,
                 std::string_view value);  // one parameter of the URL; not part of its name
  // Control characters in the value become blanks; a name that is no token throws when the request is
  // awaited.
  Request& header(std::string_view name, std::string_view value);
  // What it is filed under; else the path as it was given. Give paths with ids in them one name.
  Request& named(std::string_view name);
  // valid, boundary, malformed, adversarial: filed beside the name.
  Request& payload_class(std::string_view name);
  // For the whole request, redirects included: 60 s unless set.
  Request& timeout(std::chrono::nanoseconds limit);
  // For any silence of the server after the request was sent.
  Request& read_timeout(std::chrono::nanoseconds limit);
  // Basic authorization, not sent on to other hosts.
  Request& auth(std::string_view user, std::string_view password);
  // Sent with this request, besides those that servers have set for this user.
  Request& cookie(std::string_view name, std::string_view value);
  // Asks for a compressed answer. Answers that are compressed are always decoded.
  Request& compressed();
  // An answer that leads elsewhere is the answer; else up to 30 redirects are followed.
  Request& no_redirects();
  // co_await returns when the answer's head has come; see Response::read() and next_event(). The request is
  // filed at the answer's end, or when its handle goes.
  Request& stream();
  // By way of this proxy: "http://[user:password@]host:port".
  Request& proxy(std::string_view url);
  // Whatever certificate the server shows will do.
  Request& insecure();
  // The task will judge the answer: see Response.
  Request& check();

  // What co_await makes of it. The request itself cannot be the awaiter: GCC 12 copies one that it gets by
  // reference.
  class Awaiter {
   public:
    explicit Awaiter(Request& request) : request_(request) {}
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiting) { request_.send(waiting); }
    Response await_resume() { return request_.answer(); }

   private:
    Request& request_;
  };
  Awaiter operator co_await() { return Awaiter(*this); }

 private:
  friend class Client;
  void send(std::coroutine_handle<> waiting);
  Response answer();
  explicit Request(detail::Exchange* exchange) : exchange_(exchange) {}

  detail::Exchange* exchange_;
};

// A user's HTTP client: one connection, kept alive, and the cookies that servers have set. Paths are appended
// to the host of the run; a whole URL ("https://…") goes where it says.
class ACRIDA_API Client {
 public:
  explicit Client(detail::UserState& user) : user_(user) {}

  Request get(std::string_view path) { return request("GET", path); }
  Request post(std::string_view path) { return request("POST", path); }
  Request put(std::string_view path) { return request("PUT", path); }
  Request patch(std::string_view path) { return request("PATCH", path); }
  Request del(std::string_view path) { return request("DELETE", path); }
  Request head(std::string_view path) { return request("HEAD", path); }
  Request options(std::string_view path) { return request("OPTIONS", path); }
  Request request(std::string_view method, std::string_view path);

  // Forgets all cookies, as a new visitor.
  void clear_cookies();

 private:
  detail::UserState& user_;
};

}  // namespace acrida
