#include "base/words.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace acrida::base {
namespace {

RC_GTEST_PROP(Words, AnswerAsEachByteWould, (const std::string& text)) {
  const auto any = [&](auto&& test) {
    return std::any_of(text.begin(), text.end(), [&](char c) { return test(static_cast<unsigned char>(c)); });
  };
  for (const unsigned limit : {1u, 0x20u, 0x21u, 0x7fu, 0x80u}) {
    RC_ASSERT(any_word(text, [&](std::uint64_t word) { return words::any_below(word, limit); }) ==
              any([&](unsigned char c) { return c < limit; }));
  }
  for (const unsigned limit : {0u, 0x20u, 0x7eu, 0x7fu}) {
    RC_ASSERT(any_word(text, [&](std::uint64_t word) { return words::any_above(word, limit); }) ==
              any([&](unsigned char c) { return c > limit; }));
  }
}

TEST(Words, LookAtEveryPlaceOfTextsOfAllLengths) {
  for (std::size_t size = 0; size <= 40; ++size) {
    std::string text(size, 'x');
    const auto low = [](std::uint64_t word) { return words::any_below(word, 'x'); };
    EXPECT_FALSE(any_word(text, low)) << size;
    for (std::size_t at = 0; at < size; ++at) {
      text[at] = 'w';
      EXPECT_TRUE(any_word(text, low)) << size << " " << at;
      text[at] = 'x';
    }
  }
}

}  // namespace
}  // namespace acrida::base
