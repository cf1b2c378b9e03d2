#include <brotli/decode.h>

#include <cstdint>
#include <new>

#include "http/decoding_coding.h"

namespace acrida::http {
namespace {

// Windows above 16 MiB ("large window brotli") are no part of the coding `br`, and off unless asked for.
class Brotli final : public Coding {
 public:
  // The library cannot begin anew with an old state.
  void begin() override {
    state_.reset();
    done_ = false;
  }

  Step step(std::string_view& in, std::span<char> room) override {
    if (done_) {
      in = {};
      return {0, State::need_more};
    }
    if (!state_) state_.reset(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr));
    if (!state_) throw std::bad_alloc();
    std::size_t left = in.size();
    const auto* from = reinterpret_cast<const std::uint8_t*>(in.data());
    std::size_t free = room.size();
    auto* to = reinterpret_cast<std::uint8_t*>(room.data());
    const auto result = BrotliDecoderDecompressStream(state_.get(), &left, &from, &free, &to, nullptr);
    in.remove_prefix(in.size() - left);
    const std::size_t made = room.size() - free;
    switch (result) {
      case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT: return {made, State::need_more};
      case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: return {made, State::go_on};
      case BROTLI_DECODER_RESULT_SUCCESS:
        begin();
        done_ = true;
        return {made, State::go_on};
      case BROTLI_DECODER_RESULT_ERROR: break;
    }
    return {made, State::damaged};
  }

  bool complete() const override { return done_ || !state_; }

 private:
  struct Destroy {
    void operator()(BrotliDecoderState* state) const { BrotliDecoderDestroyInstance(state); }
  };
  std::unique_ptr<BrotliDecoderState, Destroy> state_;  // null before the first byte and after the last
  bool done_ = false;
};

}  // namespace

std::unique_ptr<Coding> make_brotli() { return std::make_unique<Brotli>(); }

}  // namespace acrida::http
