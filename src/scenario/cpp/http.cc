#include <utility>

#include <acrida/http.h>

#include "base/text.h"
#include "http/credentials.h"
#include "http/set_cookie.h"
#include "scenario/cpp/exchange.h"
#include "scenario/cpp/user_state.h"

namespace acrida {

Response& Response::operator=(Response&& other) noexcept {
  if (this != &other) {
    release();
    exchange_ = std::exchange(other.exchange_, nullptr);
  }
  return *this;
}

Response::~Response() { release(); }

void Response::release() noexcept {
  if (exchange_ != nullptr) std::exchange(exchange_, nullptr)->settle();
}

int Response::status() const { return exchange_->response.status; }
bool Response::ok() const { return exchange_->error_text().empty(); }
std::string_view Response::text() const { return exchange_->response.body; }
std::string_view Response::header(std::string_view name) const {
  return exchange_->response.fields.find(name);
}
std::optional<std::string> Response::cookie(std::string_view name) const {
  std::optional<std::string> found;
  exchange_->response.fields.for_each([&](std::string_view field, std::string_view value) {
    if (!base::iequals(field, "Set-Cookie")) return;
    const auto cookie = http::parse_set_cookie(value);
    if (cookie && cookie->name == name) found = cookie->value;  // the last one counts, as in a jar
  });
  return found;
}
Json Response::json() const { return Json::parse(text()); }
std::chrono::nanoseconds Response::elapsed() const { return exchange_->finished - exchange_->started; }
std::string Response::url() const { return exchange_->url(); }
unsigned Response::redirects() const { return exchange_->redirected ? exchange_->redirected->hops : 0; }
Task<std::optional<std::string>> Response::read() { return exchange_->read(); }
Task<std::optional<Event>> Response::next_event() { return exchange_->next_event(); }
std::string_view Response::error() const { return exchange_->error_text(); }
void Response::success() { exchange_->judge(true, {}); }
void Response::failure(std::string_view why) { exchange_->judge(false, why.empty() ? "failed" : why); }

Request::~Request() {
  if (exchange_ != nullptr) exchange_->settle();
}

Request& Request::json(std::string_view text) { return body(text, "application/json"); }

Request& Request::body(std::string_view bytes, std::string_view content_type) {
  exchange_->set_content_type(content_type);
  exchange_->request.body = bytes;
  return *this;
}

Request& Request::form(std::string_view name, std::string_view value) {
  exchange_->add_form(name, value);
  return *this;
}

Request& Request::query(std::string_view name, std::string_view value) {
  exchange_->add_query(name, value);
  return *this;
}

Request& Request::file(std::string_view field, std::string_view filename, std::string_view bytes,
                       std::string_view content_type) {
  exchange_->add_file(field, filename, bytes, content_type);
  return *this;
}

Request& Request::body_from(std::function<bool(std::string& piece)> next, std::optional<std::uint64_t> length,
                            std::string_view content_type) {
  exchange_->set_content_type(content_type);
  exchange_->set_body_source(std::move(next), length);
  return *this;
}

Request& Request::header(std::string_view name, std::string_view value) {
  if (!exchange_->request.fields.add(name, value)) {
    exchange_->trouble = "'" + std::string(name) + "' cannot be the name of a header";
  }
  return *this;
}

Request& Request::named(std::string_view name) {
  exchange_->name = name;
  return *this;
}

Request& Request::payload_class(std::string_view name) {
  exchange_->payload_class = name;
  return *this;
}

Request& Request::timeout(std::chrono::nanoseconds limit) {
  exchange_->own_options().timeout = limit;
  return *this;
}

Request& Request::read_timeout(std::chrono::nanoseconds limit) {
  exchange_->own_options().read_timeout = limit;
  return *this;
}

Request& Request::auth(std::string_view user, std::string_view password) {
  return header("Authorization", http::basic_authorization(user, password));
}

Request& Request::cookie(std::string_view name, std::string_view value) {
  exchange_->add_cookie(name, value);
  return *this;
}

Request& Request::compressed() { return header("Accept-Encoding", "gzip, deflate, br, zstd"); }

Request& Request::no_redirects() {
  exchange_->own_options().most_redirects = 0;
  return *this;
}

Request& Request::stream() {
  exchange_->own_options().streaming = true;
  return *this;
}

Request& Request::proxy(std::string_view url) {
  exchange_->set_proxy(url);
  return *this;
}

Request& Request::insecure() {
  exchange_->own_options().verify = false;
  return *this;
}

Request& Request::check() {
  exchange_->check = true;
  return *this;
}

Response Request::answer() {
  Response response(std::exchange(exchange_, nullptr));
  response.exchange_->rethrow_trouble();
  return response;
}

void Request::send(std::coroutine_handle<> waiting) { exchange_->start(waiting); }

Request Client::request(std::string_view method, std::string_view path) {
  detail::Exchange* exchange = user_.pool().take();
  exchange->aim(user_, method, path);
  return Request(exchange);
}

void Client::clear_cookies() { user_.http().cookies().clear(); }

}  // namespace acrida
