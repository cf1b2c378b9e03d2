#include "cluster/lines.h"

#include <algorithm>
#include <array>
#include <utility>

namespace acrida::cluster {

using Kind = net::IoResult::Kind;

Lines::Lines(std::unique_ptr<net::Stream> stream, Events events)
    : stream_(std::move(stream)), events_(std::move(events)) {
  stream_->on_ready(async::Callback::to<&Lines::on_ready>(this));
}

void Lines::send(std::string_view line) {
  if (dead_) return;
  unsent_.append(line) += '\n';
  write();
}

void Lines::on_ready() {
  write();
  if (!read()) end();
}

// False at the end.
bool Lines::read() {
  std::array<char, std::size_t{64} << 10> buffer;
  while (true) {
    const auto got = stream_->read_some(buffer);
    if (got.kind == Kind::would_block) return true;
    if (got.kind != Kind::bytes) return false;
    unread_.append(buffer.data(), got.count);
    cut_lines();
    if (unread_.size() > kLongest) return false;
    if (got.count < buffer.size() && !stream_->peer_finished()) return true;
  }
}

void Lines::cut_lines() {
  std::size_t begin = 0;
  for (std::size_t newline; (newline = unread_.find('\n', std::max(begin, searched_))) != std::string::npos;
       begin = newline + 1) {
    events_.on_line(std::string_view(unread_).substr(begin, newline - begin));
  }
  unread_.erase(0, begin);
  searched_ = unread_.size();
}

void Lines::write() {
  while (!dead_ && sent_ < unsent_.size()) {
    const auto took = stream_->write_some(std::string_view(unsent_).substr(sent_));
    if (took.kind == Kind::would_block) return;
    if (took.kind != Kind::bytes) {
      dead_ = true;
      break;
    }
    sent_ += took.count;
  }
  unsent_.clear();
  sent_ = 0;
}

void Lines::end() {
  dead_ = true;
  if (std::exchange(ended_, true)) return;
  const auto tell = std::move(events_.on_end);
  if (tell) tell();
}

}  // namespace acrida::cluster
