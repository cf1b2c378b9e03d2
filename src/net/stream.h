// A two-way stream of bytes that never waits: TCP in earnest, a pair in memory for tests.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "async/callback.h"

namespace acrida::net {

struct IoResult {
  enum class Kind {
    bytes,        // `count` of them, at least one
    would_block,  // none now; the ready callback will be called
    end,          // the peer has finished its side (reading only)
    error,        // the stream is dead; `error` is an errno
  };
  Kind kind = Kind::would_block;
  std::size_t count = 0;
  int error = 0;

  static IoResult bytes(std::size_t n) { return {Kind::bytes, n, 0}; }
  static IoResult would_block() { return {Kind::would_block, 0, 0}; }
  static IoResult end() { return {Kind::end, 0, 0}; }
  static IoResult failed(int error_number) { return {Kind::error, 0, error_number}; }
};

class Stream {
 public:
  virtual ~Stream() = default;

  virtual IoResult read_some(std::span<char> into) = 0;
  // May take less than all of `data`.
  virtual IoResult write_some(std::string_view data) = 0;

  // Called whenever reading or writing may have become possible: once for each change, so read until
  // would_block, or until a read that did not fill its buffer while peer_finished() is false. Never called
  // from inside read_some or write_some. The callback may destroy the stream. Replaces an earlier callback.
  virtual void on_ready(async::Callback callback) = 0;
  // Finishes this side: nothing more will be written, and the peer reads what is left, then `end`.
  virtual void finish() = 0;
  // The peer is known to have finished its side: reading gives what is left, then `end`.
  virtual bool peer_finished() const = 0;
  // After `end`: whether the peer meant it, as far as this kind of stream can tell. An answer that lasts
  // until the end is complete only then.
  virtual bool ended_properly() const { return true; }
  // After `error`: what a person should read where the errno says too little; empty otherwise.
  virtual std::string_view trouble() const { return {}; }
};

}  // namespace acrida::net
