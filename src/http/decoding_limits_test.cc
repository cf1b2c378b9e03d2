// Bodies that are too large, cut short or damaged.
#include <gtest/gtest.h>

#include "http/decoding.h"
#include "http/decoding_test.h"

namespace acrida::http {
namespace {

constexpr std::uint64_t kMost = 1 << 20;

TEST(DecoderLimits, StopsABombAtTheLimit) {
  Decoder decoder(kMost);
  const std::string zeros(10 << 20, '\0');
  for (const Coded& coded : kCodings) {
    const Decoded decoded = decode(decoder, coded.coding, coded.encode(zeros));
    EXPECT_FALSE(decoded.ok) << coded.coding;
    EXPECT_EQ(decoded.kind, FailureKind::body_limit) << coded.coding;
    EXPECT_EQ(decoded.text, "bad answer: the decoded body is larger than the limit");
    EXPECT_EQ(decoded.body.size(), kMost) << coded.coding;
  }
}

TEST(DecoderLimits, StopABombWhoseContentIsIgnored) {
  // The outer member says far more than the limit behind the end of the inner one.
  const std::string inner = deflated("x", 31) + std::string(10 << 20, '\0');
  Decoder decoder(kMost);
  EXPECT_EQ(decode(decoder, "gzip, gzip", deflated(inner, 31)).kind, FailureKind::body_limit);
}

TEST(DecoderLimits, RefuseFramesFromBeforeTheStandard) {
  Decoder decoder(kMost);
  const std::string legacy("\x27\xb5\x2f\xfd\x44\x00\x01\x00\x00\x00\x00", 11);
  EXPECT_EQ(decode(decoder, "zstd", legacy).kind, FailureKind::malformed);
}

TEST(DecoderLimits, LetABodyOfTheLimitPass) {
  const std::string text(1000, 'a');
  for (const Coded& coded : kCodings) {
    Decoder enough(1000);
    EXPECT_TRUE(decode(enough, coded.coding, coded.encode(text)).ok) << coded.coding;
    Decoder less(999);
    EXPECT_EQ(decode(less, coded.coding, coded.encode(text)).kind, FailureKind::body_limit) << coded.coding;
  }
}

TEST(DecoderLimits, RefuseAWindowThatNoServerMayAskFor) {
  const std::string text(1000, 'a');
  Decoder decoder(kMost);
  EXPECT_TRUE(decode(decoder, "zstd", zstded(text, 23)).ok);
  EXPECT_EQ(decode(decoder, "zstd", zstded(text, 24)).text, "bad answer: its zstd body is damaged");
}

TEST(DecoderFailures, TellABodyThatEndsInItsMiddle) {
  Decoder decoder(kMost);
  const std::string text = "the quick brown fox jumps over the lazy dog, the lazy dog, the dog";
  for (const Coded& coded : kCodings) {
    if (coded.coding == "identity") continue;
    const std::string body = coded.encode(text);
    for (std::size_t size = 1; size < body.size(); ++size) {
      const Decoded decoded = decode(decoder, coded.coding, body.substr(0, size));
      ASSERT_FALSE(decoded.ok) << coded.coding << " of " << size;
      ASSERT_EQ(decoded.kind, FailureKind::truncated) << coded.coding << " of " << size << decoded.text;
      ASSERT_TRUE(text.starts_with(decoded.body)) << coded.coding;
    }
  }
  EXPECT_EQ(decode(decoder, "x-gzip", deflated(text, 31).substr(0, 20)).text,
            "bad answer: its gzip body ends in its middle");
}

TEST(DecoderFailures, SurviveEveryFlippedBit) {
  Decoder decoder(kMost);
  const std::string text = "the quick brown fox jumps over the lazy dog, the lazy dog, the dog";
  for (const Coded& coded : kCodings) {
    const std::string body = coded.encode(text);
    std::size_t unnoticed = 0;
    for (std::size_t bit = 0; bit < body.size() * 8; ++bit) {
      std::string damaged = body;
      damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
      const Decoded decoded = decode(decoder, coded.coding, damaged);
      if (decoded.ok && decoded.body != text) ++unnoticed;
    }
    // The others have no checksum; a flipped magic number may also turn zlib's format into a raw one.
    const bool checked = coded.coding == "gzip" || coded.coding == "zstd";
    EXPECT_TRUE(unnoticed == 0 || !checked) << coded.coding;
  }
}

TEST(DecoderFailures, NameTheCodingThatIsDamagedAndLast) {
  Decoder decoder(kMost);
  EXPECT_EQ(decode(decoder, "gzip", "<html>").text, "bad answer: its gzip body is damaged");
  EXPECT_EQ(decode(decoder, "deflate", "<html>").text, "bad answer: its deflate body is damaged");
  EXPECT_EQ(decode(decoder, "br", "<html>").text, "bad answer: its br body is damaged");
  EXPECT_EQ(decode(decoder, "zstd", "<html>").text, "bad answer: its zstd body is damaged");
  EXPECT_EQ(decode(decoder, "br, gzip", deflated("<html>", 31)).text, "bad answer: its br body is damaged");
  EXPECT_EQ(decoder.failure().kind, FailureKind::malformed);
  std::string out;
  EXPECT_FALSE(decoder.feed("more", out));
  EXPECT_FALSE(decoder.finish());
}

TEST(DecoderFailures, AreForgottenByTheNextAnswer) {
  Decoder decoder(kMost);
  for (const Coded& coded : kCodings) {
    const std::string body = coded.encode("fine");
    decode(decoder, coded.coding, body.substr(0, body.size() / 2));
    EXPECT_TRUE(decode(decoder, coded.coding, body).ok) << coded.coding;
    decode(decoder, coded.coding, "<html> no coding of anything");
    EXPECT_EQ(decode(decoder, coded.coding, body).body, "fine") << coded.coding;
  }
}

}  // namespace
}  // namespace acrida::http
