// Parts of a file have the chunks of the whole, whatever the lines and frames are.
#include "io/files/file_range.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "io/test_support.h"

namespace lauter {
namespace {

using test::compressed;
using test::input_of;
using test::TempDir;

/// Lines from empty to longer than some parts; the last one mostly without its end.
std::string lines_of_random_size(std::mt19937_64& random, size_t size) {
  std::string out;
  while (out.size() < size) {
    const size_t length = random() % 20 == 0 ? random() % 400 : random() % 30;
    out += std::string(length, static_cast<char>('a' + random() % 26)) + "\n";
  }
  out.resize(size);
  return out;
}

std::vector<Chunk> chunks_of(ChunkReader reader) {
  std::vector<Chunk> chunks;
  while (true) {
    Chunk chunk;
    const auto more = reader.next(chunk);
    EXPECT_TRUE(more.ok()) << more.error().message;
    if (!more.ok() || !*more) return chunks;
    chunks.push_back(std::move(chunk));
  }
}

/// A part without a line has one empty chunk, which the whole file has not.
void drop_empty(std::vector<Chunk>& chunks) {
  std::erase_if(chunks, [](const Chunk& chunk) { return chunk.size_bytes == 0; });
}

TEST(FileRange, PartsHaveTheChunksOfTheWhole) {
  const TempDir dir;
  std::mt19937_64 random(1);
  size_t n_parts = 0;
  for (int trial = 0; trial < 200; ++trial) {
    const std::string bytes = lines_of_random_size(random, random() % 4000);
    const ChunkOptions options{.target_bytes = 1 + random() % 300,
                               .max_record_bytes = 50 + random() % 300,
                               .grid_bytes = 1 + random() % 300};
    for (const auto compression : {Compression::kNone, Compression::kZstd}) {
      std::string packed;
      for (size_t at = 0; at < bytes.size();) {
        const size_t size = std::min<size_t>(bytes.size() - at, 1 + random() % 500);
        packed += compressed(compression, std::string_view(bytes).substr(at, size));
        at += size;
      }
      const InputFile file = input_of(dir.put("in", packed), Format::kJsonl, compression);
      auto whole = ChunkReader::open(file, 7, options);
      ASSERT_TRUE(whole.ok());
      auto expected = chunks_of(std::move(*whole));
      const auto ranges = split_file(file, options.grid_bytes * (1 + random() % 3));
      ASSERT_TRUE(ranges.ok());
      n_parts += ranges->size();
      std::vector<Chunk> got;
      uint64_t lines = 0;
      for (const FileRange& range : *ranges) {
        auto reader = ChunkReader::open_range(file, 7, options, range, lines);
        ASSERT_TRUE(reader.ok());
        auto chunks = chunks_of(std::move(*reader));
        ASSERT_FALSE(chunks.empty());
        ASSERT_TRUE(chunks.back().last);
        uint64_t of_part = 0;
        for (const Chunk& chunk : chunks) of_part += chunk.n_records;
        if (range.end != FileRange::kToTheEnd) {
          const auto counted = count_lines(file, range);
          ASSERT_TRUE(counted.ok()) << counted.error().message;
          ASSERT_EQ(*counted, of_part) << trial;
        }
        lines += of_part;
        std::move(chunks.begin(), chunks.end(), std::back_inserter(got));
      }
      drop_empty(expected);
      drop_empty(got);
      ASSERT_EQ(got.size(), expected.size()) << trial;
      for (size_t i = 0; i < got.size(); ++i) {
        ASSERT_EQ(got[i].bytes, expected[i].bytes);
        ASSERT_EQ(got[i].position.offset, expected[i].position.offset);
        ASSERT_EQ(got[i].position.record, expected[i].position.record);
        ASSERT_EQ(got[i].oversized, expected[i].oversized);
        ASSERT_EQ(got[i].file_index, 7U);
      }
    }
  }
  EXPECT_GT(n_parts, 2000U);
}

TEST(FileRange, WhatCannotBeReadFromTheMiddleIsOnePart) {
  const TempDir dir;
  const std::string lines(5000, '\n');
  const auto parts = [&](const std::string& bytes, Format format, Compression compression) {
    const auto ranges = split_file(input_of(dir.put("in", bytes), format, compression), 100);
    EXPECT_TRUE(ranges.ok());
    return ranges.ok() ? ranges->size() : 0;
  };
  EXPECT_EQ(parts(lines, Format::kJsonl, Compression::kNone), 50U);
  EXPECT_EQ(parts(lines + "x", Format::kJsonl, Compression::kNone), 51U);
  EXPECT_EQ(parts("", Format::kJsonl, Compression::kNone), 1U);
  EXPECT_EQ(parts(lines, Format::kText, Compression::kNone), 1U);
  EXPECT_EQ(parts(lines, Format::kWet, Compression::kNone), 1U);
  const std::string gzip = compressed(Compression::kGzip, lines);
  EXPECT_EQ(parts(gzip + gzip, Format::kJsonl, Compression::kGzip), 1U);
  const std::string zstd = compressed(Compression::kZstd, lines);
  EXPECT_EQ(parts(zstd + zstd, Format::kJsonl, Compression::kZstd), 100U);
  EXPECT_EQ(parts(zstd + zstd.substr(0, zstd.size() - 1), Format::kJsonl, Compression::kZstd), 1U);
}

}  // namespace
}  // namespace lauter
