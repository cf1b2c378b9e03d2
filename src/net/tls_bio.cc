#include "net/tls_bio.h"

#include <openssl/bio.h>

#include <cstddef>

namespace acrida::net {
namespace {

TlsBelow& below_of(BIO* bio) { return *static_cast<TlsBelow*>(BIO_get_data(bio)); }

int read_below(BIO* bio, char* into, int size) {
  BIO_clear_retry_flags(bio);
  TlsBelow& below = below_of(bio);
  if (below.is_dry()) {
    BIO_set_retry_read(bio);
    return -1;
  }
  const auto got = below.stream->read_some({into, static_cast<std::size_t>(size)});
  switch (got.kind) {
    case IoResult::Kind::bytes:
      below.dry = got.count < static_cast<std::size_t>(size);
      return static_cast<int>(got.count);
    case IoResult::Kind::would_block:
      below.dry = true;
      BIO_set_retry_read(bio);
      return -1;
    case IoResult::Kind::end: below.ended = true; return 0;
    case IoResult::Kind::error: break;
  }
  below.error = got.error;
  return -1;
}

int write_below(BIO* bio, const char* data, int size) {
  BIO_clear_retry_flags(bio);
  TlsBelow& below = below_of(bio);
  const auto put = below.stream->write_some({data, static_cast<std::size_t>(size)});
  switch (put.kind) {
    case IoResult::Kind::bytes: return static_cast<int>(put.count);
    case IoResult::Kind::would_block: BIO_set_retry_write(bio); return -1;
    case IoResult::Kind::end: break;  // there is none in writing
    case IoResult::Kind::error: below.error = put.error; break;
  }
  return -1;
}

long control(BIO* bio, int command, long, void*) {
  switch (command) {
    case BIO_CTRL_FLUSH: return 1;  // nothing is held back here
    case BIO_CTRL_EOF: return below_of(bio).ended ? 1 : 0;
    default: return 0;
  }
}

BIO_METHOD* new_method() {
  BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "acrida stream");
  BIO_meth_set_read(method, read_below);
  BIO_meth_set_write(method, write_below);
  BIO_meth_set_ctrl(method, control);
  return method;
}

}  // namespace

BIO* new_bio(TlsBelow& below) {
  static const BIO_METHOD* const method = new_method();
  BIO* bio = BIO_new(method);
  BIO_set_data(bio, &below);
  BIO_set_init(bio, 1);
  return bio;
}

}  // namespace acrida::net
