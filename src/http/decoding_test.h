// Bodies in each coding, made by the libraries themselves: for tests.
#pragma once

#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "http/decoding.h"

namespace acrida::http {

// `window_bits` as deflateInit2 wants them: 31 for gzip, 15 for zlib's format, -15 for raw deflate.
inline std::string deflated(std::string_view text, int window_bits) {
  z_stream stream{};
  if (deflateInit2(&stream, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error("deflateInit2 failed");
  std::string coded(deflateBound(&stream, static_cast<uLong>(text.size())) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(coded.data());
  stream.avail_out = static_cast<uInt>(coded.size());
  const int code = deflate(&stream, Z_FINISH);
  coded.resize(stream.total_out);
  deflateEnd(&stream);
  if (code != Z_STREAM_END) throw std::runtime_error("deflate failed");
  return coded;
}

inline std::string brotlied(std::string_view text) {
  std::size_t size = BrotliEncoderMaxCompressedSize(text.size()) + 16;
  std::string coded(size, '\0');
  if (BrotliEncoderCompress(5, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, text.size(),
                            reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                            reinterpret_cast<std::uint8_t*>(coded.data())) == BROTLI_FALSE)
    throw std::runtime_error("BrotliEncoderCompress failed");
  coded.resize(size);
  return coded;
}

// With a checksum, as the command line tool makes them.
inline std::string zstded(std::string_view text, int window_log = 0) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  if (window_log > 0) {
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, window_log);
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
  }
  std::string coded(ZSTD_compressBound(text.size()), '\0');
  ZSTD_inBuffer from{text.data(), text.size(), 0};
  ZSTD_outBuffer to{coded.data(), coded.size(), 0};
  // In two calls when the window is given, so that the library does not shrink it to the text.
  if (window_log > 0) ZSTD_compressStream2(context, &to, &from, ZSTD_e_flush);
  const std::size_t left = ZSTD_compressStream2(context, &to, &from, ZSTD_e_end);
  ZSTD_freeCCtx(context);
  if (left != 0) throw std::runtime_error("ZSTD_compressStream2 failed");
  coded.resize(to.pos);
  return coded;
}

struct Coded {
  std::string_view coding;
  std::string (*encode)(std::string_view text);
};
inline constexpr Coded kCodings[] = {
    {"gzip", [](std::string_view text) { return deflated(text, 31); }},
    {"deflate", [](std::string_view text) { return deflated(text, 15); }},
    {"deflate", [](std::string_view text) { return deflated(text, -15); }},
    {"br", brotlied},
    {"zstd", [](std::string_view text) { return zstded(text); }},
    {"identity", [](std::string_view text) { return std::string(text); }},
    {"gzip, br", [](std::string_view text) { return brotlied(deflated(text, 31)); }},
    {"deflate,zstd , x-GZIP", [](std::string_view text) { return deflated(zstded(deflated(text, 15)), 31); }},
};

struct Decoded {
  bool ok = false;
  std::string body;
  FailureKind kind{};
  std::string text;  // of the failure
};

inline Decoded finish(Decoder& decoder, bool fed, std::string body) {
  Decoded result{fed && decoder.finish(), std::move(body), {}, {}};
  if (!result.ok) {
    result.kind = decoder.failure().kind;
    result.text = decoder.failure().text;
  }
  return result;
}

// In pieces of so many bytes.
inline Decoded decode(Decoder& decoder, std::string_view coding, std::string_view body,
                      std::size_t piece = std::string_view::npos) {
  if (auto begun = decoder.begin(coding); !begun) return {false, {}, {}, begun.error().message};
  std::string out;
  bool fed = true;
  while (fed && !body.empty()) {
    const std::string copy(body.substr(0, piece));  // so that a read behind its end is found
    fed = decoder.feed(copy, out);
    body.remove_prefix(copy.size());
  }
  return finish(decoder, fed, std::move(out));
}

}  // namespace acrida::http
