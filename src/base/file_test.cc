#include "base/file.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/fd.h"

namespace acrida::base {
namespace {

using ::testing::HasSubstr;

class File : public ::testing::Test {
 protected:
  File() {
    std::string pattern = ::testing::TempDir() + "acrida-file-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  ~File() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  std::string content(const std::string& name) const {
    const auto read = read_file(path(name));
    return read ? *read : read.error().message;
  }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder_), {}));
  }

 private:
  std::string folder_;
};

// While it lives, a write that would make a file longer fails with "File too large", as on a disk that is
// full.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : old_action_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &old_limit_);
    const rlimit limit{bytes, old_limit_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &old_limit_);
    std::signal(SIGXFSZ, old_action_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  void (*old_action_)(int);
  rlimit old_limit_{};
};

TEST_F(File, GivesBackWhatWasWritten) {
  const std::string bytes("a\0b\r\n\xff", 6);
  ASSERT_TRUE(replace_file(path("x"), bytes).ok());
  EXPECT_EQ(content("x"), bytes);
  ASSERT_TRUE(replace_file(path("x"), "").ok());
  EXPECT_EQ(content("x"), "");
  EXPECT_EQ(entries(), 1u) << "nothing is left beside the file";
}

TEST_F(File, WritesMoreThanOneCallTakes) {
  const std::string large(10'000'000, 'x');
  ASSERT_TRUE(replace_file(path("x"), large).ok());
  EXPECT_EQ(content("x"), large);
}

TEST_F(File, MakesTheFoldersOnTheWay) {
  ASSERT_TRUE(replace_file(path("a/b/c.txt"), "deep").ok());
  EXPECT_EQ(content("a/b/c.txt"), "deep");
  ASSERT_TRUE(make_folder_of(path("d/e/x")).ok());
  EXPECT_TRUE(std::filesystem::is_directory(path("d/e")));
  EXPECT_FALSE(std::filesystem::exists(path("d/e/x")));
}

TEST_F(File, KeepsTheOldContentWhenTheNewDoesNotFit) {
  ASSERT_TRUE(replace_file(path("x"), "old").ok());
  Result<void> replaced;
  {
    const FileSizeLimit limit(1000);
    replaced = replace_file(path("x"), std::string(5000, 'n'));
  }
  ASSERT_FALSE(replaced.ok());
  EXPECT_THAT(replaced.error().message, HasSubstr(path("x")));
  EXPECT_THAT(replaced.error().message, HasSubstr("File too large"));
  EXPECT_EQ(content("x"), "old");
  EXPECT_EQ(entries(), 1u) << "the half that was written is gone";
}

TEST_F(File, IsNotPutInThePlaceOfAFolder) {
  ASSERT_TRUE(replace_file(path("folder/inside"), "kept").ok());
  const auto replaced = replace_file(path("folder"), "new");
  ASSERT_FALSE(replaced.ok());
  EXPECT_THAT(replaced.error().message, HasSubstr("directory"));
  EXPECT_EQ(content("folder/inside"), "kept");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(File, CannotStandInAFolderThatIsAFile) {
  ASSERT_TRUE(replace_file(path("x"), "old").ok());
  const auto replaced = replace_file(path("x/y"), "new");
  ASSERT_FALSE(replaced.ok());
  EXPECT_THAT(replaced.error().message, HasSubstr(path("x")));
  EXPECT_EQ(content("x"), "old");
}

TEST_F(File, SaysWhenTheDiskIsFull) {
  const auto replaced = replace_file("/dev/full", "text");
  ASSERT_FALSE(replaced.ok());
  EXPECT_EQ(replaced.error().message, "cannot write '/dev/full': No space left on device");
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/full"));
}

TEST_F(File, WritesAPipeDirectly) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  const Fd reader(::open(path("pipe").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  ASSERT_TRUE(replace_file(path("pipe"), "through").ok());
  char read[16] = {};
  EXPECT_EQ(::read(reader.get(), read, sizeof read), 7);
  EXPECT_STREQ(read, "through");
  EXPECT_TRUE(std::filesystem::is_fifo(path("pipe")));
  EXPECT_EQ(entries(), 1u);
}

TEST_F(File, IsReadOnlyIfItIsOneAndNotTooLarge) {
  EXPECT_THAT(content("missing"), HasSubstr("No such file or directory"));
  EXPECT_THAT(content("missing"), HasSubstr(path("missing")));
  ASSERT_TRUE(replace_file(path("folder/x"), "1234").ok());
  EXPECT_THAT(content("folder"), HasSubstr("it is a directory"));
  EXPECT_TRUE(read_file(path("folder/x"), 4).ok());
  const auto limited = read_file(path("folder/x"), 3);
  ASSERT_FALSE(limited.ok());
  EXPECT_THAT(limited.error().message, HasSubstr("larger than 3 bytes"));
}

}  // namespace
}  // namespace acrida::base
