#include "http/dial.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/file.h"
#include "net/address.h"

namespace acrida::http {

using Io = net::IoResult::Kind;

Dial::Dial(ClientContext& context, const Route& route, std::string_view protocols, net::TlsSession& session,
           Done done)
    : context_(context),
      route_(route),
      protocols_(protocols),
      session_(session),
      done_(std::move(done)),
      began_(now()) {
  attempt_ = context.connector.connect(
      route.first_stop(), [this](net::ConnectResult result) { on_connected(std::move(result)); });
}

std::string_view Dial::missing() const {
  switch (stage_) {
    case Stage::connecting: break;
    case Stage::tunnelling: return "no tunnel through the proxy";
    case Stage::shaking_hands: return "no end of the TLS handshake";
  }
  return "no connection";
}

void Dial::on_connected(net::ConnectResult result) {
  const auto attempt = std::move(attempt_);
  result_.dns = result.dns;
  switch (result.kind) {
    case net::ConnectResult::Kind::connected: break;
    case net::ConnectResult::Kind::refused: return fail(FailureKind::refused, std::move(result.message));
    case net::ConnectResult::Kind::dns: return fail(FailureKind::dns, std::move(result.message));
    case net::ConnectResult::Kind::failed: return fail(FailureKind::unreachable, std::move(result.message));
  }
  stream_ = std::move(result.stream);
  if (route_.tunnelled()) return ask_proxy();
  if (route_.secure) return begin_tls();
  finish();
}

void Dial::ask_proxy() {
  stage_ = Stage::tunnelling;
  const std::string to = net::to_string(route_.authority);
  std::string request = fmt::format("CONNECT {} HTTP/1.1\r\nHost: {}\r\n", to, to);
  if (!route_.proxy->authorization.empty())
    request += fmt::format("Proxy-Authorization: {}\r\n", route_.proxy->authorization);
  request += "\r\n";
  stream_->on_ready(async::Callback::to<&Dial::on_proxy>(this));
  // It fits into the buffer of any connection that nothing was written to.
  const auto written = stream_->write_some(request);
  if (written.kind != Io::bytes || written.count < request.size()) {
    return fail(FailureKind::reset,
                written.kind == Io::error ? base::system_error(written.error) : "the proxy takes no request");
  }
  proxy_parser_.emplace(context_.settings.limits);
  proxy_parser_->begin(true, false, proxy_answer_);
}

void Dial::on_proxy() {
  std::array<char, 4096> buffer{};
  while (true) {
    const auto got = stream_->read_some(buffer);
    if (got.kind == Io::would_block) return;
    if (got.kind == Io::error) return fail(FailureKind::reset, base::system_error(got.error));
    if (got.kind == Io::end) return fail(FailureKind::closed, "the proxy closed the connection");
    std::string_view data(buffer.data(), got.count);
    const auto state = proxy_parser_->feed(data);
    if (state == h1::ResponseParser::State::need_more) continue;
    if (state == h1::ResponseParser::State::failed)
      return fail(proxy_parser_->failure().kind, "the proxy: " + proxy_parser_->failure().text);
    const int status = proxy_answer_.status;
    if (status < 200 || status > 299) {
      return fail(FailureKind::unreachable,
                  fmt::format("the proxy makes no tunnel: {} {}", status, reason_of(status)));
    }
    if (!data.empty()) return fail(FailureKind::malformed, "the proxy speaks before the tunnel was used");
    return begin_tls();
  }
}

void Dial::begin_tls() {
  const auto context = context_.tls();
  if (!context) return fail(FailureKind::tls, context.error().message);
  stage_ = Stage::shaking_hands;
  tls_began_ = now();
  auto tls = net::TlsStream::connect(**context, std::move(stream_),
                                     {route_.authority.host, protocols_, route_.verify}, session_);
  tls_ = tls.get();
  stream_ = std::move(tls);
  stream_->on_ready(async::Callback::to<&Dial::on_tls>(this));
  on_tls();
}

void Dial::on_tls() {
  switch (tls_->handshake()) {
    case net::TlsStream::Handshake::going_on: return;
    case net::TlsStream::Handshake::failed:
      return fail(tls_->failure_errno() == 0 ? FailureKind::tls : FailureKind::reset, tls_->failure());
    case net::TlsStream::Handshake::done: break;
  }
  result_.tls = now() - tls_began_;
  result_.protocol = tls_->protocol();
  finish();
}

void Dial::fail(FailureKind kind, std::string text) {
  result_.failure = Failure{kind, std::move(text)};
  stream_.reset();
  finish();
}

void Dial::finish() {
  result_.connect = now() - began_ - result_.dns - result_.tls;
  if (stream_) stream_->on_ready({});
  result_.stream = std::move(stream_);
  const Done done = std::move(done_);
  done(std::move(result_));  // may destroy this
}

}  // namespace acrida::http
