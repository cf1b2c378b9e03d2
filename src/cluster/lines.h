// Lines of text over a stream, both ways.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <acrida/export.h>

#include "net/stream.h"

namespace acrida::cluster {

// What cannot be sent yet is kept until there is room. A line longer than kLongest ends the conversation.
class ACRIDA_API Lines {
 public:
  static constexpr std::size_t kLongest = std::size_t{256} << 20;  // bytes

  struct Events {
    std::function<void(std::string_view line)> on_line;  // without its newline; valid for the call
    // Nothing more will come; not called from inside send(). May destroy the Lines.
    std::function<void()> on_end;
  };

  Lines(std::unique_ptr<net::Stream> stream, Events events);

  // `line` has no newline in it. Once the conversation is over nothing happens.
  void send(std::string_view line);
  // Tells the lines that have come already.
  void read_rest() { (void)read(); }
  // Everything that was sent has left.
  bool flushed() const { return unsent_.size() == sent_; }

 private:
  void on_ready();
  bool read();
  void cut_lines();
  void write();
  void end();

  std::unique_ptr<net::Stream> stream_;
  Events events_;
  std::string unsent_;
  std::size_t sent_ = 0;  // of unsent_
  std::string unread_;
  std::size_t searched_ = 0;  // no newline in so many bytes of unread_
  bool dead_ = false, ended_ = false;
};

}  // namespace acrida::cluster
