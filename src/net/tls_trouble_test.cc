// Handshakes with peers that are broken, hostile, or no TLS at all.
#include <algorithm>
#include <array>
#include <cerrno>
#include <string>

#include "net/tls_test.h"

namespace acrida::net {
namespace {

using Handshake = TlsStream::Handshake;

class TlsTroubleTest : public TlsTest {
 protected:
  // Why a client gives up on a server that answers `bytes` and closes.
  std::string failure_after(std::string_view bytes) {
    auto [near, far] = in_memory_pair(loop_);
    TlsParty client(client_over(std::move(near)));
    turn();
    drain(*far);
    far->write_some(bytes);
    far.reset();
    turn();
    EXPECT_EQ(client.state, Handshake::failed);
    return client.stream->failure();
  }
  static std::string drain(Stream& from) {
    std::array<char, 1 << 16> buffer{};
    const auto got = from.read_some(buffer);
    return got.kind == IoResult::Kind::bytes ? std::string(buffer.data(), got.count) : "";
  }
};

TEST_F(TlsTroubleTest, AServerWithoutTlsIsToldFromABrokenOne) {
  constexpr std::string_view kNoTls = "the server does not speak TLS; is it http://…?";
  EXPECT_EQ(failure_after("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"), kNoTls);
  EXPECT_EQ(failure_after("220 mail.example ESMTP\r\n"), kNoTls);
  EXPECT_NE(failure_after(std::string(2000, '\x16')), "");
  EXPECT_NE(failure_after(std::string(2000, '\0')), "");
}

TEST_F(TlsTroubleTest, AServerThatFallsOutOfTlsIsNotCalledOneWithoutIt) {
  auto [near, far] = in_memory_pair(loop_);
  Stream& wire = *far;
  TlsParty server(TlsStream::accept(server_context_, std::move(far)));
  TlsParty client(client_over(std::move(near)));
  turn();
  ASSERT_EQ(client.state, Handshake::done);
  wire.write_some("HTTP/1.1 500 Internal Server Error\r\n\r\n");
  turn();
  EXPECT_EQ(client.end.kind, IoResult::Kind::error);
  EXPECT_EQ(client.stream->failure(), "what the server sends is no TLS any more");
}

TEST_F(TlsTroubleTest, AClientWithoutTlsIsToldToo) {
  auto [near, far] = in_memory_pair(loop_);
  TlsParty server(TlsStream::accept(server_context_, std::move(far)));
  near->write_some("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  turn();
  EXPECT_EQ(server.state, Handshake::failed);
  EXPECT_EQ(server.stream->failure(), "the client does not speak TLS; does it ask for http://…?");
}

TEST_F(TlsTroubleTest, AnAlertIsCalledByItsName) {
  EXPECT_EQ(failure_after({"\x15\x03\x03\x00\x02\x02\x28", 7}),
            "the server refused the connection: handshake failure");
  EXPECT_EQ(failure_after({"\x15\x03\x03\x00\x02\x02\x70", 7}),
            "the server refused the connection: unrecognized name");
  EXPECT_EQ(failure_after({"\x15\x03\x01\x00\x02\x02\x46", 7}),
            "the server speaks neither TLS 1.2 nor TLS 1.3 (alert: protocol version)");
}

TEST_F(TlsTroubleTest, AnOldVersionIsRefused) {
  std::string hello("\x16\x03\x02\x00\x2a\x02\x00\x00\x26\x03\x02", 11);  // a ServerHello of TLS 1.1
  hello += std::string(32, 'r') + std::string("\x00\xc0\x13\x00", 4);
  EXPECT_EQ(failure_after(hello), "the server speaks neither TLS 1.2 nor TLS 1.3");
}

TEST_F(TlsTroubleTest, AServerThatClosesIsToldFromOneThatBreaks) {
  auto [near, far] = in_memory_pair(loop_);
  TlsParty client(client_over(std::move(near)));
  turn();
  far.reset();  // without having read a byte
  turn();
  EXPECT_EQ(client.state, Handshake::failed);
  EXPECT_EQ(client.stream->failure(), "the connection broke: Connection reset by peer");
  EXPECT_EQ(client.stream->failure_errno(), ECONNRESET);

  EXPECT_EQ(failure_after(""), "the server closed the connection during the handshake");
}

// The server's answer, cut off or spoilt at each of its bytes in turn.
class TlsFlightTest : public TlsTroubleTest {
 protected:
  // Lets a client have what `change` leaves of the server's answer, and returns how its handshake stands
  // then; the server has gone when `gone`.
  template <class Change>
  Handshake after(Change change, bool gone) {
    auto [client_below, to_client] = in_memory_pair(loop_);
    auto [server_below, to_server] = in_memory_pair(loop_);
    TlsParty client(client_over(std::move(client_below)));
    TlsParty server(TlsStream::accept(server_context_, std::move(server_below)));
    turn();
    to_server->write_some(drain(*to_client));
    turn();
    std::string flight = drain(*to_server);
    length_ = flight.size();
    change(flight);
    to_client->write_some(flight);
    if (gone) to_client.reset();
    turn();
    EXPECT_EQ(client.state == Handshake::failed, client.stream->failure() != "");
    return client.state;
  }
  std::size_t length_ = 1;  // of the last one: signatures differ in length
};

TEST_F(TlsFlightTest, CutOffAnywhereTheHandshakeWaitsAndFailsWhenTheServerGoes) {
  for (std::size_t n = 0; n < length_; ++n) {
    const auto cut = [n](std::string& flight) { flight.resize(std::min(n, flight.size())); };
    const auto waiting = after(cut, false);
    ASSERT_TRUE(waiting == Handshake::going_on || n >= length_) << n;
    const auto gone = after(cut, true);
    ASSERT_TRUE(gone == Handshake::failed || n >= length_) << n;
  }
  EXPECT_GT(length_, 500u);
}

TEST_F(TlsFlightTest, SpoiltAnywhereTheHandshakeIsNeverDone) {
  for (std::size_t n = 0; n < length_; n += 3) {
    const auto spoil = [n](std::string& flight) {
      if (n < flight.size()) flight[n] = static_cast<char>(flight[n] ^ 0x21);
    };
    const auto spoilt = after(spoil, true);
    ASSERT_TRUE(spoilt == Handshake::failed || n >= length_) << n;
  }
}

}  // namespace
}  // namespace acrida::net
