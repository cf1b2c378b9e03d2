#include "net/tcp_connector.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "net/tcp.h"
#include "tests/fakes/manual_clock.h"

namespace acrida::net {
namespace {

using namespace std::chrono_literals;
using Kind = ConnectResult::Kind;

const Address kFirst = *parse_ip("2001:db8::1"), kSecond = *parse_ip("192.0.2.1"),
              kThird = *parse_ip("192.0.2.2");

// Knows what it is told, and answers questions when the test says so.
class FakeResolver final : public Resolver {
 public:
  Addresses known(const std::string&) override { return addresses; }
  std::unique_ptr<Question> ask(const std::string&, Done done) override {
    answer = std::move(done);
    return std::make_unique<Question>();
  }
  void prefer(const std::string&, const Address& address) override { preferred = address; }

  Addresses addresses;
  Done answer;
  std::optional<Address> preferred;
};

// A network that does with each address what the test wants: what is connected to is one end of a full pipe,
// which becomes ready when the test lets it.
class RaceTest : public testing::Test {
 protected:
  void host_has(std::vector<Address> addresses) {
    resolver_->addresses = std::make_shared<const std::vector<Address>>(std::move(addresses));
  }
  base::Result<base::Fd, int> begin(const Address& to) {
    EXPECT_EQ(to.port(), 80);
    begun_.push_back(to.with_port(0));
    if (const auto error = errors_.find(begun_.size()); error != errors_.end()) return error->second;
    std::array<int, 2> pair{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair.data()), 0);
    while (::write(pair[0], kPiece.data(), kPiece.size()) > 0) {
    }
    far_[begun_.size()] = base::Fd(pair[1]);
    return base::Fd(pair[0]);
  }
  void connect() {
    attempt_ =
        connector_.connect({"host.test", 80}, [this](ConnectResult result) { result_ = std::move(result); });
    EXPECT_FALSE(result_.has_value());  // never from inside connect()
  }
  // The n-th connection that was begun succeeds, or breaks.
  void let_connect(std::size_t nth) {
    std::string read(1 << 20, ' ');
    while (::read(far_[nth].get(), read.data(), read.size()) > 0) {
    }
    loop_.turn();
  }
  void let_break(std::size_t nth) {
    far_[nth].reset();
    loop_.turn();
  }
  bool peer_is_gone(std::size_t nth) {
    std::string read(1 << 20, ' ');
    ssize_t n = 0;
    while ((n = ::read(far_[nth].get(), read.data(), read.size())) > 0) {
    }
    return n == 0;
  }

  const std::string kPiece = std::string(4096, 'x');
  fakes::ManualClock clock_;
  async::EpollPoller poller_{clock_};
  async::Loop loop_{clock_, poller_};
  FakeResolver* resolver_ = new FakeResolver;  // the connector's
  TcpConnector connector_{loop_, std::unique_ptr<Resolver>(resolver_),
                          [this](const Address& to) { return begin(to); }};
  std::vector<Address> begun_;
  std::map<std::size_t, int> errors_;  // by the number of the connection, from 1
  std::map<std::size_t, base::Fd> far_;
  std::unique_ptr<Connector::Attempt> attempt_;
  std::optional<ConnectResult> result_;
};

TEST_F(RaceTest, ASingleAddressNeedsNoTimer) {
  host_has({kFirst});
  connect();
  EXPECT_EQ(loop_.next_deadline(), std::nullopt);
  let_connect(1);
  ASSERT_TRUE(result_.has_value());
  EXPECT_EQ(result_->kind, Kind::connected);
  EXPECT_EQ(result_->dns, 0s);
  EXPECT_EQ(resolver_->preferred, std::nullopt);
}

TEST_F(RaceTest, TheSecondStartsAfterItsHeadStartAndMayWin) {
  host_has({kFirst, kSecond, kThird});
  connect();
  clock_.advance(TcpConnector::kHeadStart - 1ns);
  loop_.turn();
  EXPECT_EQ(begun_, std::vector({kFirst}));
  clock_.advance(1ns);
  loop_.turn();
  EXPECT_EQ(begun_, std::vector({kFirst, kSecond}));
  let_connect(2);
  ASSERT_TRUE(result_.has_value());
  EXPECT_EQ(result_->kind, Kind::connected);
  EXPECT_EQ(resolver_->preferred, kSecond.with_port(80));
  EXPECT_TRUE(peer_is_gone(1));
  EXPECT_EQ(loop_.next_deadline(), std::nullopt);
}

TEST_F(RaceTest, TheFirstMayStillWinAfterTheSecondHasStarted) {
  host_has({kFirst, kSecond});
  connect();
  clock_.advance(TcpConnector::kHeadStart);
  loop_.turn();
  let_connect(1);
  ASSERT_TRUE(result_.has_value());
  EXPECT_EQ(result_->kind, Kind::connected);
  EXPECT_EQ(resolver_->preferred, kFirst.with_port(80));
  EXPECT_TRUE(peer_is_gone(2));
}

TEST_F(RaceTest, WhenOneFailsTheNextStartsAtOnce) {
  host_has({kFirst, kSecond, kThird});
  errors_[1] = ENETUNREACH;
  connect();
  EXPECT_EQ(begun_, std::vector({kFirst, kSecond}));
  let_break(2);
  EXPECT_EQ(begun_, std::vector({kFirst, kSecond, kThird}));
  let_connect(3);
  ASSERT_TRUE(result_.has_value());
  EXPECT_EQ(result_->kind, Kind::connected);
}

TEST_F(RaceTest, WhenAllFailThatOneRefusedIsTheAnswer) {
  host_has({kFirst, kSecond, kThird});
  errors_ = {{1, ENETUNREACH}, {2, ECONNREFUSED}};
  connect();
  loop_.turn();
  EXPECT_FALSE(result_.has_value());  // the third is on its way
  let_break(3);
  loop_.turn();
  ASSERT_TRUE(result_.has_value());
  EXPECT_EQ(result_->kind, Kind::refused);
  EXPECT_EQ(result_->message, "Connection refused");
}

TEST_F(RaceTest, AFailureAtOnceIsToldLater) {
  host_has({kFirst});
  errors_[1] = EMFILE;
  connect();
  loop_.turn();
  ASSERT_TRUE(result_.has_value());
  EXPECT_EQ(result_->kind, Kind::failed);
  EXPECT_NE(result_->message.find("ulimit -n"), std::string::npos);
}

TEST_F(RaceTest, TheTimeOfTheLookupIsTold) {
  connect();
  clock_.advance(30ms);
  resolver_->answer(std::make_shared<const std::vector<Address>>(1, kSecond));
  clock_.advance(5ms);
  let_connect(1);
  ASSERT_TRUE(result_.has_value());
  EXPECT_EQ(result_->kind, Kind::connected);
  EXPECT_EQ(result_->dns, 30ms);
}

TEST_F(RaceTest, ANameWithoutAddressesIsAFailureOfDns) {
  connect();
  clock_.advance(30ms);
  resolver_->answer(base::Error{"no such name"});
  ASSERT_TRUE(result_.has_value());
  EXPECT_EQ(result_->kind, Kind::dns);
  EXPECT_EQ(result_->message, "no such name");
  EXPECT_EQ(result_->dns, 30ms);
}

TEST_F(RaceTest, MayBeGivenUpWhileTwoAreRunning) {
  host_has({kFirst, kSecond, kThird});
  connect();
  clock_.advance(TcpConnector::kHeadStart);
  loop_.turn();
  attempt_.reset();
  EXPECT_TRUE(peer_is_gone(1));
  EXPECT_TRUE(peer_is_gone(2));
  clock_.advance(1h);
  loop_.turn();
  EXPECT_EQ(begun_.size(), 2u);
  EXPECT_FALSE(result_.has_value());
}

// The real network, of the loopback.
class TcpConnectorTest : public testing::Test {
 protected:
  template <class Condition>
  bool turn_until(Condition holds) {
    const auto give_up = clock_.now() + 10s;  // a bound, not a wait
    while (clock_.now() < give_up) {
      if (holds()) return true;
      loop_.turn();
    }
    return false;
  }
  ConnectResult connect(TcpConnector& connector, const Authority& to) {
    std::optional<ConnectResult> result;
    const auto attempt = connector.connect(to, [&](ConnectResult r) { result = std::move(r); });
    EXPECT_FALSE(result.has_value());
    EXPECT_TRUE(turn_until([&] { return result.has_value(); }));
    return std::move(*result);
  }
  auto listen(const std::string& host) {
    return TcpListener::open(loop_, {host, 0}, false, [](const std::unique_ptr<Stream>&) {});
  }

