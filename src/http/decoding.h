// Undoes the Content-Encoding of an answer: gzip, deflate, br, zstd, and lists of them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <acrida/export.h>

#include "base/result.h"
#include "http/failure.h"

namespace acrida::http {

// Takes a body in any pieces and appends what it says, holding no more of it than what the codings look back
// to (32 KiB for gzip and deflate, 16 MiB at most for br, 8 MiB for zstd). Begun anew, it keeps the memory of
// the answer before, so that a few of these serve many users. Not for two threads at once.
class ACRIDA_API Decoder {
 public:
  static constexpr std::size_t kMostCodings = 4;  // in one list

  // `most`: how many bytes a decoded body may have.
  explicit Decoder(std::uint64_t most);
  ~Decoder();

  // Begins an answer with this value of Content-Encoding; empty means identity. An error names the coding
  // that is unknown: then the body is passed on as it is.
  base::Result<void> begin(std::string_view content_encoding);
  // Nothing is to be undone.
  bool identity() const { return length_ == 0; }

  // Appends what can be decoded by now. False when the body is damaged or larger than the limit, and from
  // then on; what was appended before stays, never more than `most`.
  bool feed(std::string_view in, std::string& out);
  // All has been fed. False when the body ended in its middle; one without any byte is complete.
  bool finish();
  // REQUIRES: feed() or finish() has returned false
  const Failure& failure() const { return failure_; }

 private:
  struct Stage;

  Stage& stage_of(std::size_t kind);
  bool feed_stage(std::size_t index, std::string_view in, std::string& out);
  bool pass_on(std::string_view in, std::string& out);
  bool fail(FailureKind kind, std::string text);

  std::uint64_t most_;
  std::uint64_t made_ = 0;
  std::vector<std::unique_ptr<Stage>> stages_;  // all there ever were
  std::array<Stage*, kMostCodings> chain_{};  // those of this answer, the coding that was applied last first
  std::size_t length_ = 0;
  Failure failure_;
};

}  // namespace acrida::http
