#include "io/files/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/test_support.h"

namespace lauter {
namespace {

using test::TempDir;

TEST(Files, ReadsWhatWasWritten) {
  const TempDir dir;
  for (const size_t size : {0U, 1U, 5000U, 3000000U}) {
    const std::string bytes(size, 'b');
    ASSERT_TRUE(write_file_atomic(dir / "f", bytes).ok());
    EXPECT_EQ(read_file(dir / "f").value(), bytes);
    EXPECT_EQ(file_size(dir / "f").value(), size);
  }
  EXPECT_EQ(list_dir(dir.path())->size(), 1U);  // no temporary file is left
  EXPECT_EQ(read_file("/proc/self/status").ok(), true);
}

TEST(Files, ReadErrors) {
  const TempDir dir;
  EXPECT_EQ(read_file(dir / "none").error().code, ErrorCode::kNotFound);
  EXPECT_NE(read_file(dir / "none").error().message.find(dir / "none"), std::string::npos);
  EXPECT_EQ(read_file(dir.path()).error().code, ErrorCode::kInvalidArgument);
  dir.put("f", "12345");
  EXPECT_EQ(read_file(dir / "f", 4).error().code, ErrorCode::kResourceExhausted);
  EXPECT_TRUE(read_file(dir / "f", 5).ok());
  EXPECT_EQ(read_file("/proc/self/status", 4).error().code, ErrorCode::kResourceExhausted);
  EXPECT_EQ(file_size(dir / "none").error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(write_file_atomic(dir / "none/f", "x").ok());
}

TEST(Files, SecretsAreForTheOwnerAndNeverReplaced) {
  const TempDir dir;
  ASSERT_TRUE(write_secret_file(dir / "key", "00ff").ok());
  struct stat info {};
  ASSERT_EQ(::stat((dir / "key").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  EXPECT_EQ(write_secret_file(dir / "key", "other").error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(*read_file(dir / "key"), "00ff");
}

TEST(Files, MakesListsAndRemovesTrees) {
  const TempDir dir;
  ASSERT_TRUE(make_dirs(dir / "a/b/c").ok());
  ASSERT_TRUE(make_dirs(dir / "a/b/c").ok());
  dir.put("a/z", "1");
  dir.put("a/b/y", "1");
  dir.put("a/b.x", "1");
  EXPECT_EQ(list_files_recursive(dir / "a").value(), (std::vector<std::string>{"b.x", "b/y", "z"}));
  const auto entries = list_dir(dir / "a").value();
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_TRUE(entries[0].is_directory);
  EXPECT_FALSE(make_dirs(dir / "a/z/d").ok());
  const TempDir outside;
  outside.put("kept", "1");
  ASSERT_EQ(::symlink(outside.path().c_str(), (dir / "a/link").c_str()), 0);
  ASSERT_TRUE(remove_tree(dir / "a").ok());
  EXPECT_FALSE(path_exists(dir / "a"));
  EXPECT_TRUE(path_exists(outside / "kept"));
  EXPECT_TRUE(remove_tree(dir / "a").ok());
  EXPECT_TRUE(remove_file(dir / "a").ok());
  EXPECT_EQ(list_dir(dir / "a").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(rename_file(dir / "a", dir / "b").error().code, ErrorCode::kNotFound);
}

TEST(Files, PathsAreCutAndJoined) {
  EXPECT_EQ(parent_path("a/b/c.txt"), "a/b");
  EXPECT_EQ(parent_path("c.txt"), ".");
  EXPECT_EQ(parent_path("/c.txt"), "/");
  EXPECT_EQ(base_name("a/b"), "b");
  EXPECT_EQ(base_name("b"), "b");
  EXPECT_EQ(join_path("a", "b"), "a/b");
  EXPECT_EQ(join_path("a/", "b"), "a/b");
  EXPECT_EQ(join_path("", "b"), "b");
}

}  // namespace
}  // namespace lauter
