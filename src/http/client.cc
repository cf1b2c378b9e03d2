#include "http/client.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "http/credentials.h"
#include "http/h1/connection.h"
#include "http/h2/pool.h"
#include "http/redirect.h"

namespace acrida::http {

namespace {

// Without what describes a body that is not there, and what is none of another server's business.
Fields fields_for(const Hop& hop, const Fields& fields) {
  constexpr std::array<std::string_view, 6> kOfBody{"Content-Type",     "Content-Length", "Transfer-Encoding",
                                                    "Content-Encoding", "Expect",         "Content-Language"};
  constexpr std::array<std::string_view, 4> kPrivate{"Authorization", "Cookie", "Proxy-Authorization",
                                                     "Host"};
  const auto among = [](const auto& names, std::string_view name) {
    return std::any_of(names.begin(), names.end(), [&](auto each) { return base::iequals(each, name); });
  };
  Fields kept;
  fields.for_each([&](std::string_view name, std::string_view value) {
    if (hop.drop_body && among(kOfBody, name)) return;
    if (hop.drop_credentials && among(kPrivate, name)) return;
    kept.add(name, value);
  });
  return kept;
}

// What has come, and from where.
Call::Earlier earlier(const Call& call, const Url& server) {
  Url from = server;
  from.target = call.next_request().target;
  return {call.response.status, call.next_request().method, from.text(), call.response.reason,
          call.response.fields};
}

}  // namespace

Client::Client(ClientContext& context) : context_(context) {}

Client::~Client() {
  if (context_.shared_http2) context_.shared_http2->forget(*this);
  if (!http2_) return;
  http2_->forget(*this);
  context_.http2_outbox.bury(std::move(http2_));
}

void Client::send(Call& call, const Url& server) {
  call.cancel();
  call.client_ = this;
  call.server_ = &server;
  call.begun_ = false;
  call.failure.reset();
  call.content.reset();
  call.redirected.reset();
  call.dns = call.connect = call.tls = call.sending = {};
  call.bytes_sent = call.bytes_received = 0;
  call.reconnects = 0;
  dispatch(call);
}

const Url& Client::server_of(const Call& call) {
  return call.redirected ? call.redirected->server : *call.server_;
}

void Client::dispatch(Call& call) {
  const Url& server = server_of(call);
  const ClientSettings& settings = context_.settings;
  const ProxyPointer& proxy = call.options.proxy ? call.options.proxy : settings.proxy;
  call.needs_extra_fields_ = cookies_ || proxy || server.has_credentials() || !call.options.cookies.empty();
  if (settings.http2(server.secure)) {
    http2_connection_for(call, server, proxy).send(call);
  } else {
    connection_for(call, server, proxy).send(call);
  }
}

Route Client::route_of(const Call& call) const {
  const Url& server = server_of(call);
  const ClientSettings& settings = context_.settings;
  return {server.authority, server.secure, settings.http2(server.secure),
          settings.verify && call.options.verify, call.options.proxy ? call.options.proxy : settings.proxy};
}

// As comparing with route_of(call), without making one.
bool Client::fits(const Route& route, const Call& call, const Url& server, const ProxyPointer& proxy) const {
  return route.secure == server.secure && route.verify == (context_.settings.verify && call.options.verify) &&
         same_proxy(route.proxy, proxy) && route.authority == server.authority;
}

h1::Connection& Client::connection_for(const Call& call, const Url& server, const ProxyPointer& proxy) {
  auto& connections = lender_ ? lender_->connections_ : connections_;
  const auto is_free = [&](const auto& connection) {
    return !connection->busy() && fits(connection->route(), call, server, proxy);
  };
  auto free = std::find_if(connections.begin(), connections.end(), is_free);
  if (free != connections.end() && !(*free)->open()) {
    const auto open = std::find_if(free, connections.end(), [&](const auto& connection) {
      return is_free(connection) && connection->open();
    });
    if (open != connections.end()) free = open;
  }
  if (free == connections.end()) {
    connections.push_back(std::make_unique<h1::Connection>(context_, route_of(call), server.host_field()));
    free = connections.end() - 1;
  }
  return **free;
}

h2::Connection& Client::http2_connection_for(const Call& call, const Url& server, const ProxyPointer& proxy) {
  if (!context_.shared_http2 && !http2_) http2_ = std::make_unique<h2::Pool>(context_, 1);
  h2::Pool& pool = context_.shared_http2 ? *context_.shared_http2 : *http2_;
  h2::Pool::Group* group = pool.find([&](const Route& route) { return fits(route, call, server, proxy); });
  return pool.pick(group != nullptr ? *group : pool.add(route_of(call), server.host_field()));
}

CookieJar& Client::cookies() {
  if (!cookies_) cookies_ = std::make_unique<CookieJar>();
  return *cookies_;
}

std::string_view Client::extra_fields(const Call& call) {
  const Url& server = server_of(call);
  const auto& proxy = call.options.proxy ? call.options.proxy : context_.settings.proxy;
  const bool has_cookies = (cookies_ && !cookies_->empty()) || !call.options.cookies.empty();
  if (!has_cookies && !server.has_credentials() && !proxy) return {};
  const Fields& own = call.next_request().fields;
  std::string& out = context_.scratch;
  out.clear();
  if (has_cookies && !own.contains("Cookie")) append_cookies(call, out);
  if (server.has_credentials() && !own.contains("Authorization"))
    out += fmt::format("Authorization: {}\r\n", basic_authorization(server.user, server.password));
  if (proxy && !proxy->authorization.empty() && !route_of(call).tunnelled())
    out += fmt::format("Proxy-Authorization: {}\r\n", proxy->authorization);
  return out;
}

void Client::append_cookies(const Call& call, std::string& out) {
  constexpr std::string_view kName = "Cookie: ";
  const std::size_t begin = out.size();
  out += kName;
  Url at = server_of(call);
  at.target = call.next_request().target;
  const bool any = cookies_ && cookies_->append(at, context_.loop.clock().wall_now(), out);
  if (!call.options.cookies.empty() && !(call.redirected && call.redirected->abroad)) {
    if (any) out += "; ";
    out += call.options.cookies;
  }
  if (out.size() == begin + kName.size()) {
    out.resize(begin);
  } else {
    out += "\r\n";
  }
}

bool Client::make_content(Call& call) {
  const auto& options = call.options;
  if (leads_on(call) || (!options.streaming && !options.keep_body)) return false;
  call.content = std::make_unique<Content>(call.response, options.streaming, context_.decoders);
  return true;
}

void Client::on_end(Call& call) {
  const Notes notes = call.response.notes;
  if (!call.failure && (notes.location || notes.set_cookie)) {
    if (notes.set_cookie) keep_cookies(call);
    if (leads_on(call) && follow(call)) return;
  }
  call.on_done();
}

void Client::keep_cookies(const Call& call) {
  Url from = server_of(call);
  from.target = call.next_request().target;
  const auto now = context_.loop.clock().wall_now();
  call.response.fields.for_each([&](std::string_view name, std::string_view value) {
    if (base::iequals(name, "set-cookie")) cookies().store(from, value, now);
  });
}

bool Client::leads_on(const Call& call) const {
  const int status = call.response.status;
  return call.options.most_redirects > 0 && call.response.notes.location && status >= 301 && status <= 308 &&
         (status <= 303 || status >= 307);
}

// Whether the call goes on elsewhere; if it cannot, it has failed.
bool Client::follow(Call& call) {
  const Request& asked = call.next_request();
  Url here = server_of(call);
  here.target = asked.target;
  auto hop = next_hop(
      {call.response.status, asked.method, call.response.fields.find("Location"), here, !asked.body_source});
  if (!hop) {
    call.failure = hop.error();
    return false;
  }
  if (!*hop) return false;
  if (call.redirected && call.redirected->hops == call.options.most_redirects) {
    call.failure =
        Failure{FailureKind::redirects, fmt::format("more than {} redirects", call.options.most_redirects)};
    return false;
  }
  go_on(call, std::move(**hop));
  return true;
}

void Client::go_on(Call& call, Hop hop) {
  if (!call.redirected) {
    call.redirected = std::make_unique<Call::Redirected>();
    call.redirected->request = call.request;
  }
  Call::Redirected& there = *call.redirected;
  if (call.options.keep_hops) there.earlier.push_back(earlier(call, server_of(call)));
  ++there.hops;
  there.abroad |= hop.drop_credentials;
  there.waiting += std::max(base::Duration::zero(), call.first_byte - call.sent);
  there.receiving += call.finished - call.first_byte;
  there.request.method = std::move(hop.method);
  there.request.target = hop.url.target;
  there.request.fields = fields_for(hop, there.request.fields);
  if (hop.drop_body) {
    there.request.body.clear();
    there.request.body_source = nullptr;
  }
  there.server = std::move(hop.url);
  call.content.reset();
  dispatch(call);
}

}  // namespace acrida::http
