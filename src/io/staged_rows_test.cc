#include "io/staged_rows.h"

#include <gtest/gtest.h>

#include <random>

#include "io/test_support.h"

namespace lauter {
namespace {

using Fate = StagedTexts::Fate;
using test::TempDir;

struct Expected {
  Fate fate;
  std::string text;
};

/// Random rows in blocks of random size, as `file` holds them.
std::vector<Expected> random_rows(std::mt19937& random, std::string& file) {
  std::vector<Expected> rows;
  StagedRows staged;
  for (int i = 0; i < 5000; ++i) {
    const auto fate = static_cast<Fate>(random() % 3);
    std::string text;
    if (fate == Fate::kKept) staged.keep();
    if (fate == Fate::kRejected) staged.reject();
    if (fate == Fate::kReplaced) {
      text.assign(random() % 40, static_cast<char>('a' + random() % 26));
      staged.replace(text);
    }
    rows.push_back({fate, text});
    if (random() % 100 == 0) staged.take(file);
  }
  staged.take(file);
  staged.take(file);  // no rows: nothing
  return rows;
}

TEST(StagedRows, ReadsAnyRowInAnyOrder) {
  const TempDir dir;
  std::mt19937 random(7);
  std::string file;
  const auto rows = random_rows(random, file);
  auto texts = StagedTexts::open(dir.put("rows", file));
  ASSERT_TRUE(texts.ok()) << texts.error().message;
  ASSERT_EQ(texts->n_rows(), rows.size());
  const auto check = [&](uint64_t row) {
    const auto staged = texts->at(row);
    ASSERT_TRUE(staged.ok()) << staged.error().message;
    ASSERT_EQ(staged->fate, rows[row].fate) << row;
    ASSERT_EQ(staged->text, rows[row].text) << row;
  };
  for (uint64_t row = 0; row < rows.size(); ++row) check(row);
  for (int i = 0; i < 2000; ++i) check(random() % rows.size());
  EXPECT_EQ(texts->at(rows.size())->fate, Fate::kRejected);
}

TEST(StagedRows, CountsRangesAcrossBlocks) {
  const TempDir dir;
  std::mt19937 random(8);
  std::string file;
  const auto rows = random_rows(random, file);
  auto texts = StagedTexts::open(dir.put("rows", file));
  ASSERT_TRUE(texts.ok());
  for (int i = 0; i < 50; ++i) {
    const uint64_t begin = random() % rows.size();
    const uint64_t end = begin + random() % (rows.size() - begin + 1);
    uint64_t rejected = 0;
    uint64_t kept = 0;
    for (uint64_t row = begin; row < end; ++row) {
      rejected += rows[row].fate == Fate::kRejected;
      kept += rows[row].fate == Fate::kKept;
    }
    const auto counts = texts->count(begin, end);
    ASSERT_TRUE(counts.ok());
    EXPECT_EQ(counts->rejected, rejected);
    EXPECT_EQ(counts->kept, kept);
    EXPECT_EQ(counts->replaced, end - begin - rejected - kept);
  }
}

TEST(StagedRows, AMissingFileHasNoRows) {
  const TempDir dir;
  const auto texts = StagedTexts::open(dir / "none");
  ASSERT_TRUE(texts.ok());
  EXPECT_EQ(texts->n_rows(), 0U);
}

TEST(StagedRows, APartOfAFileIsRefused) {
  const TempDir dir;
  StagedRows staged;
  staged.keep();
  staged.replace("hello");
  std::string file;
  staged.take(file);
  for (size_t size = 1; size < file.size(); ++size) {
    const auto texts = StagedTexts::open(dir.put("rows", file.substr(0, size)));
    ASSERT_FALSE(texts.ok()) << size;
    EXPECT_EQ(texts.error().code, ErrorCode::kDataLoss);
  }
  // Sizes that do not add up show when the block is read.
  file[16] = 1;
  auto texts = StagedTexts::open(dir.put("rows", file));
  ASSERT_TRUE(texts.ok());
  EXPECT_FALSE(texts->at(0).ok());
}

}  // namespace
}  // namespace lauter
