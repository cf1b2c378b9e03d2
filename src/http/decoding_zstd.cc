#include <zstd.h>

#include <algorithm>
#include <new>

#include "http/decoding_coding.h"

namespace acrida::http {
namespace {

constexpr int kWindowLog = 23;  // 8 MiB: what a decoder of HTTP must take, and need not exceed (RFC 9659 §3)

constexpr std::size_t kLongestHeader = 18;  // of a frame, its magic number included (RFC 8878 §3.1.1)

class Zstd final : public Coding {
 public:
  Zstd() : context_(ZSTD_createDCtx()) {
    if (!context_) throw std::bad_alloc();
    ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, kWindowLog);
  }

  void begin() override {
    ZSTD_DCtx_reset(context_.get(), ZSTD_reset_session_only);
    taken_ = 0;
  }

  Step step(std::string_view& in, std::span<char> room) override {
    if (in.empty() && taken_ == 0) return {0, State::need_more};
    // A header byte by byte: were it there as a whole, the library would also try what came before the
    // standard, and decode a small frame by other code, which judges damage differently.
    ZSTD_inBuffer from{in.data(), taken_ < kLongestHeader ? std::min<std::size_t>(1, in.size()) : in.size(),
                       0};
    ZSTD_outBuffer to{room.data(), room.size(), 0};
    const std::size_t code = ZSTD_decompressStream(context_.get(), &to, &from);
    in.remove_prefix(from.pos);
    if (ZSTD_isError(code) != 0) return {to.pos, State::damaged};
    taken_ = code == 0 ? 0 : taken_ + from.pos;
    const bool more = !in.empty() || (to.pos == to.size && taken_ > 0);
    return {to.pos, more ? State::go_on : State::need_more};
  }

  bool complete() const override { return taken_ == 0; }

 private:
  struct Free {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };
  std::unique_ptr<ZSTD_DCtx, Free> context_;
  std::size_t taken_ = 0;  // of this frame; 0: between frames
};

}  // namespace

std::unique_ptr<Coding> make_zstd() { return std::make_unique<Zstd>(); }

}  // namespace acrida::http
