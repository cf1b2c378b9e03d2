#include "net/tls_test.h"

#include <array>
#include <cerrno>

namespace acrida::net {
namespace {

using Kind = IoResult::Kind;

std::string text_of_size(std::size_t size) {
  std::string text(size, ' ');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + i % 23);
  return text;
}

TEST_F(TlsTest, CarriesBytesBothWays) {
  connect();
  client_->to_send = "hello";
  server_->to_send = "you";
  turn();
  EXPECT_EQ(server_->received, "hello");
  EXPECT_EQ(client_->received, "you");
  EXPECT_EQ(client_->stream->failure(), "");
}

TEST_F(TlsTest, AMegabyteGoesBothWaysThroughATinyPipe) {
  connect({"localhost"}, 700);
  client_->to_send = server_->to_send = text_of_size(1'000'000);
  turn();
  EXPECT_TRUE(server_->received == text_of_size(1'000'000));
  EXPECT_TRUE(client_->received == text_of_size(1'000'000));
}

TEST_F(TlsTest, NothingIsLeftBehindWithABufferOfOneByte) {
  connect({"localhost"}, 1 << 16, 1);
  client_->to_send = text_of_size(50'000);
  client_->then_finish = true;
  turn();
  EXPECT_TRUE(server_->received == text_of_size(50'000));
  EXPECT_EQ(server_->end.kind, Kind::end);
  EXPECT_TRUE(server_->stream->ended_properly());
}

TEST_F(TlsTest, AnEndThatComesWithTheLastBytesIsSeenAfterThem) {
  connect();
  turn();
  client_->stream->write_some("last");
  client_->stream->finish();
  turn();
  EXPECT_EQ(server_->received, "last");
  EXPECT_EQ(server_->end.kind, Kind::end);
  EXPECT_TRUE(server_->stream->peer_finished());
  EXPECT_TRUE(server_->stream->ended_properly());
  EXPECT_EQ(client_->stream->write_some("more").error, EPIPE);
}

TEST_F(TlsTest, ASideMayFinishAndGoOnReading) {
  connect();
  turn();
  client_->stream->finish();
  turn();
  ASSERT_EQ(server_->end.kind, Kind::end);
  EXPECT_EQ(server_->stream->write_some("answer").count, 6u);
  turn();
  EXPECT_EQ(client_->received, "answer");
}

TEST_F(TlsTest, AnEndWithoutThePeersWordForItIsNotProper) {
  Tap tap;
  auto [near, far] = in_memory_pair(loop_);
  TlsParty server(TlsStream::accept(server_context_, std::make_unique<Tapped>(std::move(far), tap)));
  TlsParty client(client_over(std::move(near)));
  server.to_send = "half of";
  turn();
  tap.cut = true;
  server.stream.reset();
  turn();
  EXPECT_EQ(client.received, "half of");
  EXPECT_EQ(client.end.kind, Kind::end);
  EXPECT_FALSE(client.stream->ended_properly());
}

TEST_F(TlsTest, AStreamThatGoesTakesItsLeave) {
  connect();
  turn();
  server_.reset();
  turn();
  EXPECT_EQ(client_->end.kind, Kind::end);
  EXPECT_TRUE(client_->stream->ended_properly());
}

TEST_F(TlsTest, TheEndWaitsForRoom) {
  connect({"localhost"}, 300);
  turn();
  ASSERT_TRUE(connected());
  server_->stream->on_ready({});  // it reads nothing for now
  ASSERT_GT(client_->stream->write_some(std::string(200, 'x')).count, 0u);
  ASSERT_EQ(client_->stream->write_some(std::string(53, 'x')).count, 53u);  // fills the pipe but for 3 bytes
  client_->stream->finish();
  turn();
  server_->stream->on_ready(async::Callback::to<&TlsParty::on_ready>(server_.get()));
  turn();
  EXPECT_EQ(server_->received.size(), 253u);
  EXPECT_EQ(server_->end.kind, Kind::end);
  EXPECT_TRUE(server_->stream->ended_properly());
}

TEST_F(TlsTest, ABrokenConnectionIsAnErrorWithItsNumber) {
  Tap tap;
  auto [near, far] = in_memory_pair(loop_);
  TlsParty server(TlsStream::accept(server_context_, std::make_unique<Tapped>(std::move(far), tap)));
  TlsParty client(client_over(std::move(near)));
  turn();
  server.stream->on_ready({});
  client.stream->write_some("unread");
  tap.cut = true;
  server.stream.reset();
  turn();
  EXPECT_EQ(client.end.kind, Kind::error);
  EXPECT_EQ(client.end.error, ECONNRESET);
  EXPECT_EQ(client.stream->write_some("more").error, ECONNRESET);
  EXPECT_EQ(client.stream->failure_errno(), ECONNRESET);
  EXPECT_EQ(client.stream->failure(), "the connection broke: Connection reset by peer");
}

TEST_F(TlsTest, WhatAPeerSaidBeforeItWentIsReadThoughWritingFails) {
  connect();
  turn();
  client_->stream->on_ready({});
  server_->stream->write_some("too large");
  server_.reset();
  EXPECT_EQ(client_->stream->write_some("more").error, EPIPE);
  EXPECT_EQ(client_->stream->failure_errno(), EPIPE);
  client_->read();
  EXPECT_EQ(client_->received, "too large");
  EXPECT_EQ(client_->end.kind, Kind::end);
  EXPECT_EQ(client_->stream->write_some("more").error, EPIPE);
}

TEST_F(TlsTest, AnAnswerCostsOneReadBelow) {
  Tap tap;
  auto [near, far] = in_memory_pair(loop_);
  TlsParty server(TlsStream::accept(server_context_, std::move(far)));
  TlsParty client(client_over(std::make_unique<Tapped>(std::move(near), tap)));
  turn();
  tap.reads = 0;
  server.stream->write_some("an answer");
  turn();
  EXPECT_EQ(client.received, "an answer");
  EXPECT_EQ(tap.reads, 1);
  std::array<char, 8> buffer{};
  EXPECT_EQ(client.stream->read_some(buffer).kind, Kind::would_block);
  EXPECT_EQ(tap.reads, 1);
}

TEST_F(TlsTest, ARecordThatComesInPiecesCostsOneReadATelling) {
  Tap tap;
  auto [near, far] = in_memory_pair(loop_, 100);
  TlsParty server(TlsStream::accept(server_context_, std::move(far)));
  TlsParty client(client_over(std::make_unique<Tapped>(std::move(near), tap)));
  turn();
  tap.reads = client.calls = 0;
  server.to_send = std::string(378, 'x');  // four pieces, with what TLS adds
  server.write();
  turn();
  EXPECT_EQ(client.received.size(), 378u);
  // And one in vain, since OpenSSL asks for just the rest of a record that it has begun.
  EXPECT_EQ(tap.reads, client.calls + 1);
}

TEST_F(TlsTest, ThePeersWordIsItsEndThoughTheStreamBelowGoesOn) {
  Tap tap;
  tap.stays = true;
  auto [near, far] = in_memory_pair(loop_);
  TlsParty server(TlsStream::accept(server_context_, std::make_unique<Tapped>(std::move(far), tap)));
  TlsParty client(client_over(std::move(near)));
  turn();
  server.stream->write_some("last");
  server.stream->finish();
  turn();
  EXPECT_EQ(client.received, "last");
  EXPECT_EQ(client.end.kind, Kind::end);
  EXPECT_TRUE(client.stream->ended_properly());
}

TEST_F(TlsTest, BytesThatComeWithTheLastOfTheHandshakeAreReadWithoutBeingTold) {
  auto [near, far] = in_memory_pair(loop_);
  auto server = TlsStream::accept(server_context_, std::move(far));
  auto client = client_over(std::move(near));
  ASSERT_EQ(client->handshake(), TlsStream::Handshake::going_on);
  ASSERT_EQ(server->handshake(), TlsStream::Handshake::going_on);
  loop_.turn();
  ASSERT_EQ(client->handshake(), TlsStream::Handshake::done);
  EXPECT_EQ(client->write_some("early").count, 5u);
  loop_.turn();
  ASSERT_EQ(server->handshake(), TlsStream::Handshake::done);
  std::array<char, 8> buffer{};
  EXPECT_EQ(server->read_some(buffer).count, 5u);
}

TEST_F(TlsTest, AWriteThatWouldBlockIsTriedAgainFromElsewhereAndWithMore) {
  connect({"localhost"}, 1000);
  turn();
  server_->stream->on_ready({});
  const std::string first(2000, 'x');
  ASSERT_EQ(client_->stream->write_some(first).kind, Kind::would_block);
  client_->to_send = first + "and more";
  server_->stream->on_ready(async::Callback::to<&TlsParty::on_ready>(server_.get()));
  turn();
  EXPECT_TRUE(server_->received == first + "and more");
}

TEST_F(TlsTest, AStreamMayBeDestroyedByItsOwnCallback) {
  struct Goes {
    void on_ready() { stream.reset(); }
    std::unique_ptr<Stream> stream;
  } goes;
  connect();
  turn();
  goes.stream = std::move(client_->stream);
  goes.stream->on_ready(async::Callback::to<&Goes::on_ready>(&goes));
  turn();
  EXPECT_EQ(goes.stream, nullptr);
  EXPECT_EQ(server_->end.kind, Kind::end);
}

TEST_F(TlsTest, NothingIsReadOrWrittenBeforeTheHandshake) {
  auto [near, far] = in_memory_pair(loop_);
  const auto client = client_over(std::move(near));
  std::array<char, 8> buffer{};
  EXPECT_EQ(client->read_some(buffer).kind, Kind::would_block);
  EXPECT_EQ(client->write_some("x").kind, Kind::would_block);
  EXPECT_EQ(far->read_some(buffer).kind, Kind::would_block);
}

}  // namespace
}  // namespace acrida::net
