// How OpenSSL reaches the stream below: it reads and writes there directly, without a copy in between.
#pragma once

#include <memory>

#include "net/stream.h"

struct bio_st;

namespace acrida::net {

struct TlsBelow {
  std::unique_ptr<Stream> stream;
  bool dry = false;    // read empty, and not ready since
  bool ended = false;  // has told that the peer has finished
  int error = 0;       // the errno that it broke with

  // Asking the stream for bytes would be in vain: a system call saved for each answer.
  bool is_dry() const { return dry && !stream->peer_finished(); }
};

// A BIO over `below`, which must outlive it. Owned by whoever asked.
bio_st* new_bio(TlsBelow& below);

}  // namespace acrida::net
