#include <cerrno>
#include <string>

#include "net/tls_test.h"

namespace acrida::net {
namespace {

using Handshake = TlsStream::Handshake;

constexpr std::string_view kTrustIt = "; trust it with --cacert FILE, or skip the check with --insecure";

class TlsHandshakeTest : public TlsTest {
 protected:
  // Why a client refuses a server that shows the certificate `name`; "" if it does not.
  std::string refusal_of(const std::string& name, const TlsStream::Peer& peer = {"localhost"}) {
    server_context_ = server_context(shown(name));
    session_ = {};
    connect(peer);
    turn();
    EXPECT_EQ(client_->state == Handshake::failed, client_->stream->failure() != "");
    return client_->stream->failure();
  }
};

TEST_F(TlsHandshakeTest, IsDoneOnBothSides) {
  connect();
  turn();
  EXPECT_TRUE(connected());
  EXPECT_FALSE(client_->stream->resumed());
  EXPECT_EQ(client_->stream->protocol(), "");
}

TEST_F(TlsHandshakeTest, GoesThroughAPipeOfOneByte) {
  connect({"localhost"}, 1);
  turn();
  EXPECT_TRUE(connected());
}

TEST_F(TlsHandshakeTest, TheServersPreferenceDecidesOnTheProtocol) {
  server_context_ = server_context(shown("server"), "h2,http/1.1");
  connect({"localhost", "http/1.1,h2"});
  turn();
  EXPECT_EQ(client_->stream->protocol(), "h2");
  EXPECT_EQ(server_->stream->protocol(), "h2");
  connect({"localhost", "http/1.1"});
  turn();
  EXPECT_EQ(client_->stream->protocol(), "http/1.1");
  connect();
  turn();
  EXPECT_TRUE(connected());
  EXPECT_EQ(client_->stream->protocol(), "");
}

TEST_F(TlsHandshakeTest, FailsWithoutACommonProtocol) {
  server_context_ = server_context(shown("server"), "h2");
  connect({"localhost", "http/1.1"});
  turn();
  EXPECT_EQ(client_->stream->failure(), "the server refused the connection: no application protocol");
  EXPECT_EQ(server_->state, Handshake::failed);
}

TEST_F(TlsHandshakeTest, TheSecondOneIsShort) {
  connect();
  turn();
  EXPECT_TRUE(session_);  // it came after the handshake
  client_->stream->finish();
  connect();
  turn();
  EXPECT_TRUE(connected());
  EXPECT_TRUE(client_->stream->resumed());
}

TEST_F(TlsHandshakeTest, ASessionSurvivesAConnectionThatIsCut) {
  connect();
  turn();
  server_->stream->on_ready({});
  client_->stream->write_some("unread");
  server_.reset();
  client_.reset();
  connect();
  turn();
  EXPECT_TRUE(client_->stream->resumed());
}

TEST_F(TlsHandshakeTest, ASessionThatWasNotVerifiedIsNoWayAroundVerifying) {
  server_context_ = server_context(shown("self-signed"));
  connect({"localhost", "", false});
  turn();
  ASSERT_TRUE(connected());
  connect();
  turn();
  EXPECT_EQ(client_->state, Handshake::failed);
  EXPECT_NE(client_->stream->failure(), "");
}

TEST_F(TlsHandshakeTest, TheCertificateMayBeMadeOutForAnAddress) {
  EXPECT_EQ(refusal_of("server", {"127.0.0.1"}), "");
  EXPECT_EQ(refusal_of("server", {"::1"}), "");
  EXPECT_EQ(refusal_of("server", {"localhost."}), "");
  EXPECT_EQ(
      refusal_of("server", {"127.0.0.2"}),
      "the certificate is not made out for '127.0.0.2'; it is for localhost, 127.0.0.1, ::1; connect by such "
      "a name, or skip the check with --insecure");
}

TEST_F(TlsHandshakeTest, WithoutANameNoServerIsFine) {
  EXPECT_EQ(refusal_of("server", {""}), "this is no name for a host");
  EXPECT_EQ(refusal_of("server", {std::string("localhost\0.example", 18)}), "this is no name for a host");
  EXPECT_NE(refusal_of("server", {"."}), "");
}

TEST_F(TlsHandshakeTest, ACertificateMayBeTrustedItself) {
  client_context_ = client_context({path("server.pem"), "", ""});
  EXPECT_EQ(refusal_of("server"), "");
}

TEST_F(TlsHandshakeTest, AServerThatIsNotTheHostIsRefused) {
  EXPECT_EQ(
      refusal_of("wrong-host"),
      "the certificate is not made out for 'localhost'; it is for other.example; connect by such a name, or "
      "skip the check with --insecure");
}

TEST_F(TlsHandshakeTest, ACertificateOutOfItsTimeIsRefused) {
  EXPECT_EQ(refusal_of("expired"),
            "the certificate has expired (2021-01-01 00:00 UTC); skip the check with --insecure");
  EXPECT_EQ(refusal_of("not-yet"),
            "the certificate is not valid before 2090-01-01 00:00 UTC; is this machine's clock right? Else "
            "skip the "
            "check with --insecure");
}

TEST_F(TlsHandshakeTest, ACertificateThatNobodyTrustedSignedIsRefused) {
  EXPECT_EQ(refusal_of("self-signed"), "the certificate is self-signed" + std::string(kTrustIt));
  client_context_ = client_context({path("other-ca.pem"), "", ""});
  EXPECT_EQ(refusal_of("server"),
            "nobody trusted has signed the certificate: its issuer 'CN=acrida test CA' is "
            "unknown" +
                std::string(kTrustIt));
  client_context_ = client_context({});
  EXPECT_NE(refusal_of("server"), "");
}

TEST_F(TlsHandshakeTest, ASelfSignedCertificateIsFineOnceTrusted) {
  client_context_ = client_context({path("self-signed.pem"), "", ""});
  EXPECT_EQ(refusal_of("self-signed"), "");
}

TEST_F(TlsHandshakeTest, WithoutVerifyingEveryServerIsFine) {
  for (const auto* name : {"expired", "not-yet", "wrong-host", "self-signed"}) {
    EXPECT_EQ(refusal_of(name, {"localhost", "", false}), "");
    EXPECT_TRUE(connected()) << name;
  }
}

TEST_F(TlsHandshakeTest, TheServerHearsThatItsCertificateWasRefused) {
  refusal_of("expired");
  EXPECT_EQ(server_->stream->failure(), "the client refused the connection: certificate expired");
}

TEST_F(TlsHandshakeTest, AClientCertificateIsShownWhenItIsAskedFor) {
  TlsFiles files = shown("server");
  files.trusted = path("ca.pem");
  server_context_ = server_context(files);
  TlsFiles ours = shown("client");
  ours.trusted = path("ca.pem");
  client_context_ = client_context(ours);
  connect();
  turn();
  EXPECT_TRUE(connected());
}

TEST_F(TlsHandshakeTest, TheLackOfAClientCertificateShowsInTheFirstRead) {
  TlsFiles files = shown("server");
  files.trusted = path("ca.pem");
  server_context_ = server_context(files);
  connect();
  turn();
  EXPECT_EQ(client_->state, Handshake::done);
  EXPECT_EQ(client_->end.kind, IoResult::Kind::error);
  EXPECT_EQ(client_->end.error, EPROTO);
  EXPECT_EQ(client_->stream->failure(),
            "the server refused the connection: certificate required; show it a client certificate");
  EXPECT_EQ(server_->stream->failure(), "the client showed no certificate");
}

TEST_F(TlsHandshakeTest, AnUntrustedClientCertificateIsRefused) {
  TlsFiles files = shown("server");
  files.trusted = path("other-ca.pem");
  server_context_ = server_context(files);
  TlsFiles ours = shown("client");
  ours.trusted = path("ca.pem");
  client_context_ = client_context(ours);
  connect();
  turn();
  EXPECT_EQ(server_->stream->failure(),
            "nobody trusted has signed the certificate: its issuer 'CN=acrida test CA' is unknown");
  EXPECT_EQ(client_->stream->failure(), "the server refused the connection: unknown ca");
}

}  // namespace
}  // namespace acrida::net
