/// Temporary files for tests of measure.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "io/files/files.h"

namespace lauter {

/// A folder that lives as long as the test.
class TestFolder {
 public:
  TestFolder() {
    const testing::TestInfo* info = testing::UnitTest::GetInstance()->current_test_info();
    path_ = testing::TempDir() + "lauter_measure_" + info->test_suite_name() + "_" + info->name();
    EXPECT_TRUE(remove_tree(path_).ok());
    EXPECT_TRUE(make_dirs(path_).ok());
  }
  ~TestFolder() { EXPECT_TRUE(remove_tree(path_).ok()); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  std::string write(const std::string& name, std::string_view text) const {
    const std::string path = join_path(path_, name);
    EXPECT_TRUE(write_file_atomic(path, text).ok());
    return path;
  }

 private:
  std::string path_;
};

}  // namespace lauter
