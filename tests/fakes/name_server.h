// A name server on the loopback, UDP and TCP, in the loop of whoever asks it.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "async/loop.h"
#include "base/fd.h"
#include "net/tcp.h"

namespace acrida::fakes {

inline std::string two_bytes(std::size_t number) {
  return {static_cast<char>(number >> 8 & 0xff), static_cast<char>(number & 0xff)};
}

class NameServer final : private async::Watch {
 public:
  static constexpr std::size_t kA = 1, kCname = 5, kAaaa = 28;

  struct Query {
    std::string name;  // with dots
    std::size_t type = 0;
    bool by_tcp = false;
    std::string bytes;
  };
  struct Record {
    std::string name;
    std::size_t type;
    std::string data;
  };
  // The answer's bytes; empty: silence.
  using Handler = std::function<std::string(const Query&)>;

  NameServer(async::Loop& loop, Handler handler) : loop_(loop), handler_(std::move(handler)) {
    while (!tcp_) listen();
    loop_.poller().watch(udp_.get(), *this);
  }
  ~NameServer() { loop_.poller().forget(udp_.get(), *this); }

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  const std::vector<Query>& asked() const { return asked_; }
  // Asks the handler again about all that it was silent to by UDP.
  void break_silence() {
    for (const auto& [bytes, from] : std::exchange(unanswered_, {})) reply(bytes, from);
  }

  static Record a(const std::string& name, const char* ip) {
    in_addr address{};
    ::inet_pton(AF_INET, ip, &address);
    return {name, kA, {reinterpret_cast<const char*>(&address), sizeof address}};
  }
  static Record aaaa(const std::string& name, const char* ip) {
    in6_addr address{};
    ::inet_pton(AF_INET6, ip, &address);
    return {name, kAaaa, {reinterpret_cast<const char*>(&address), sizeof address}};
  }
  static Record cname(const std::string& name, const std::string& real) { return {name, kCname, wire(real)}; }
  // Those of the records that are of the type asked for, with the CNAMEs that lead to them.
  static std::string answer(const Query& query, const std::vector<Record>& records, std::size_t code = 0,
                            bool truncated = false) {
    std::string body;
    std::size_t count = 0;
    for (const Record& each : records) {
      if (each.type != query.type && each.type != kCname) continue;
      body += wire(each.name) + two_bytes(each.type) + two_bytes(1) + two_bytes(0) + two_bytes(60);
      body += two_bytes(each.data.size()) + each.data;
      ++count;
    }
    return query.bytes.substr(0, 2) + two_bytes(0x8180 | code | (truncated ? 0x200u : 0u)) + two_bytes(1) +
           two_bytes(count) + two_bytes(0) + two_bytes(0) + query.bytes.substr(12) + body;
  }

 private:
  // A port that is free for UDP may be taken for TCP.
  void listen() {
    udp_ = base::Fd(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof at;
    if (::bind(udp_.get(), reinterpret_cast<sockaddr*>(&at), sizeof at) != 0)
      throw std::runtime_error("no loopback for a name server");
    ::getsockname(udp_.get(), reinterpret_cast<sockaddr*>(&at), &length);
    port_ = ntohs(at.sin_port);
    auto listening = net::TcpListener::open(
        loop_, {"127.0.0.1", port_}, false, [this](std::unique_ptr<net::Stream> stream) {
          callers_.push_back(std::make_unique<Caller>(*this, std::move(stream)));
        });
    if (listening) tcp_ = std::move(*listening);
  }

  struct Caller {
    Caller(NameServer& its_server, std::unique_ptr<net::Stream> its_stream)
        : server(its_server), stream(std::move(its_stream)) {
      stream->on_ready(async::Callback::to<&Caller::on_ready>(this));
    }
    void on_ready() {
      std::array<char, 1024> buffer;
      const auto got = stream->read_some(buffer);
      bytes.append(buffer.data(), got.count);
      std::string replies;
      while (bytes.size() >= 2) {
        const std::size_t size =
            static_cast<unsigned char>(bytes[1]);  // no question is longer than 255 bytes
        if (bytes.size() < 2 + size) break;
        const auto reply = server.reply_to(bytes.substr(2, size), true);
        replies += two_bytes(reply.size()) + reply;
        bytes.erase(0, 2 + size);
      }
      if (!replies.empty()) stream->write_some(replies);
    }
    NameServer& server;
    std::unique_ptr<net::Stream> stream;
    std::string bytes;
  };

  static std::string wire(std::string_view name) {
    std::string bytes;
    while (!name.empty()) {
      const auto label = name.substr(0, name.find('.'));
      bytes += static_cast<char>(label.size());
      bytes += label;
      name.remove_prefix(std::min(name.size(), label.size() + 1));
    }
    return bytes + '\0';
  }

  std::string reply_to(const std::string& bytes, bool by_tcp) {
    Query query{"", 0, by_tcp, bytes};
    std::size_t at = 12;
    for (std::size_t length = 0; (length = static_cast<unsigned char>(bytes.at(at))) != 0; at += length + 1)
      query.name += (query.name.empty() ? "" : ".") + bytes.substr(at + 1, length);
    query.type = static_cast<unsigned char>(bytes.at(at + 2));
    asked_.push_back(query);
    return handler_(query);
  }

  void on_event(bool) override {
    std::array<char, 1024> buffer;
    sockaddr_in from{};
    socklen_t length = sizeof from;
    auto* sender = reinterpret_cast<sockaddr*>(&from);
    for (ssize_t n = 0; (n = ::recvfrom(udp_.get(), buffer.data(), buffer.size(), 0, sender, &length)) > 0;)
      reply({buffer.data(), static_cast<std::size_t>(n)}, from);
  }
  void reply(const std::string& bytes, const sockaddr_in& to) {
    const auto answer = reply_to(bytes, false);
    if (answer.empty()) return unanswered_.emplace_back(bytes, to), void();
    ::sendto(udp_.get(), answer.data(), answer.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to);
  }

  async::Loop& loop_;
  Handler handler_;
  base::Fd udp_;
  std::uint16_t port_ = 0;
  std::unique_ptr<net::TcpListener> tcp_;
  std::vector<std::unique_ptr<Caller>> callers_;
  std::vector<Query> asked_;
  std::vector<std::pair<std::string, sockaddr_in>> unanswered_;
};

}  // namespace acrida::fakes
