#include "scenario/cpp/manifest.h"

#include <unistd.h>

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "base/file.h"

namespace acrida::scenario::cpp {
namespace {

class ManifestTest : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_);
    for (const auto& file : {library_, header_}) ASSERT_TRUE(base::replace_file(file, "as it was").ok());
    ASSERT_TRUE(write_manifest(manifest_, library_, {header_}).ok());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  const std::string folder_ =
      std::filesystem::temp_directory_path() / ("acrida-manifest-" + std::to_string(::getpid()));
  const std::string library_ = folder_ + "/library.so", header_ = folder_ + "/a header.h",
                    manifest_ = folder_ + "/manifest";
};

TEST_F(ManifestTest, NamesTheLibraryAsLongAsNothingHasChanged) {
  EXPECT_EQ(unchanged_library(manifest_), library_);
  ASSERT_TRUE(base::replace_file(header_, "as it was").ok());  // touched, but the same
  EXPECT_EQ(unchanged_library(manifest_), library_);
}

TEST_F(ManifestTest, NoticesAChangedHeader) {
  ASSERT_TRUE(base::replace_file(header_, "as it is").ok());
  EXPECT_EQ(unchanged_library(manifest_), std::nullopt);
}

TEST_F(ManifestTest, NoticesAHeaderThatIsGone) {
  std::filesystem::remove(header_);
  EXPECT_EQ(unchanged_library(manifest_), std::nullopt);
}

TEST_F(ManifestTest, NoticesALibraryThatIsGone) {
  std::filesystem::remove(library_);
  EXPECT_EQ(unchanged_library(manifest_), std::nullopt);
}

TEST_F(ManifestTest, TakesADamagedOneForNone) {
  ASSERT_TRUE(base::replace_file(manifest_, library_ + "\nrubbish\n").ok());
  EXPECT_EQ(unchanged_library(manifest_), std::nullopt);
}

TEST(Fingerprint, OfAFileIsThatOfItsContent) {
  const std::string path = testing::TempDir() + "/fingerprint";
  for (const std::size_t size : {0, 1, 65'536, 200'000}) {
    const std::string content(size, 'x');
    ASSERT_TRUE(base::replace_file(path, content).ok());
    EXPECT_EQ(*fingerprint_of_file(path), fingerprint(content)) << size;
  }
  EXPECT_FALSE(fingerprint_of_file("/no/such/file").ok());
}

TEST(FilesOf, ReadsTheLineMarkersOfThePreprocessor) {
  EXPECT_EQ(files_of("# 0 \"users.cpp\"\n# 0 \"<built-in>\"\n# 1 \"/usr/include/a b.h\" 1 3 4\nint x;\n"
                     "# 2 \"users.cpp\" 2\n#pragma once \"no\"\n# 1 \"/work//\"\n"),
            (std::vector<std::string>{"/usr/include/a b.h", "users.cpp"}));
}

}  // namespace
}  // namespace acrida::scenario::cpp