  base::SystemClock clock_;
  async::EpollPoller poller_{clock_};
  async::Loop loop_{clock_, poller_};
  TcpConnector connector_{loop_};
};

TEST_F(TcpConnectorTest, AHostIsFoundWhicheverOfItsAddressesListens) {
  for (const char* host : {"127.0.0.1", "::1"}) {
    const auto listener = listen(host);
    if (!listener) GTEST_SKIP() << listener.error().message;
    auto resolver = std::make_unique<FakeResolver>();
    auto& told = *resolver;
    told.addresses = std::make_shared<const std::vector<Address>>(
        std::vector{*parse_ip("::1"), *parse_ip("127.0.0.1"), *parse_ip("127.0.0.2")});
    TcpConnector connector(loop_, std::move(resolver));
    EXPECT_EQ(connect(connector, {"both.test", (*listener)->port()}).kind, Kind::connected) << host;
    EXPECT_EQ(told.preferred->with_port(0), *parse_ip(host));
    EXPECT_EQ(connect(connector_, {host, (*listener)->port()}).kind, Kind::connected) << host;
  }
}

TEST_F(TcpConnectorTest, LocalhostIsLookedUpOnce) {
  const auto listener = listen("127.0.0.1");
  EXPECT_EQ(connect(connector_, {"localhost", (*listener)->port()}).kind, Kind::connected);
  const auto again = connect(connector_, {"localhost", (*listener)->port()});
  EXPECT_EQ(again.kind, Kind::connected);
  EXPECT_EQ(again.dns, 0s);
}

TEST_F(TcpConnectorTest, ARefusedConnectionIsAResult) {
  std::uint16_t port = 0;
  { port = (*listen("127.0.0.1"))->port(); }  // free again
  for (const char* host : {"127.0.0.1", "localhost"}) {
    const auto result = connect(connector_, {host, port});
    EXPECT_EQ(result.kind, Kind::refused);
    EXPECT_EQ(result.message, "Connection refused");
  }
}

TEST_F(TcpConnectorTest, AnUnknownNameIsADnsError) {
  const auto result = connect(connector_, {"no-such-host.invalid", 80});
  EXPECT_EQ(result.kind, Kind::dns);
  EXPECT_NE(result.message.find("no-such-host.invalid"), std::string::npos);
}

TEST_F(TcpConnectorTest, AnAttemptMayBeGivenUp) {
  const auto listener = listen("127.0.0.1");
  for (const char* host : {"127.0.0.1", "localhost", "no-such-host.invalid"}) {
    connector_.connect({host, (*listener)->port()}, [](const ConnectResult&) { FAIL() << "given up"; })
        .reset();
  }
  for (int i = 0; i < 100; ++i) loop_.turn();
}

}  // namespace
}  // namespace acrida::net
