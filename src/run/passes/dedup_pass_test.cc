// Question: does the join on disk, which sorts what does not fit into memory, find what the join in
// memory finds, whatever parts the rows come in?
#include "run/passes/dedup_pass.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "io/files/files.h"
#include "io/test_support.h"
#include "run/passes/duplicate_rows.h"

namespace lauter {
namespace {

uint32_t draw(std::mt19937& random, uint32_t below) {
  return static_cast<uint32_t>(random()) % below;
}

TEST(DedupPass, JoinsOnDiskAsInMemory) {
  std::mt19937 random(7);
  std::vector<DocumentSketch> sketches;
  SketchScratch scratch;
  for (size_t i = 0; i < 4000; ++i) {
    // Half of the texts are earlier ones, with some words replaced.
    std::string text;
    const bool is_copy = i > 10 && draw(random, 2) == 0;
    std::mt19937 source(is_copy ? draw(random, static_cast<uint32_t>(i)) : 100'000U + static_cast<uint32_t>(i));
    const uint32_t noise = draw(random, 12);
    for (size_t w = 0; w < 120; ++w) {
      uint32_t word = draw(source, 50'000);
      if (is_copy && draw(random, 100) < noise) word = draw(random, 50'000);
      text += "w" + std::string(1 + word % 7, static_cast<char>('a' + word % 26)) +
              std::string(1 + word / 7 % 9, static_cast<char>('a' + word / 26 % 26)) + " ";
    }
    sketches.push_back(sketch(text, scratch));
  }
  const DedupOptions options;
  const double least = 0.8 - 2 * std::sqrt(0.8 * 0.2 / kSketchBins);
  const ContentGroups expected = find_duplicates(sketches, {.min_overlap = least});
  ASSERT_GT(expected.near, 50U);

  const TempDir folder;
  for (const size_t part : {size_t{4000}, size_t{777}}) {
    std::vector<std::string> files;
    for (size_t begin = 0; begin < sketches.size(); begin += part) {
      files.push_back(join_path(folder.path(), std::to_string(part) + "-" + std::to_string(begin)));
      auto file = internal::SketchFile::create(files.back());
      ASSERT_TRUE(file.ok());
      for (size_t i = begin; i < std::min(begin + part, sketches.size()); ++i) {
        const std::string id = "row " + std::to_string(i);
        ASSERT_TRUE(file->append({{{.sketch = sketches[i],
                                    .file_index = static_cast<uint32_t>(begin),
                                    .row = i,
                                    .id_end = id.size()}},
                                  id})
                        .ok());
      }
      ASSERT_TRUE(file->commit().ok());
    }
    const std::string table = join_path(folder.path(), "table" + std::to_string(part));
    ASSERT_TRUE(internal::write_duplicates(files, options, folder.path(), table, {},
                                           /*sort_bytes=*/8192)
                    .ok());
    const auto rows = DuplicateRows::open(table);
    ASSERT_TRUE(rows.ok());
    EXPECT_EQ(rows->size(), expected.exact + expected.near);
    for (uint32_t i = 0; i < sketches.size(); ++i) {
      const auto found = rows->find(i / part * part, i);
      ASSERT_EQ(found.has_value(), expected.group[i] != i) << i;
      if (!found) continue;
      EXPECT_EQ(found->first_id, "row " + std::to_string(expected.group[i]));
      EXPECT_EQ(found->is_near, !expected.is_exact[i]);
    }
  }
}

}  // namespace
}  // namespace lauter
