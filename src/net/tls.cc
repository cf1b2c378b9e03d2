#include "net/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cerrno>
#include <utility>

#include <fmt/format.h>

#include "base/file.h"
#include "net/tls_words.h"

namespace acrida::net {
namespace {

TlsRole role_of(const SSL* ssl) { return SSL_is_server(ssl) == 1 ? TlsRole::server : TlsRole::client; }

const SSL* ssl_of(X509_STORE_CTX* judged) {
  return static_cast<SSL*>(X509_STORE_CTX_get_ex_data(judged, SSL_get_ex_data_X509_STORE_CTX_idx()));
}

}  // namespace

void TlsSession::Free::operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
void TlsStream::Free::operator()(SSL* ssl) const { SSL_free(ssl); }

TlsStream::TlsStream(TlsContext& context, std::unique_ptr<Stream> below, TlsSession* session)
    : below_{std::move(below)}, ssl_(SSL_new(context.context_.get())), session_(session) {
  BIO* bio = new_bio(below_);
  SSL_set_bio(ssl_.get(), bio, bio);
  SSL_set_app_data(ssl_.get(), this);
  below_.stream->on_ready(async::Callback::to<&TlsStream::below_ready>(this));
}

std::unique_ptr<TlsStream> TlsStream::connect(TlsContext& context, std::unique_ptr<Stream> below,
                                              const Peer& peer, TlsSession& session) {
  std::unique_ptr<TlsStream> stream(new TlsStream(context, std::move(below), &session));
  SSL_set_connect_state(stream->ssl_.get());
  stream->expect(peer);
  if (session) SSL_set_session(stream->ssl_.get(), session.session_.get());
  return stream;
}

std::unique_ptr<TlsStream> TlsStream::accept(TlsContext& context, std::unique_ptr<Stream> below) {
  std::unique_ptr<TlsStream> stream(new TlsStream(context, std::move(below), nullptr));
  SSL_set_accept_state(stream->ssl_.get());
  return stream;
}

void TlsStream::expect(const Peer& peer) {
  host_ = peer.host;
  if (host_.size() > 1 && host_.ends_with('.')) host_.pop_back();  // it is in no certificate
  X509_VERIFY_PARAM* wanted = SSL_get0_param(ssl_.get());
  if (X509_VERIFY_PARAM_set1_ip_asc(wanted, host_.c_str()) != 1) {
    X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    // Without a name any certificate would do.
    if (host_.empty() || X509_VERIFY_PARAM_set1_host(wanted, host_.data(), host_.size()) != 1) {
      failure_ = "this is no name for a host";
      state_ = Handshake::failed;
      return;
    }
    SSL_set_tlsext_host_name(ssl_.get(), host_.c_str());
  }
  if (!peer.verify) SSL_set_verify(ssl_.get(), SSL_VERIFY_NONE, nullptr);
  if (peer.protocols.empty()) return;
  const std::string protocols = TlsContext::on_the_wire(peer.protocols);
  SSL_set_alpn_protos(ssl_.get(), reinterpret_cast<const unsigned char*>(protocols.data()),
                      static_cast<unsigned int>(protocols.size()));
}

TlsStream::~TlsStream() {
  // To a peer that has gone already it would be in vain.
  if (!finished_ && !peer_finished()) say_goodbye();
  // However it ended, the session may be resumed.
  SSL_set_shutdown(ssl_.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
}

TlsStream::Handshake TlsStream::handshake() {
  if (state_ != Handshake::going_on) return state_;
  forget_errors();
  const int result = SSL_do_handshake(ssl_.get());
  if (result == 1) {
    // A short handshake sees no certificate: what was thought of it when it was seen still counts.
    const int verdict = static_cast<int>(SSL_get_verify_result(ssl_.get()));
    if (verdict == X509_V_OK || SSL_get_verify_mode(ssl_.get()) == SSL_VERIFY_NONE)
      return state_ = Handshake::done;
    failure_ =
        certificate_trouble(role_of(ssl_.get()), verdict, SSL_get0_peer_certificate(ssl_.get()), 0, host_);
    return state_ = Handshake::failed;
  }
  const IoResult why = stopped(result);
  if (why.kind == IoResult::Kind::would_block) return state_;
  if (why.kind == IoResult::Kind::end) {
    failure_ = fmt::format("the {} closed the connection during the handshake",
                           role_of(ssl_.get()) == TlsRole::client ? "server" : "client");
  }
  return state_ = Handshake::failed;
}

// Where nobody asks, no chain of signatures is checked: a fifth of what a handshake costs a client.
int TlsStream::verify(X509_STORE_CTX* judged, void*) {
  if (SSL_get_verify_mode(ssl_of(judged)) != SSL_VERIFY_NONE) return X509_verify_cert(judged);
  X509_STORE_CTX_set_error(judged,
                           X509_V_ERR_APPLICATION_VERIFICATION);  // lest the session pass for verified
  return 1;
}

int TlsStream::judge(int fine, X509_STORE_CTX* judged) {
  if (fine == 1) return 1;
  const SSL* ssl = ssl_of(judged);
  auto* self = static_cast<TlsStream*>(SSL_get_app_data(ssl));
  self->failure_ = certificate_trouble(role_of(ssl), X509_STORE_CTX_get_error(judged),
                                       X509_STORE_CTX_get_current_cert(judged),
                                       X509_STORE_CTX_get_error_depth(judged), self->host_);
  return 0;
}

int TlsStream::keep_session(SSL* ssl, SSL_SESSION* session) {
  static_cast<TlsStream*>(SSL_get_app_data(ssl))->session_->session_.reset(session);
  return 1;  // it is ours now
}

std::string_view TlsStream::protocol() const {
  const unsigned char* chosen = nullptr;
  unsigned int length = 0;
  SSL_get0_alpn_selected(ssl_.get(), &chosen, &length);
  return {reinterpret_cast<const char*>(chosen), length};
}

bool TlsStream::resumed() const { return SSL_session_reused(ssl_.get()) == 1; }

// Whatever is found after a call is then of that call.
void TlsStream::forget_errors() {
  ERR_clear_error();
  below_.error = 0;
}

// What it means that a function of OpenSSL's has not done its work.
IoResult TlsStream::stopped(int result) {
  const int kind = SSL_get_error(ssl_.get(), result);
  if (kind == SSL_ERROR_WANT_READ || kind == SSL_ERROR_WANT_WRITE) return IoResult::would_block();
  // What is wrong with the bytes comes first: the stream below may break only then, under the alert about
  // them.
  const unsigned long error = ERR_peek_error();
  if (error == 0 && below_.error != 0) {
    failure_errno_ = below_.error;
    failure_ = fmt::format("the connection broke: {}", base::system_error(below_.error));
    return IoResult::failed(below_.error);
  }
  if (kind == SSL_ERROR_ZERO_RETURN) return IoResult::end();
  failure_errno_ = 0;
  // On a certificate judge() has had its say.
  if (ERR_GET_REASON(error) != SSL_R_CERTIFICATE_VERIFY_FAILED || failure_.empty())
    failure_ = tls_trouble(role_of(ssl_.get()), error, state_ == Handshake::done);
  return IoResult::failed(EPROTO);
}

IoResult TlsStream::read_some(std::span<char> into) {
  if (state_ != Handshake::done) return not_yet();
  if (end_.kind != IoResult::Kind::would_block) return end_;
  std::size_t filled = 0;
  while (filled < into.size()) {
    if (below_.is_dry() && SSL_has_pending(ssl_.get()) == 0) break;
    forget_errors();
    std::size_t n = 0;
    const int result = SSL_read_ex(ssl_.get(), into.data() + filled, into.size() - filled, &n);
    if (result != 1) {
      end_ = stopped(result);
      break;
    }
    filled += n;
  }
  return filled > 0 ? IoResult::bytes(filled) : end_;
}

IoResult TlsStream::write_some(std::string_view data) {
  if (finishing_) return IoResult::failed(EPIPE);
  if (state_ != Handshake::done) return not_yet();
  if (end_.kind == IoResult::Kind::error) return end_;
  std::size_t taken = 0;
  // All of it, or until the stream below takes no more: only then will it tell when there is room again.
  while (taken < data.size()) {
    forget_errors();
    std::size_t n = 0;
    const int result = SSL_write_ex(ssl_.get(), data.data() + taken, data.size() - taken, &n);
    if (result != 1) {
      if (taken > 0) break;
      return stopped(result);
    }
    taken += n;
  }
  return IoResult::bytes(taken);
}

IoResult TlsStream::not_yet() const {
  if (state_ == Handshake::going_on) return IoResult::would_block();
  return IoResult::failed(failure_errno_ != 0 ? failure_errno_ : EPROTO);
}

void TlsStream::on_ready(async::Callback callback) {
  ready_ = callback;
  below_.stream->on_ready(async::Callback::to<&TlsStream::below_ready>(this));
}

void TlsStream::below_ready() {
  below_.dry = false;
  if (finishing_) finish();
  if (ready_) ready_();  // may destroy this
}

void TlsStream::finish() {
  if (finished_) return;
  finishing_ = true;
  if (!say_goodbye()) return;  // until there is room for it below
  finished_ = true;
  below_.stream->finish();
}

// Sends close_notify. Returns false when that is to be tried again.
bool TlsStream::say_goodbye() {
  if (state_ != Handshake::done || end_.kind == IoResult::Kind::error) return true;
  forget_errors();
  const int result = SSL_shutdown(ssl_.get());
  return result >= 0 || SSL_get_error(ssl_.get(), result) != SSL_ERROR_WANT_WRITE;
}

bool TlsStream::peer_finished() const {
  return end_.kind != IoResult::Kind::would_block || below_.stream->peer_finished();
}

bool TlsStream::ended_properly() const { return end_.kind == IoResult::Kind::end && !below_.ended; }

}  // namespace acrida::net
