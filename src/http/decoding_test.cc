#include "http/decoding.h"

#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "http/decoding_test.h"

namespace acrida::http {
namespace {

constexpr std::uint64_t kMost = 1 << 20;

// Something of each: repeated, and not.
std::string some_text() {
  std::string text = "{\"probabilities\": [";
  for (int i = 0; i < 60; ++i) text += std::to_string(i * 7919 % 1000) + ", ";
  return text + "0]}";
}

TEST(Decoder, UndoesEachCodingAndLists) {
  Decoder decoder(kMost);
  for (const Coded& coded : kCodings) {
    const Decoded decoded = decode(decoder, coded.coding, coded.encode(some_text()));
    EXPECT_TRUE(decoded.ok) << coded.coding << ": " << decoded.text;
    EXPECT_EQ(decoded.body, some_text()) << coded.coding;
  }
}

TEST(Decoder, ReadsTheSameHoweverTheBodyIsCut) {
  Decoder decoder(kMost);
  for (const Coded& coded : kCodings) {
    const std::string body = coded.encode(some_text());
    for (std::size_t cut = 0; cut <= body.size(); ++cut) {
      ASSERT_TRUE(decoder.begin(coded.coding).ok());
      std::string out;
      ASSERT_TRUE(decoder.feed(body.substr(0, cut), out) && decoder.feed(body.substr(cut), out) &&
                  decoder.finish())
          << coded.coding << " cut at " << cut << ": " << decoder.failure().text;
      ASSERT_EQ(out, some_text()) << coded.coding << " cut at " << cut;
    }
    const Decoded bytewise = decode(decoder, coded.coding, body, 1);
    EXPECT_TRUE(bytewise.ok && bytewise.body == some_text()) << coded.coding << ": " << bytewise.text;
  }
}

TEST(Decoder, GivesWhatItCanBeforeTheEndHasCome) {
  Decoder decoder(kMost);
  ASSERT_TRUE(decoder.begin("gzip").ok());
  const std::string body = deflated(std::string(100'000, 'a'), 31);
  std::string out;
  ASSERT_TRUE(decoder.feed(std::string_view(body).substr(0, body.size() / 2), out));
  EXPECT_GT(out.size(), 1000u);
}

TEST(Decoder, TakesABodyWithoutAnyByteForComplete) {
  Decoder decoder(kMost);
  for (const Coded& coded : kCodings) EXPECT_TRUE(decode(decoder, coded.coding, "").ok) << coded.coding;
}

TEST(Decoder, UndoesACodedEmptyBody) {
  Decoder decoder(kMost);
  for (const Coded& coded : kCodings) {
    const Decoded decoded = decode(decoder, coded.coding, coded.encode(""), 1);
    EXPECT_TRUE(decoded.ok && decoded.body.empty()) << coded.coding << ": " << decoded.text;
  }
}

TEST(Decoder, NamesTheCodingItDoesNotKnow) {
  Decoder decoder(kMost);
  auto begun = decoder.begin("gzip, compress");
  ASSERT_FALSE(begun.ok());
  EXPECT_EQ(begun.error().message, "the content coding 'compress' is unknown");
  std::string out;
  EXPECT_TRUE(decoder.identity());
  EXPECT_TRUE(decoder.feed("as it is", out) && decoder.finish());
  EXPECT_EQ(out, "as it is");
}

TEST(Decoder, UndoesFourCodingsAndRefusesMore) {
  Decoder decoder(kMost);
  std::string body = "x";
  for (int i = 0; i < 4; ++i) body = deflated(body, 31);
  EXPECT_EQ(decode(decoder, "gzip,gzip,,identity,gzip, gzip", body).body, "x");
  EXPECT_FALSE(decoder.begin("gzip,gzip,gzip,gzip,gzip").ok());
}

TEST(Decoder, ReadsMembersOfGzipThatFollowEachOther) {
  Decoder decoder(kMost);
  const std::string body = deflated("one ", 31) + deflated("", 31) + deflated("two", 31);
  for (std::size_t piece = 1; piece <= body.size(); ++piece) {
    const Decoded decoded = decode(decoder, "gzip", body, piece);
    EXPECT_TRUE(decoded.ok) << decoded.text;
    EXPECT_EQ(decoded.body, "one two") << "pieces of " << piece;
  }
}

TEST(Decoder, IgnoresWhatFollowsAMemberOfGzip) {
  Decoder decoder(kMost);
  for (const std::string_view garbage : {"\x1f", "\x1f\x1f\x8b", "<!-- -->", "x"}) {
    const std::string body = deflated("one", 31) + std::string(garbage);
    for (std::size_t piece = 1; piece <= body.size(); ++piece) {
      const Decoded decoded = decode(decoder, "gzip", body, piece);
      EXPECT_TRUE(decoded.ok && decoded.body == "one") << garbage << ": " << decoded.text;
    }
  }
}

TEST(Decoder, ReadsFramesOfZstdThatFollowEachOther) {
  Decoder decoder(kMost);
  EXPECT_EQ(decode(decoder, "zstd", zstded("one ") + zstded("two"), 3).body, "one two");
}

RC_GTEST_PROP(Decoder, GivesBackEveryTextInAnyPieces, ()) {
  static Decoder decoder(kMost);  // begun anew for each
  auto text = *rc::gen::container<std::string>(rc::gen::element('a', 'b', '\0', '\xff'));
  const auto times = *rc::gen::inRange(1, 300);  // longer than the room that is decoded into
  std::string whole;
  for (int i = 0; i < times; ++i) whole += text;
  for (const Coded& coded : kCodings) {
    const std::string body = coded.encode(whole);
    const auto cuts = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, 40));
    RC_ASSERT(decoder.begin(coded.coding).ok());
    std::string_view rest = body;
    std::string out;
    for (const std::size_t cut : cuts) {
      RC_ASSERT(decoder.feed(rest.substr(0, cut), out));
      rest.remove_prefix(std::min(cut, rest.size()));
    }
    RC_ASSERT(decoder.feed(rest, out));
    RC_ASSERT(decoder.finish());
    RC_ASSERT(out == whole);
  }
}

}  // namespace
}  // namespace acrida::http
