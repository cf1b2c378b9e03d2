#include "net/tls_words.h"

#include <arpa/inet.h>
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/sslerr.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <ctime>
#include <memory>

#include <fmt/format.h>

namespace acrida::net {
namespace {

constexpr std::string_view kSkip = "skip the check with --insecure";
constexpr std::size_t kNamesShown = 4;

// The server says what stands in its certificate, so nothing of it reaches a terminal that is not plain.
std::string plain(std::string_view text) {
  std::string result(text.substr(0, 253));  // no name is longer
  for (char& c : result) {
    if (c < ' ' || c > '~') c = '?';
  }
  return result;
}

std::string_view bytes_of(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

// "CN=Some CA,O=Some Company"
std::string text_of(const X509_NAME* name) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
  X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253);
  char* text = nullptr;
  const long length = BIO_get_mem_data(bio.get(), &text);
  return length > 0 ? plain({text, static_cast<std::size_t>(length)}) : "(no name)";
}

std::string time_text(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return "an unreadable time";
  return fmt::format("{}-{:02}-{:02} {:02}:{:02} UTC", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                     parts.tm_hour, parts.tm_min);
}

std::string address_text(const ASN1_OCTET_STRING* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int length = ASN1_STRING_length(address);
  if (length != 4 && length != 16) return "(no address)";
  ::inet_ntop(length == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data(address), text.data(), text.size());
  return text.data();
}

// Whom a certificate is made out for: "a, b", or its subject if it names no host at all.
std::string names_in(const X509* certificate) {
  const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
      GENERAL_NAMES_free);
  std::string text;
  std::size_t found = 0;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_DNS && name->type != GEN_IPADD) continue;
    if (++found > kNamesShown) return text + ", …";
    if (found > 1) text += ", ";
    text += name->type == GEN_DNS ? plain(bytes_of(name->d.dNSName)) : address_text(name->d.iPAddress);
  }
  return found > 0 ? text : text_of(X509_get_subject_name(certificate));
}

// "tlsv13 alert certificate required" -> "certificate required"
std::string_view alert_name(unsigned long error) {
  const char* reason = ERR_reason_error_string(error);
  if (reason == nullptr) return "unknown";
  std::string_view text = reason;
  text.remove_prefix(std::min(text.find(' ') + 1, text.size()));
  constexpr std::string_view kAlert = "alert ";
  if (text.starts_with(kAlert)) text.remove_prefix(kAlert.size());
  return text;
}

std::string alert_trouble(TlsRole role, unsigned long error, std::string_view peer) {
  constexpr std::array kNoCertificate = {SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED,
                                         SSL_R_SSLV3_ALERT_NO_CERTIFICATE};
  const int reason = ERR_GET_REASON(error);
  if (reason == SSL_R_TLSV1_ALERT_PROTOCOL_VERSION)
    return fmt::format("the {} speaks neither TLS 1.2 nor TLS 1.3 (alert: protocol version)", peer);
  std::string text = fmt::format("the {} refused the connection: {}", peer, alert_name(error));
  if (role == TlsRole::client &&
      std::find(kNoCertificate.begin(), kNoCertificate.end(), reason) != kNoCertificate.end())
    text += "; show it a client certificate";
  return text;
}

}  // namespace

std::string certificate_trouble(TlsRole role, int problem, const X509* certificate, int depth,
                                std::string_view host) {
  if (certificate == nullptr)
    return fmt::format("no certificate: {}", X509_verify_cert_error_string(problem));
  const std::string whose = depth == 0 ? "the certificate"
                                       : fmt::format("the signer's certificate ('{}')",
                                                     text_of(X509_get_subject_name(certificate)));
  const auto with_cure = [&](std::string text, std::string_view cure) {
    return role == TlsRole::client ? fmt::format("{}; {}", text, cure) : text;
  };
  const std::string trust_it = fmt::format("trust it with --cacert FILE, or {}", kSkip);
  switch (problem) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return with_cure(fmt::format("{} has expired ({})", whose, time_text(X509_get0_notAfter(certificate))),
                       kSkip);
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return with_cure(
          fmt::format("{} is not valid before {}", whose, time_text(X509_get0_notBefore(certificate))),
          fmt::format("is this machine's clock right? Else {}", kSkip));
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return with_cure(
          fmt::format("the certificate is not made out for '{}'; it is for {}", host, names_in(certificate)),
          fmt::format("connect by such a name, or {}", kSkip));
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: return with_cure("the certificate is self-signed", trust_it);
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      return with_cure(fmt::format("nobody trusted has signed the certificate: its root '{}' is unknown",
                                   text_of(X509_get_subject_name(certificate))),
                       trust_it);
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return with_cure(fmt::format("nobody trusted has signed the certificate: its issuer '{}' is unknown",
                                   text_of(X509_get_issuer_name(certificate))),
                       trust_it);
    default:
      return with_cure(fmt::format("{} is not accepted: {}", whose, X509_verify_cert_error_string(problem)),
                       kSkip);
  }
}

std::string tls_trouble(TlsRole role, unsigned long error, bool shaken) {
  const std::string_view peer = role == TlsRole::client ? "server" : "client";
  const int reason = ERR_GET_REASON(error);
  const bool from_tls = ERR_GET_LIB(error) == ERR_LIB_SSL;
  if (from_tls && reason > SSL_AD_REASON_OFFSET && reason <= SSL_AD_REASON_OFFSET + 255)
    return alert_trouble(role, error, peer);
  switch (from_tls ? reason : 0) {
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_HTTPS_PROXY_REQUEST:
      if (shaken) return fmt::format("what the {} sends is no TLS any more", peer);
      return role == TlsRole::client ? "the server does not speak TLS; is it http://…?"
                                     : "the client does not speak TLS; does it ask for http://…?";
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_VERSION_TOO_LOW:
    case SSL_R_WRONG_SSL_VERSION: return fmt::format("the {} speaks neither TLS 1.2 nor TLS 1.3", peer);
    case SSL_R_NO_SHARED_CIPHER: return fmt::format("the {} offers no cipher that can be agreed on", peer);
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE: return fmt::format("the {} showed no certificate", peer);
    default: break;
  }
  const char* words = ERR_reason_error_string(error);
  return fmt::format("TLS with the {} failed: {}", peer, words != nullptr ? words : "unknown error");
}

}  // namespace acrida::net
