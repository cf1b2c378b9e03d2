#include "http/h2/memory.h"

#include <cstdint>
#include <cstring>
#include <string>

#include <gtest/gtest.h>

namespace acrida::http::h2 {
namespace {

class MemoryTest : public testing::Test {
 protected:
  void* take(std::size_t size) { return functions_.malloc(size, functions_.mem_user_data); }
  void give_back(void* piece) { functions_.free(piece, functions_.mem_user_data); }
  void* resize(void* piece, std::size_t size) {
    return functions_.realloc(piece, size, functions_.mem_user_data);
  }

  Memory memory_;
  nghttp2_mem functions_ = memory_.functions();
};

TEST_F(MemoryTest, APieceGivenBackIsTheNextOfItsSize) {
  void* const piece = take(100);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(piece) % 16, 0u);
  give_back(piece);
  void* const other = take(500);
  EXPECT_NE(other, piece);
  EXPECT_EQ(take(128), piece);
  give_back(piece);
  give_back(other);
}

TEST_F(MemoryTest, ResizingKeepsWhatIsInIt) {
  void* piece = take(0);
  std::size_t kept = 0;
  for (const std::size_t size : {10u, 64u, 65u, 1000u, 1024u, 1025u, 5000u, 100'000u}) {
    piece = resize(piece, size);
    EXPECT_EQ(std::string(static_cast<char*>(piece), kept), std::string(kept, 'x')) << size;
    kept = size;
    std::memset(piece, 'x', size);
  }
  give_back(piece);
  give_back(nullptr);
  EXPECT_NE(piece = resize(nullptr, 10), nullptr);
  give_back(piece);
}

TEST_F(MemoryTest, CountedPiecesAreEmptyAlsoWhenTheyWereUsedBefore) {
  void* piece = take(200);
  std::memset(piece, 'x', 200);
  give_back(piece);
  piece = functions_.calloc(20, 10, functions_.mem_user_data);
  EXPECT_EQ(std::string(static_cast<char*>(piece), 200), std::string(200, '\0'));
  give_back(piece);
}

}  // namespace
}  // namespace acrida::http::h2
