// TLS over any stream: the one door to OpenSSL.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <acrida/export.h>

#include "base/result.h"
#include "net/stream.h"
#include "net/tls_bio.h"

struct ssl_ctx_st;
struct ssl_st;
struct ssl_session_st;
struct x509_store_ctx_st;

namespace acrida::net {

// Paths of PEM files.
struct TlsFiles {
  std::string trusted;      // who may sign the peers' certificates; empty: the system's roots
  std::string certificate;  // our own, with those that lead from it to a root; empty: a client shows none
  std::string key;          // of that certificate; empty: it is in the same file
};

// What all connections of one thread share. Sees to it that both sides speak TLS 1.2 or newer.
class ACRIDA_API TlsContext {
 public:
  // Reads the files. The error is one sentence that names the file and what is wrong with it.
  static base::Result<TlsContext> for_client(const TlsFiles& files);
  // `protocols`: what the server speaks ("h2", "http/1.1"), comma-separated, the best first, for ALPN.
  static base::Result<TlsContext> for_server(const TlsFiles& files, std::string_view protocols);

 private:
  friend class TlsStream;
  struct Free {
    void operator()(ssl_ctx_st* context) const;
  };
  explicit TlsContext(ssl_ctx_st* context) : context_(context) {}
  base::Result<void> trust(const TlsFiles& files);
  base::Result<void> show(const TlsFiles& files);
  static std::string on_the_wire(std::string_view protocols);

  std::unique_ptr<ssl_ctx_st, Free> context_;
  // In the form that goes over the wire; at an address of its own, which OpenSSL keeps.
  std::unique_ptr<const std::string> protocols_;
};

// What a server has handed out to make the next handshake with it a short one; empty at first. It is good for
// the same Peer alone: a short handshake asks for no certificate.
class ACRIDA_API TlsSession {
 public:
  explicit operator bool() const { return session_ != nullptr; }

 private:
  friend class TlsStream;
  struct Free {
    void operator()(ssl_session_st* session) const;
  };
  std::unique_ptr<ssl_session_st, Free> session_;
};

// A stream whose bytes go through another one encrypted. First of all both sides shake hands: until that is
// done nothing can be read or written.
class ACRIDA_API TlsStream final : public Stream {
 public:
  struct Peer {
    std::string host;              // a name, or an IP address: what the certificate must be made out for
    std::string_view protocols{};  // to be offered by ALPN, as in TlsContext::for_server; empty: none
    bool verify = true;            // that it is the host, and that somebody trusted says so
  };
  // `context` must outlive the stream, and so must `session`, which is resumed if it holds one, and receives
  // what the server hands out.
  static std::unique_ptr<TlsStream> connect(TlsContext& context, std::unique_ptr<Stream> below,
                                            const Peer& peer, TlsSession& session);
  static std::unique_ptr<TlsStream> accept(TlsContext& context, std::unique_ptr<Stream> below);
  ~TlsStream() override;

  enum class Handshake { going_on, done, failed };
  // As far as it goes for now: to be called at first, and each time the stream is ready, until it is over.
  // Once it is done, read without waiting to be told: bytes may have come together with the last of the
  // handshake.
  Handshake handshake();
  // Why it has failed, in a few words for a person: "the certificate has expired (…)". The same words for the
  // same trouble. Also when a read or a write has failed later on, for that may be the handshake's late end:
  // with TLS 1.3 a server refuses a client's certificate when the client is done. "" while all is well.
  const std::string& failure() const { return failure_; }
  // The errno of the stream below when it was that which broke; 0 otherwise.
  int failure_errno() const { return failure_errno_; }
  // What was agreed on by ALPN; empty when nothing was.
  std::string_view protocol() const;
  // The handshake was a short one.
  bool resumed() const;

  // Stream's promises hold here, too: a read that does not fill its buffer has emptied this stream, unless
  // peer_finished(). A stream below that ends without the peer's word for it (close_notify) reads as `end`;
  // what is no TLS, and a peer's alert, as error EPROTO. A write that has not taken all wants the rest next,
  // be it elsewhere or followed by more: some of it may be encrypted already.
  IoResult read_some(std::span<char> into) override;
  IoResult write_some(std::string_view data) override;
  void on_ready(async::Callback callback) override;
  void finish() override;
  bool peer_finished() const override;
  // The peer has said that this is the end: nothing was cut off.
  bool ended_properly() const override;
  std::string_view trouble() const override {
    return failure_errno_ == 0 ? std::string_view(failure_) : std::string_view();
  }

 private:
  friend class TlsContext;
  struct Free {
    void operator()(ssl_st* ssl) const;
  };
  TlsStream(TlsContext& context, std::unique_ptr<Stream> below, TlsSession* session);
  void expect(const Peer& peer);
  void below_ready();
  bool say_goodbye();
  void forget_errors();
  IoResult stopped(int result);
  IoResult not_yet() const;
  // Called by OpenSSL.
  static int verify(x509_store_ctx_st* judged, void*);
  static int judge(int fine, x509_store_ctx_st* judged);
  static int keep_session(ssl_st* ssl, ssl_session_st* session);

  TlsBelow below_;
  std::unique_ptr<ssl_st, Free> ssl_;
  async::Callback ready_;
  Handshake state_ = Handshake::going_on;
  IoResult end_;            // `end` or an error, once reading has come to it; else would_block
  bool finishing_ = false;  // finish() was called
  bool finished_ = false;   // and what it has to send has gone
  std::string host_;
  std::string failure_;
  int failure_errno_ = 0;
  TlsSession* session_;
};

}  // namespace acrida::net
