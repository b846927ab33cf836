/// Shared by the tests of io: a fresh directory and reading a whole file through chunks and rows.
#pragma once

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "io/chunk.h"
#include "io/files/files.h"
#include "io/files/sink.h"
#include "io/row.h"

namespace lauter::test {

/// A directory that lives as long as the test.
class TempDir {
 public:
  TempDir() {
    // In memory where there is such a place: these tests make thousands of small files.
    std::string pattern = (is_directory("/dev/shm") ? "/dev/shm/" : ::testing::TempDir()) +
                          std::string("lauter_io_XXXXXX");
    path_ = ::mkdtemp(pattern.data());
  }
  ~TempDir() { (void)remove_tree(path_).ok(); }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(std::string_view name) const { return join_path(path_, name); }

  /// Writes a file (with its folders) and gives its path.
  std::string put(std::string_view name, std::string_view bytes) const {
    const std::string path = *this / name;
    EXPECT_TRUE(make_dirs(parent_path(path)).ok());
    // Without the syncs of write_file_atomic: tests write thousands of files.
    FILE* file = std::fopen(path.c_str(), "wb");
    EXPECT_NE(file, nullptr) << path;
    if (file == nullptr) return path;
    EXPECT_EQ(std::fwrite(bytes.data(), 1, bytes.size(), file), bytes.size());
    std::fclose(file);
    return path;
  }

 private:
  std::string path_;
};

inline InputFile input_of(const std::string& path, Format format = Format::kJsonl,
                          Compression compression = Compression::kNone) {
  InputFile input{path, base_name(path), format, compression, 0};
  if (auto size = file_size(path); size.ok()) input.size_bytes = *size;
  return input;
}

inline std::string compressed(Compression compression, std::string_view bytes) {
  std::string out;
  EXPECT_TRUE(compress_member(compression, 0, bytes, out).ok());
  return out;
}

struct ReadChunks {
  std::vector<Chunk> chunks;
  std::string error;  ///< empty if all was read

  std::string bytes() const {
    std::string all;
    for (const Chunk& chunk : chunks) all += chunk.bytes;
    return all;
  }
};

inline ReadChunks read_chunks(const InputFile& file, const ChunkOptions& options,
                              ChunkPosition from = {}) {
  ReadChunks out;
  auto reader = ChunkReader::open(file, 0, options, from);
  if (!reader.ok()) {
    out.error = reader.error().message;
    return out;
  }
  while (true) {
    Chunk chunk;
    auto more = reader->next(chunk);
    if (!more.ok()) {
      out.error = more.error().message;
      return out;
    }
    if (!*more) return out;
    EXPECT_EQ(chunk.position.index, from.index + out.chunks.size());
    out.chunks.push_back(std::move(chunk));
  }
}

}  // namespace lauter::test
