// Decoders of one thread, each lent to one answer at a time: what they remember is large, and few are at work
// at once.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "http/decoding.h"

namespace acrida::http {

class DecoderPool {
 public:
  // `most`: how many bytes a decoded body may have.
  explicit DecoderPool(std::uint64_t most) : most_(most) {}

  struct GiveBack {
    DecoderPool* pool;
    void operator()(Decoder* decoder) const { pool->free_.emplace_back(decoder); }
  };
  // Goes back by itself; the pool must outlive it.
  using Lent = std::unique_ptr<Decoder, GiveBack>;

  Lent take() {
    if (free_.empty()) return Lent(new Decoder(most_), {this});
    auto decoder = std::move(free_.back());
    free_.pop_back();
    return Lent(decoder.release(), {this});
  }

 private:
  std::uint64_t most_;
  std::vector<std::unique_ptr<Decoder>> free_;
};

}  // namespace acrida::http
