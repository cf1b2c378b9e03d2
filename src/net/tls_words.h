// What has gone wrong with TLS, in words for a person. The same words for the same trouble, so that failures
// can be counted by them.
#pragma once

#include <string>
#include <string_view>

struct x509_st;

namespace acrida::net {

enum class TlsRole { client, server };  // which of them we are

// Why a certificate is not accepted. `problem` is an X509_V_ERR_…; `certificate` the one it is about, at
// `depth`: 0 for the peer's own, more for those that vouch for it. `host` is what we wanted to reach.
std::string certificate_trouble(TlsRole role, int problem, const x509_st* certificate, int depth,
                                std::string_view host);

// What an error of OpenSSL's queue means: an alert from the peer, bytes that are no TLS, or its own reason.
// `shaken`: the handshake is done, so that the peer does speak it.
std::string tls_trouble(TlsRole role, unsigned long error, bool shaken);

}  // namespace acrida::net
