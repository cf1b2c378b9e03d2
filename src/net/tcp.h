// TCP over a Loop: streams and listening.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include <acrida/export.h>

#include "async/loop.h"
#include "async/timer.h"
#include "base/fd.h"
#include "base/result.h"
#include "net/connector.h"
#include "net/stream.h"

namespace acrida::net {

// Non-blocking, sends without delay; none, and errno, when the system has no more.
base::Fd new_tcp_socket(int family);

// A connected socket, watched by the loop from its first to its last moment.
class ACRIDA_API TcpStream final : public Stream, private async::Watch {
 public:
  // `socket` is non-blocking. `loop` must outlive the stream.
  TcpStream(async::Loop& loop, base::Fd socket);
  ~TcpStream();

  IoResult read_some(std::span<char> into) override;
  IoResult write_some(std::string_view data) override;
  void on_ready(async::Callback callback) override { ready_ = callback; }
  void finish() override;
  bool peer_finished() const override { return peer_finished_; }

  // The socket's pending error, as an errno; 0 for none. Tells how a connect ended.
  int take_error() const;

 private:
  void on_event(bool peer_finished) override;

  async::Loop& loop_;
  base::Fd socket_;
  async::Callback ready_;
  bool peer_finished_ = false;
};

// Accepts connections until it is destroyed.
class ACRIDA_API TcpListener final : private async::Watch {
 public:
  using Accept = std::function<void(std::unique_ptr<Stream>)>;

  // Several listeners may share one port when all are opened with `share_port` (SO_REUSEPORT): the kernel
  // spreads connections over them. Port 0 picks a free one. The error names the address and the cure.
  static base::Result<std::unique_ptr<TcpListener>> open(async::Loop& loop, const Authority& at,
                                                         bool share_port, Accept accept);
  ~TcpListener();

  std::uint16_t port() const { return port_; }

 private:
  TcpListener(async::Loop& loop, base::Fd socket, std::uint16_t port, Accept accept);
  void on_event(bool) override { accept_all(); }
  void accept_all();

  async::Loop& loop_;
  base::Fd socket_;
  std::uint16_t port_;
  Accept accept_;
  async::Timer pause_;  // set after trouble, such as no descriptors left: to try again a little later
};

}  // namespace acrida::net
