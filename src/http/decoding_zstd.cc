#include <zstd.h>

#include <new>

#include "http/decoding_coding.h"

namespace acrida::http {
namespace {

constexpr int kWindowLog = 23;  // 8 MiB: what a decoder of HTTP must take, and need not exceed (RFC 9659 §3)

// A frame of zstd, or one that is passed over (RFC 8878 §3.1). The library knows frames from before the
// standard, too, and is not safe from nonsense in them.
bool may_begin_a_frame(char first) { return first == 0x28 || (first & 0xf0) == 0x50; }

class Zstd final : public Coding {
 public:
  Zstd() : context_(ZSTD_createDCtx()) {
    if (!context_) throw std::bad_alloc();
    ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, kWindowLog);
  }

  void begin() override {
    ZSTD_DCtx_reset(context_.get(), ZSTD_reset_session_only);
    between_frames_ = true;
  }

  Step step(std::string_view& in, std::span<char> room) override {
    if (between_frames_ && in.empty()) return {0, State::need_more};
    if (between_frames_ && !may_begin_a_frame(in.front())) return {0, State::damaged};
    ZSTD_inBuffer from{in.data(), in.size(), 0};
    ZSTD_outBuffer to{room.data(), room.size(), 0};
    const std::size_t code = ZSTD_decompressStream(context_.get(), &to, &from);
    in.remove_prefix(from.pos);
    if (ZSTD_isError(code) != 0) return {to.pos, State::damaged};
    between_frames_ = code == 0;
    const bool more = !in.empty() || (to.pos == to.size && !between_frames_);
    return {to.pos, more ? State::go_on : State::need_more};
  }

  bool complete() const override { return between_frames_; }

 private:
  struct Free {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };
  std::unique_ptr<ZSTD_DCtx, Free> context_;
  bool between_frames_ = true;
};

}  // namespace

std::unique_ptr<Coding> make_zstd() { return std::make_unique<Zstd>(); }

}  // namespace acrida::http
