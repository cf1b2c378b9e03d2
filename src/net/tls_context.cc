#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "net/tls.h"

namespace acrida::net {
namespace {

struct FreeAny {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Bio = std::unique_ptr<BIO, FreeAny>;
using Certificate = std::unique_ptr<X509, FreeAny>;
using Key = std::unique_ptr<EVP_PKEY, FreeAny>;

const char* last_reason() {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return reason != nullptr ? reason : "unknown error";
}

// Nobody is asked for a passphrase: `told` says that one is needed.
int no_passphrase(char*, int, int, void* told) {
  *static_cast<bool*>(told) = true;
  return -1;
}

base::Result<std::string> content_of(const std::string& path) {
  constexpr std::size_t kLimit = std::size_t{1} << 24;  // all roots of a system take a quarter of a megabyte
  return base::read_file(path, kLimit);
}

Bio bio_over(const std::string& text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// At least one.
base::Result<std::vector<Certificate>> certificates_in(const std::string& path) {
  const auto text = content_of(path);
  if (!text) return text.error();
  const Bio file = bio_over(*text);
  std::vector<Certificate> found;
  while (Certificate one{PEM_read_bio_X509_AUX(file.get(), nullptr, nullptr, nullptr)}) {
    found.push_back(std::move(one));
  }
  const bool at_the_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  const std::string why = last_reason();
  if (!at_the_end)
    return base::Error{fmt::format("certificate {} in '{}' cannot be read: {}; get the file anew",
                                   found.size() + 1, path, why)};
  if (found.empty())
    return base::Error{fmt::format(
        "'{0}' holds no certificate in PEM; if it is in DER, convert it with: openssl x509 -inform der "
        "-in '{0}' -out certificate.pem",
        path)};
  return found;
}

base::Result<Key> key_in(const std::string& path, std::string_view if_there_is_none) {
  const auto text = content_of(path);
  if (!text) return text.error();
  bool locked = false;
  Key key(PEM_read_bio_PrivateKey(bio_over(*text).get(), nullptr, no_passphrase, &locked));
  ERR_clear_error();
  if (locked)
    return base::Error{
        fmt::format("the key in '{0}' is locked with a passphrase; unlock a copy with: openssl pkey -in "
                    "'{0}' -out unlocked.key",
                    path)};
  if (!key) return base::Error{fmt::format("'{}' holds no private key in PEM{}", path, if_there_is_none)};
  return key;
}

// The client's protocol that we like best; without a common one the handshake ends in an alert that says so.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* length, const unsigned char* offered,
                    unsigned int offered_length, void* ours) {
  const auto& mine = *static_cast<const std::string*>(ours);
  unsigned char* found = nullptr;
  const int outcome =
      SSL_select_next_proto(&found, length, reinterpret_cast<const unsigned char*>(mine.data()),
                            static_cast<unsigned int>(mine.size()), offered, offered_length);
  *chosen = found;
  return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

SSL_CTX* new_context(const SSL_METHOD* method) {
  SSL_CTX* context = SSL_CTX_new(method);
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  // An end without close_notify is told apart by ended_properly(), and is no reason to forget the session.
  SSL_CTX_set_options(context,
                      SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_AUTO_RETRY |
                                SSL_MODE_NO_AUTO_CHAIN);
  SSL_CTX_set_read_ahead(context, 1);
  return context;
}

}  // namespace

void TlsContext::Free::operator()(SSL_CTX* context) const { SSL_CTX_free(context); }

base::Result<TlsContext> TlsContext::for_client(const TlsFiles& files) {
  TlsContext result(new_context(TLS_client_method()));
  SSL_CTX* context = result.context_.get();
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, TlsStream::judge);
  SSL_CTX_set_cert_verify_callback(context, TlsStream::verify, nullptr);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb(context, TlsStream::keep_session);
  if (files.trusted.empty()) {
    SSL_CTX_set_default_verify_paths(context);
  } else if (auto trusted = result.trust(files); !trusted) {
    return trusted.error();
  }
  if (auto shown = result.show(files); !shown) return shown.error();
  return result;
}

base::Result<TlsContext> TlsContext::for_server(const TlsFiles& files, std::string_view protocols) {
  TlsContext result(new_context(TLS_server_method()));
  SSL_CTX* context = result.context_.get();
  // A session is resumed only by servers of the same name.
  constexpr std::string_view kName = "acrida";
  SSL_CTX_set_session_id_context(context, reinterpret_cast<const unsigned char*>(kName.data()), kName.size());
  if (!files.trusted.empty()) {
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, TlsStream::judge);
    if (auto trusted = result.trust(files); !trusted) return trusted.error();
  }
  if (files.certificate.empty())
    return base::Error{"a TLS server needs a certificate: name the PEM file that holds it"};
  if (auto shown = result.show(files); !shown) return shown.error();
  if (!protocols.empty()) {
    result.protocols_ = std::make_unique<const std::string>(on_the_wire(protocols));
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, const_cast<std::string*>(result.protocols_.get()));
  }
  return result;
}

// Each name after a byte that tells its length.
std::string TlsContext::on_the_wire(std::string_view protocols) {
  std::string result;
  for (const std::string_view name : base::split(protocols, ',')) {
    result += static_cast<char>(name.size());
    result += name;
  }
  return result;
}

base::Result<void> TlsContext::trust(const TlsFiles& files) {
  const auto trusted = certificates_in(files.trusted);
  if (!trusted) return trusted.error();
  X509_STORE* store = SSL_CTX_get_cert_store(context_.get());
  X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);  // whoever is named here is trusted, root or not
  for (const Certificate& certificate : *trusted) {
    X509_STORE_add_cert(store, certificate.get());
    SSL_CTX_add_client_CA(context_.get(), certificate.get());  // a server tells its clients
  }
  return {};
}

base::Result<void> TlsContext::show(const TlsFiles& files) {
  if (files.certificate.empty()) {
    if (files.key.empty()) return {};
    return base::Error{
        fmt::format("the key '{}' is of no use without its certificate: name that, too", files.key)};
  }
  const auto ours = certificates_in(files.certificate);
  if (!ours) return ours.error();
  X509* first = ours->front().get();
  const std::string& key_path = files.key.empty() ? files.certificate : files.key;
  const auto key =
      key_in(key_path, files.key.empty() ? "; if the key has a file of its own, name that, too" : "");
  if (!key) return key.error();
  if (X509_check_private_key(first, key->get()) != 1) {
    ERR_clear_error();
    return base::Error{fmt::format(
        "the key in '{}' does not belong to the certificate in '{}'; name the key that it was made with",
        key_path, files.certificate)};
  }
  if (SSL_CTX_use_cert_and_key(context_.get(), first, key->get(), nullptr, 1) != 1)
    return base::Error{
        fmt::format("the certificate in '{}' cannot be used: {}", files.certificate, last_reason())};
  for (std::size_t i = 1; i < ours->size(); ++i) {
    SSL_CTX_add1_chain_cert(context_.get(), (*ours)[i].get());
  }
  return {};
}

}  // namespace acrida::net
