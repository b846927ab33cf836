// Chunks of a pipe: what is there is given at once.
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <random>
#include <thread>

#include "io/chunk.h"
#include "io/test_support.h"

namespace lauter {
namespace {

using test::compressed;
using test::input_of;
using test::read_chunks;

/// Puts a pipe in the place of stdin while it lives.
class StdinPipe {
 public:
  StdinPipe() {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    saved_ = ::dup(STDIN_FILENO);
    ::dup2(ends[0], STDIN_FILENO);
    ::close(ends[0]);
    write_ = ends[1];
  }
  ~StdinPipe() {
    close();
    ::dup2(saved_, STDIN_FILENO);
    ::close(saved_);
  }
  void write(std::string_view bytes) { EXPECT_TRUE(write_fd(write_, bytes).ok()); }
  void close() {
    if (write_ >= 0) ::close(write_);
    write_ = -1;
  }

 private:
  int saved_ = -1;
  int write_ = -1;
};

TEST(Chunk, StdinGivesWholeLinesAsTheyCome) {
  for (const auto compression : {Compression::kNone, Compression::kGzip, Compression::kZstd}) {
    StdinPipe pipe;
    InputFile file{"-", "stdin.jsonl", Format::kJsonl, compression, 0};
    auto reader = ChunkReader::open(file, 0, {});
    ASSERT_TRUE(reader.ok());
    Chunk chunk;
    // Each next() would block for ever if it waited for more than what was written.
    pipe.write(compressed(compression, "one\ntwo\nthr"));
    ASSERT_TRUE(*reader->next(chunk));
    EXPECT_EQ(chunk.bytes, "one\ntwo\n");
    EXPECT_FALSE(chunk.last);
    pipe.write(compressed(compression, "ee\n"));
    ASSERT_TRUE(*reader->next(chunk));
    EXPECT_EQ(chunk.bytes, "three\n");
    EXPECT_EQ(chunk.position.record, 2U);
    pipe.write(compressed(compression, "rest"));
    pipe.close();
    ASSERT_TRUE(*reader->next(chunk));
    EXPECT_EQ(chunk.bytes, "rest");
    EXPECT_TRUE(chunk.last);
    EXPECT_FALSE(*reader->next(chunk));
  }
}

TEST(Chunk, StopEndsTheWaitForStdin) {
  for (const auto compression : {Compression::kNone, Compression::kZstd}) {
    StdinPipe pipe;
    std::atomic<bool> stop{false};
    auto reader =
        ChunkReader::open({"-", "stdin.jsonl", Format::kJsonl, compression, 0}, 0, {.stop = &stop});
    ASSERT_TRUE(reader.ok());
    std::thread interrupt([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(80));
      stop = true;
    });
    Chunk chunk;
    const auto more = reader->next(chunk);
    interrupt.join();
    ASSERT_FALSE(more.ok());
    EXPECT_EQ(more.error().code, ErrorCode::kUnavailable);
  }
}

TEST(Chunk, LargeStdinIsCutLikeAFile) {
  std::mt19937_64 random(12);
  std::string bytes;
  while (bytes.size() < 3 << 20) bytes += std::string(random() % 40, static_cast<char>('a' + random() % 26)) + "\n";
  StdinPipe pipe;
  std::thread writer([&] {
    pipe.write(bytes);
    pipe.close();
  });
  const auto read = read_chunks(input_of("-"), {.target_bytes = 1 << 20});
  writer.join();
  EXPECT_EQ(read.error, "");
  EXPECT_EQ(read.bytes(), bytes);
  EXPECT_TRUE(read.chunks.back().last);
}

}  // namespace
}  // namespace lauter
