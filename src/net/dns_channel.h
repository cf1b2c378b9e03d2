// c-ares on a Loop: one question after the other goes out to /etc/hosts and to the name servers.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "async/loop.h"
#include "async/timer.h"
#include "base/result.h"
#include "net/address.h"

struct ares_channeldata;
struct ares_addrinfo;

namespace acrida::net {

struct DnsOptions {
  std::string servers = {};  // "127.0.0.1:53,[::1]:53"; empty: those of /etc/resolv.conf
  bool hosts_file = true;    // /etc/hosts is asked first
};

class DnsChannel {
 public:
  using Answer = base::Result<std::vector<Address>>;
  using Done = std::function<void(const Answer&)>;

  // Reads /etc/resolv.conf. `loop` must outlive the channel.
  static base::Result<std::unique_ptr<DnsChannel>> open(async::Loop& loop, const DnsOptions& options);
  // Questions that are still out are dropped.
  ~DnsChannel();
  DnsChannel(const DnsChannel&) = delete;
  DnsChannel& operator=(const DnsChannel&) = delete;

  // Both families are asked for, and one that has addresses is enough. `done` is called once, maybe from
  // inside ask(); it must not destroy the channel. The error is one sentence that names the host.
  void ask(const std::string& host, Done done);
  // What it says when the name servers are silent.
  static base::Error no_answer(const std::string& host);

 private:
  class Socket;
  struct Question;

  explicit DnsChannel(async::Loop& loop);
  static void on_socket(void* self, int fd, int readable, int writable);
  static void on_answer(void* question, int status, int timeouts, ares_addrinfo* found);
  void send(std::unique_ptr<Question> question);
  void serve(int fd);
  void on_time();
  void set_timer();

  async::Loop& loop_;
  async::Timer timer_;
  std::map<int, std::unique_ptr<Socket>> sockets_;  // by descriptor; c-ares opens and closes them
  ares_channeldata* ares_ = nullptr;
};

}  // namespace acrida::net
