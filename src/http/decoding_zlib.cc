#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <new>

#include "http/decoding_coding.h"

namespace acrida::http {
namespace {

// As inflateInit2 wants them.
constexpr int kWindow = MAX_WBITS;
constexpr int kGzip = 16 + kWindow;
constexpr int kRaw = -kWindow;

class Zlib final : public Coding {
 public:
  explicit Zlib(bool gzip) : gzip_(gzip) {
    if (inflateInit2(&stream_, gzip ? kGzip : kWindow) != Z_OK) throw std::bad_alloc();
  }
  Zlib(const Zlib&) = delete;
  Zlib& operator=(const Zlib&) = delete;
  ~Zlib() override { inflateEnd(&stream_); }

  void begin() override {
    part_ = Part::head;
    held_ = 0;
    members_ = 0;
  }

  Step step(std::string_view& in, std::span<char> room) override {
    while (part_ == Part::head) {
      if (in.empty()) return {0, State::need_more};
      head_[held_++] = in.front();
      in.remove_prefix(1);
      if (held_ == head_.size() && !begin_member()) return {0, State::damaged};
    }
    if (part_ == Part::behind) {
      in = {};
      return {0, State::need_more};
    }
    return inflate_some(in, room);
  }

  bool complete() const override {
    return part_ == Part::behind || (part_ == Part::head && (held_ == 0 || members_ > 0));
  }

 private:
  enum class Part { head, content, behind };

  // The two bytes of the head tell what follows.
  bool begin_member() {
    const auto first = static_cast<unsigned char>(head_[0]);
    const auto second = static_cast<unsigned char>(head_[1]);
    taken_ = 0;
    part_ = Part::content;
    if (!gzip_) {
      // Deflate with a window of at most 32 KiB, a check of the two bytes, no dictionary (RFC 1950 §2.2).
      const bool zlib = (first & 0x8f) == 0x08 && (first * 256 + second) % 31 == 0 && (second & 0x20) == 0;
      return inflateReset2(&stream_, zlib ? kWindow : kRaw) == Z_OK;
    }
    if (first == 0x1f && second == 0x8b) return inflateReset(&stream_) == Z_OK;
    part_ = Part::behind;
    return members_ > 0;
  }

  Step inflate_some(std::string_view& in, std::span<char> room) {
    const bool from_head = taken_ < head_.size();
    const std::string_view from =
        from_head ? std::string_view(head_.data(), head_.size()).substr(taken_) : in;
    constexpr std::size_t kMost = std::numeric_limits<uInt>::max();
    // zlib reads through a pointer to what is not const, and leaves it alone.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(from.data()));
    const auto given = static_cast<uInt>(std::min(from.size(), kMost));
    stream_.avail_in = given;
    stream_.next_out = reinterpret_cast<Bytef*>(room.data());
    const auto free = static_cast<uInt>(std::min(room.size(), kMost));
    stream_.avail_out = free;
    const int code = inflate(&stream_, Z_NO_FLUSH);
    const std::size_t used = given - stream_.avail_in;
    const std::size_t made = free - stream_.avail_out;
    if (from_head) {
      taken_ += used;
    } else {
      in.remove_prefix(used);
    }
    if (code == Z_STREAM_END) {
      ++members_;
      held_ = 0;
      part_ = gzip_ ? Part::head : Part::behind;
      return {made, State::go_on};
    }
    if (code != Z_OK && code != Z_BUF_ERROR) return {made, State::damaged};
    const bool done = taken_ == head_.size() && in.empty() && stream_.avail_out > 0;
    return {made, done ? State::need_more : State::go_on};
  }

  const bool gzip_;
  z_stream stream_{};
  Part part_ = Part::head;
  std::array<char, 2> head_{};
  std::size_t held_ = 0;   // of the head
  std::size_t taken_ = 0;  // of the head, by zlib
  std::uint64_t members_ = 0;
};

}  // namespace

std::unique_ptr<Coding> make_gzip() { return std::make_unique<Zlib>(true); }
std::unique_ptr<Coding> make_deflate() { return std::make_unique<Zlib>(false); }

}  // namespace acrida::http
