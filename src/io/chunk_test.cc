#include "io/chunk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "io/test_support.h"

namespace lauter {
namespace {

using test::compressed;
using test::input_of;
using test::read_chunks;
using test::TempDir;

/// Lines of all sizes around the chunk size: empty, blank, short, long, with CRLF, with or without
/// a last line end.
std::string random_lines(std::mt19937_64& random, size_t size) {
  std::string out;
  while (out.size() < size) {
    switch (random() % 8) {
      case 0:
        break;
      case 1:
        out += " \t\r";
        break;
      case 2:
        out += std::string(random() % 300, 'L');
        break;
      default:
        out += std::string(random() % 40, static_cast<char>('a' + random() % 26));
    }
    out += '\n';
  }
  if (random() % 2 == 0) out.resize(out.size() - std::min<size_t>(out.size(), 1 + random() % 3));
  return out;
}

/// The rule of chunk.h, written down once more and plainly.
struct Cut {
  uint64_t begin = 0;
  uint64_t size = 0;
  bool oversized = false;
  bool operator==(const Cut&) const = default;
};
std::vector<Cut> reference_cuts(std::string_view bytes, size_t target, size_t max_record,
                                uint64_t grid = uint64_t{64} << 20) {
  std::vector<std::string_view> lines;
  for (size_t at = 0; at < bytes.size();) {
    const size_t stop = bytes.find('\n', at);
    const size_t end = stop == std::string_view::npos ? bytes.size() : stop + 1;
    lines.push_back(bytes.substr(at, end - at));
    at = end;
  }
  std::vector<Cut> cuts;
  uint64_t begin = 0;
  for (size_t i = 0; i < lines.size();) {
    uint64_t size = lines[i].size();
    const bool oversized = size > target && size > max_record;
    const auto is_in_cell = [&] { return (begin + size) / grid == begin / grid; };
    for (++i; i < lines.size() && size + lines[i].size() <= target && is_in_cell(); ++i) {
      size += lines[i].size();
    }
    cuts.push_back({begin, size, oversized});
    begin += size;
  }
  if (cuts.empty()) cuts.push_back({});
  return cuts;
}

std::vector<Cut> cuts_of(const std::vector<Chunk>& chunks) {
  std::vector<Cut> cuts;
  for (const Chunk& chunk : chunks) {
    cuts.push_back({chunk.position.offset, chunk.size_bytes, chunk.oversized});
  }
  return cuts;
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

TEST(Chunk, CutsByTheRuleForEveryCompression) {
  const TempDir dir;
  std::mt19937_64 random(5);
  for (int trial = 0; trial < 150; ++trial) {
    const std::string bytes = random_lines(random, random() % 3000);
    const ChunkOptions options{.target_bytes = 1 + random() % 200,
                               .max_record_bytes = 50 + random() % 300,
                               .grid_bytes = 1 + random() % 600};
    const auto expected =
        reference_cuts(bytes, static_cast<size_t>(options.target_bytes),
                       static_cast<size_t>(options.max_record_bytes), options.grid_bytes);
    for (const auto compression : {Compression::kNone, Compression::kGzip, Compression::kZstd}) {
      // Members and frames that end anywhere, also within lines.
      std::string packed;
      for (size_t at = 0; at < bytes.size();) {
        const size_t size = std::min<size_t>(bytes.size() - at, 1 + random() % 500);
        packed += compressed(compression, std::string_view(bytes).substr(at, size));
        at += size;
      }
      const auto file = input_of(dir.put("in", packed), Format::kJsonl, compression);
      const auto read = read_chunks(file, options);
      ASSERT_EQ(read.error, "");
      ASSERT_EQ(cuts_of(read.chunks), expected) << trial;
      uint64_t records = 0;
      for (size_t i = 0; i < read.chunks.size(); ++i) {
        const Chunk& chunk = read.chunks[i];
        ASSERT_EQ(chunk.last, i + 1 == read.chunks.size());
        ASSERT_EQ(chunk.position.record, records);
        const auto part = std::string_view(bytes).substr(chunk.position.offset, chunk.size_bytes);
        ASSERT_EQ(chunk.bytes, chunk.oversized ? "" : part);
        uint64_t rows = 0;
        uint64_t lines = 0;
        for (size_t at = 0; at < part.size(); ++lines) {
          const size_t end = std::min(part.find('\n', at), part.size() - 1) + 1;
          rows += is_blank(part.substr(at, end - at)) ? 0 : 1;
          at = end;
        }
        ASSERT_EQ(chunk.n_records, lines);
        ASSERT_EQ(chunk.n_rows, rows);
        records += lines;
      }
    }
  }
}

TEST(Chunk, ResumesAtEveryBoundary) {
  const TempDir dir;
  std::mt19937_64 random(6);
  const std::string bytes = random_lines(random, 4000);
  for (const auto compression : {Compression::kNone, Compression::kGzip, Compression::kZstd}) {
    std::string packed;
    for (size_t at = 0; at < bytes.size(); at += 700) {
      packed += compressed(compression, std::string_view(bytes).substr(at, 700));
    }
    const auto file = input_of(dir.put("in", packed), Format::kJsonl, compression);
    const ChunkOptions options{.target_bytes = 150, .max_record_bytes = 250};
    const auto whole = read_chunks(file, options);
    ASSERT_EQ(whole.error, "");
    ASSERT_GT(whole.chunks.size(), 20U);
    for (size_t i = 0; i < whole.chunks.size(); ++i) {
      const auto rest = read_chunks(file, options, whole.chunks[i].next_position());
      ASSERT_EQ(rest.error, "");
      // Behind the last chunk there is still the empty one that says so.
      const size_t expected = std::max<size_t>(whole.chunks.size() - i - 1, 1);
      ASSERT_EQ(rest.chunks.size(), expected);
      for (size_t k = 0; i + 1 + k < whole.chunks.size(); ++k) {
        const Chunk& a = whole.chunks[i + 1 + k];
        const Chunk& b = rest.chunks[k];
        ASSERT_EQ(a.bytes, b.bytes);
        ASSERT_EQ(a.position.record, b.position.record);
        ASSERT_EQ(a.last, b.last);
      }
    }
    const auto beyond = read_chunks(file, options, {99, bytes.size() + 1, 99});
    EXPECT_NE(beyond.error.find("cannot resume"), std::string::npos) << beyond.error;
  }
}

TEST(Chunk, LimitCutsAfterThatManyRows) {
  const TempDir dir;
  const std::string bytes = "\n{1}\n \n{2}\n{3}\n\n{4}";
  const auto file = input_of(dir.put("in", bytes));
  const auto limited = [&](uint64_t rows, uint64_t target) {
    const auto read = read_chunks(file, {.target_bytes = target, .limit_rows = rows});
    EXPECT_EQ(read.error, "");
    EXPECT_TRUE(read.chunks.back().last);
    uint64_t n_rows = 0;
    for (const Chunk& chunk : read.chunks) n_rows += chunk.n_rows;
    EXPECT_EQ(n_rows, std::min<uint64_t>(rows, 4));
    return read.bytes();
  };
  for (const uint64_t target : {1U, 5U, 8U, 100U}) {
    EXPECT_EQ(limited(0, target), "");
    EXPECT_EQ(limited(1, target), "\n{1}\n");
    EXPECT_EQ(limited(2, target), "\n{1}\n \n{2}\n");
    EXPECT_EQ(limited(3, target), "\n{1}\n \n{2}\n{3}\n");
    EXPECT_EQ(limited(4, target), bytes);
    EXPECT_EQ(limited(9, target), bytes);
  }
}

TEST(Chunk, EmptyFilesHaveOneChunk) {
  const TempDir dir;
  for (const auto compression : {Compression::kNone, Compression::kGzip, Compression::kZstd}) {
    for (const std::string& content : {std::string(), empty_member(compression)}) {
      const auto file = input_of(dir.put("in", content), Format::kJsonl, compression);
      const auto read = read_chunks(file, {});
      EXPECT_EQ(read.error, "");
      ASSERT_EQ(read.chunks.size(), 1U);
      EXPECT_TRUE(read.chunks[0].last);
      EXPECT_EQ(read.chunks[0].n_records, 0U);
    }
  }
}

TEST(Chunk, TextFilesAreOneChunk) {
  const TempDir dir;
  const std::string bytes(300000, 'x');
  for (const auto compression : {Compression::kNone, Compression::kGzip, Compression::kZstd}) {
    const auto file =
        input_of(dir.put("in", compressed(compression, bytes)), Format::kText, compression);
    const auto read = read_chunks(file, {.target_bytes = 100});
    EXPECT_EQ(read.error, "");
    ASSERT_EQ(read.chunks.size(), 1U);
    EXPECT_EQ(read.chunks[0].bytes, bytes);
    EXPECT_EQ(read.chunks[0].n_rows, 1U);
    const auto large = read_chunks(file, {.target_bytes = 100, .max_record_bytes = 299999});
    ASSERT_EQ(large.chunks.size(), 1U);
    EXPECT_TRUE(large.chunks[0].oversized);
    EXPECT_EQ(large.chunks[0].size_bytes, bytes.size());
    EXPECT_TRUE(large.chunks[0].last);
  }
}

/// All whole lines of a prefix of `bytes`, as long as the prefix was decodable; then the error.
void check_broken(const InputFile& file, std::string_view bytes, bool may_be_sound) {
  const auto read = read_chunks(file, {.target_bytes = 1000});
  if (!may_be_sound) {
    ASSERT_NE(read.error, "");
    ASSERT_NE(read.error.find("of the compressed file: "), std::string::npos) << read.error;
  }
  const std::string got = read.bytes();
  ASSERT_EQ(bytes.substr(0, got.size()), got);
  if (read.error.empty() || got.empty()) return;
  ASSERT_EQ(got.back(), '\n');
}

TEST(Chunk, CutOffCompressedInputGivesItsWholeLines) {
  const TempDir dir;
  std::mt19937_64 random(8);
  std::string bytes;
  for (int i = 0; i < 400; ++i) {
    bytes += "{\"text\":\"row " + std::to_string(random() % 100000) + "\"}\n";
  }
  for (const auto compression : {Compression::kGzip, Compression::kZstd}) {
    std::vector<size_t> ends;
    std::string packed;
    for (size_t at = 0; at < bytes.size(); at += 3000) {
      packed += compressed(compression, std::string_view(bytes).substr(at, 3000));
      ends.push_back(packed.size());
    }
    size_t most = 0;
    for (size_t size = 1; size < packed.size(); size += 1 + random() % 7) {
      const auto file =
          input_of(dir.put("in", packed.substr(0, size)), Format::kJsonl, compression);
      const bool at_end = std::find(ends.begin(), ends.end(), size) != ends.end();
      ASSERT_NO_FATAL_FAILURE(check_broken(file, bytes, at_end)) << size;
      const size_t whole = static_cast<size_t>(
          std::count_if(ends.begin(), ends.end(), [&](size_t end) { return end <= size; }));
      const std::string got = read_chunks(file, {}).bytes();
      // At least the whole lines of the whole members are there.
      const size_t sound = std::min(whole * 3000, bytes.size());
      const size_t lines = sound == 0 ? 0 : bytes.find_last_of('\n', sound - 1) + 1;
      ASSERT_GE(got.size(), whole == 0 ? 0 : lines) << size;
      most = std::max(most, got.size());
    }
    EXPECT_GT(most, bytes.size() / 2);
  }
}

TEST(Chunk, FlippedBytesNeverCrash) {
  const TempDir dir;
  std::mt19937_64 random(9);
  std::string bytes;
  for (int i = 0; i < 300; ++i) bytes += "line " + std::to_string(random()) + "\n";
  for (const auto compression : {Compression::kGzip, Compression::kZstd}) {
    std::string packed;
    for (size_t at = 0; at < bytes.size(); at += 2000) {
      packed += compressed(compression, std::string_view(bytes).substr(at, 2000));
    }
    int errors = 0;
    for (int trial = 0; trial < 400; ++trial) {
      std::string broken = packed;
      broken[random() % broken.size()] ^= static_cast<char>(1 << random() % 8);
      const auto file = input_of(dir.put("in", broken), Format::kJsonl, compression);
      const auto read = read_chunks(file, {.target_bytes = 500});
      errors += read.error.empty() ? 0 : 1;
      if (read.error.empty() && compression == Compression::kZstd) {
        EXPECT_EQ(read.bytes(), bytes);  // the checksum of every frame guards it
      }
    }
    EXPECT_GT(errors, 200);
  }
}

TEST(Chunk, GarbageBehindGzipIsAnErrorAfterAllRows) {
  const TempDir dir;
  const std::string packed = compressed(Compression::kGzip, "a\nb\n");
  auto file = input_of(dir.put("in", packed + "garbage"), Format::kJsonl, Compression::kGzip);
  auto read = read_chunks(file, {.target_bytes = 2});
  EXPECT_EQ(read.bytes(), "a\nb\n");
  EXPECT_NE(read.error.find("broken gzip data: incorrect header check"), std::string::npos);
  // Padding with zeros is no garbage.
  file =
      input_of(dir.put("in", packed + std::string(512, '\0')), Format::kJsonl, Compression::kGzip);
  read = read_chunks(file, {});
  EXPECT_EQ(read.error, "");
  EXPECT_EQ(read.bytes(), "a\nb\n");
}

TEST(Chunk, FramesInParallelEqualStreaming) {
  const TempDir dir;
  std::mt19937_64 random(10);
  std::string bytes;
  while (bytes.size() < (6 << 20)) {
    bytes += "{\"n\":" + std::to_string(random()) + "}\n";
  }
  // Skippable frames (magic 0x184D2A50, length 5) between those with content; large, small and
  // tiny.
  const std::string skippable("\x50\x2A\x4D\x18\x05\x00\x00\x00hello", 13);
  std::string packed = skippable;
  for (size_t at = 0; at < bytes.size();) {
    const size_t size = random() % 4 == 0 ? 1 + random() % 1500000 : 1 + random() % 30000;
    packed += compressed(Compression::kZstd, std::string_view(bytes).substr(at, size));
    if (random() % 3 == 0) packed += skippable;
    at += size;
  }
  const auto file = input_of(dir.put("in", packed), Format::kJsonl, Compression::kZstd);
  const auto streamed = read_chunks(file, {.target_bytes = 100000, .decode_threads = 0});
  ASSERT_EQ(streamed.error, "");
  ASSERT_EQ(streamed.bytes(), bytes);
  for (const int threads : {1, 2, 5}) {
    const auto parallel = read_chunks(file, {.target_bytes = 100000, .decode_threads = threads});
    ASSERT_EQ(parallel.error, "");
    ASSERT_EQ(cuts_of(parallel.chunks), cuts_of(streamed.chunks));
    ASSERT_EQ(parallel.bytes(), bytes);
  }
  const size_t middle = streamed.chunks.size() / 2;
  const auto resumed = read_chunks(file, {.target_bytes = 100000, .decode_threads = 3},
                                   streamed.chunks[middle].position);
  ASSERT_EQ(resumed.error, "");
  EXPECT_EQ(resumed.bytes(), bytes.substr(streamed.chunks[middle].position.offset));
}

TEST(Chunk, AReaderMayBeLeftEarly) {
  const TempDir dir;
  std::string packed;
  for (int i = 0; i < 20; ++i) {
    packed +=
        compressed(Compression::kZstd, std::string(2 << 20, static_cast<char>('a' + i)) + "\n");
  }
  // A skippable frame of 400 KiB makes the file long enough for a thread of its own.
  packed += std::string("\x50\x2A\x4D\x18\x00\x40\x06\x00", 8) + std::string(400 << 10, '\0');
  const auto file = input_of(dir.put("in", packed), Format::kJsonl, Compression::kZstd);
  for (int chunks = 0; chunks < 4; ++chunks) {
    auto reader = ChunkReader::open(file, 0, {});
    ASSERT_TRUE(reader.ok());
    Chunk chunk;
    for (int i = 0; i < chunks; ++i) ASSERT_TRUE(*reader->next(chunk));
  }
}

TEST(Chunk, OpenErrors) {
  const TempDir dir;
  EXPECT_EQ(ChunkReader::open(input_of(dir / "none"), 0).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(ChunkReader::open(input_of(dir.path()), 0).error().code, ErrorCode::kInvalidArgument);
  const std::string path = dir.put("a.parquet", "PAR1");
  EXPECT_EQ(ChunkReader::open(input_of(path, Format::kParquet), 0).error().code,
            ErrorCode::kUnimplemented);
  EXPECT_EQ(ChunkReader::open(input_of("-"), 0, {}, {1, 5, 1}).error().code,
            ErrorCode::kInvalidArgument);
}

TEST(Chunk, ForeignFilesAreOneError) {
  const TempDir dir;
  for (const std::string& begin :
       {compressed(Compression::kGzip, "{}\n"), compressed(Compression::kZstd, "{}\n"),
        std::string("PAR1"), std::string("\xFF\xFE{\0}\0", 6), std::string("PK\x03\x04")}) {
    const auto read = read_chunks(input_of(dir.put("in.jsonl", begin + "more\n")), {});
    EXPECT_NE(read.error.find("in.jsonl: is "), std::string::npos) << read.error;
    EXPECT_EQ(read.chunks.size(), 0U);
  }
  // As the content of a later chunk, or of an unfinished magic, the same bytes are just bad rows.
  EXPECT_EQ(read_chunks(input_of(dir.put("in.jsonl", "{}\nPAR1\n")), {.target_bytes = 3}).error,
            "");
  EXPECT_EQ(read_chunks(input_of(dir.put("in.jsonl", "P")), {}).error, "");
}

std::string warc_record(std::string_view type, std::string_view id, std::string_view body) {
  return "WARC/1.0\r\nWARC-Type: " + std::string(type) + "\r\nWARC-Record-ID: <" + std::string(id) +
         ">\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body) +
         "\r\n\r\n";
}

TEST(Chunk, WetIsCutAtRecords) {
  const TempDir dir;
  std::mt19937_64 random(13);
  for (int trial = 0; trial < 60; ++trial) {
    std::vector<std::string> records = {warc_record("warcinfo", "urn:0", "software: x\r\n")};
    for (int i = 0; i < 40; ++i) {
      records.push_back(warc_record("conversion", "urn:" + std::to_string(i),
                                    std::string(random() % 600, "ab\n\r"[random() % 4])));
    }
    if (trial % 3 == 1) records.insert(records.begin() + 7, "garbage\nbetween\n");
    std::string bytes;
    std::string packed_gz;
    std::string packed_zst;
    for (const std::string& record : records) {
      bytes += record;
      packed_gz += compressed(Compression::kGzip, record);
    }
    packed_zst = compressed(Compression::kZstd, bytes);
    if (trial % 3 == 2) bytes.resize(bytes.size() - 5);
    const ChunkOptions options{.target_bytes = 1 + random() % 2000, .max_record_bytes = 1 << 20};
    const auto file = input_of(dir.put("in", bytes), Format::kWet);
    const auto read = read_chunks(file, options);
    ASSERT_EQ(read.error, "");
    ASSERT_EQ(read.bytes(), bytes);
    uint64_t rows = 0;
    uint64_t n_records = 0;
    for (const Chunk& chunk : read.chunks) {
      rows += chunk.n_rows;
      n_records += chunk.n_records;
      ASSERT_TRUE(chunk.size_bytes <= options.target_bytes || chunk.n_records == 1);
      const auto rest = read_chunks(file, options, chunk.position);
      ASSERT_EQ(rest.bytes(), bytes.substr(chunk.position.offset));
      ASSERT_EQ(rest.chunks[0].bytes, chunk.bytes);
    }
    ASSERT_EQ(n_records, records.size());
    ASSERT_EQ(rows, records.size() - 1);
    if (trial % 3 != 2) {
      for (const auto& [packed, compression] :
           {std::pair(packed_gz, Compression::kGzip), std::pair(packed_zst, Compression::kZstd)}) {
        const auto other =
            read_chunks(input_of(dir.put("p", packed), Format::kWet, compression), options);
        ASSERT_EQ(other.error, "");
        ASSERT_EQ(cuts_of(other.chunks), cuts_of(read.chunks));
      }
    }
  }
}

TEST(Chunk, OversizedWetRecordsAreSkippedByTheirLength) {
  const TempDir dir;
  const std::string bytes = warc_record("conversion", "a", "small") +
                            warc_record("conversion", "b", std::string(50000, 'B')) +
                            warc_record("conversion", "c", "also small");
  const auto read = read_chunks(input_of(dir.put("in", bytes), Format::kWet),
                                {.target_bytes = 500, .max_record_bytes = 10000});
  ASSERT_EQ(read.error, "");
  ASSERT_EQ(read.chunks.size(), 3U);
  EXPECT_TRUE(read.chunks[1].oversized);
  EXPECT_EQ(read.chunks[2].bytes, warc_record("conversion", "c", "also small"));
  EXPECT_TRUE(read.chunks[2].last);
}

}  // namespace
}  // namespace lauter
