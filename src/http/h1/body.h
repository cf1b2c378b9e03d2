// Reads the body of a message: none, of a length, in chunks, or until the connection closes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http/failure.h"
#include "http/h1/lines.h"
#include "http/message.h"

namespace acrida::http::h1 {

class BodyReader {
 public:
  enum class State { need_more, done, failed };

  explicit BodyReader(const Limits& limits) : limits_(limits), most_(limits.body_bytes) {}

  // From now on bodies may be of any length, or no longer.
  void lift_limit(bool lifted) { most_ = lifted ? ~std::uint64_t{0} : limits_.body_bytes; }

  // One of these begins a body. `into` receives its bytes, appended; null only counts them.
  State begin_length(std::uint64_t length, std::string* into);
  State begin_chunked(std::string* into);
  State begin_until_close(std::string* into);

  // Takes what belongs to the body from the front of `data`.
  State feed(std::string_view& data);
  // The connection has closed: done for a body that ends that way, if the peer meant it, else a failure.
  State end_of_stream(bool properly = true);

  std::uint64_t bytes() const { return bytes_; }
  const Failure& failure() const { return failure_; }

 private:
  enum class Part { content, chunk_size, chunk_data, chunk_end, trailers, until_close };

  void begin(Part part, std::string* into);
  bool take(std::string_view& data, std::uint64_t most);
  State feed_chunked(std::string_view& data);
  State read_line(std::string_view& data, std::string_view& line);
  bool parse_chunk_size(std::string_view line);
  State fail(FailureKind kind, const char* text);

  Limits limits_;
  std::uint64_t most_;
  Part part_ = Part::content;
  std::uint64_t left_ = 0;  // of the content or of this chunk
  std::uint64_t bytes_ = 0;
  std::string* into_ = nullptr;
  LineReader lines_;
  Failure failure_;
};

}  // namespace acrida::http::h1
