#include "io/files/sink.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <random>
#include <thread>

#include "io/test_support.h"

namespace lauter {
namespace {

using test::TempDir;

TEST(AppendFile, AppearsUnderItsNameByCommitOnly) {
  const TempDir dir;
  const std::string path = dir / "deep/er/out.jsonl";
  auto file = AppendFile::open(path);
  ASSERT_TRUE(file.ok()) << file.error().message;
  ASSERT_TRUE(file->append("one\n").ok());
  ASSERT_TRUE(file->append("two\n").ok());
  EXPECT_EQ(file->size_bytes(), 8U);
  EXPECT_FALSE(path_exists(path));
  EXPECT_EQ(*read_file(AppendFile::part_path(path)), "one\ntwo\n");
  ASSERT_TRUE(file->commit().ok());
  EXPECT_EQ(*read_file(path), "one\ntwo\n");
  EXPECT_FALSE(path_exists(AppendFile::part_path(path)));
}

TEST(AppendFile, ResumesAtTheCommittedSize) {
  const TempDir dir;
  const std::string path = dir / "out";
  {
    auto file = AppendFile::open(path);
    ASSERT_TRUE(file->append("committed|not committed").ok());
  }
  auto file = AppendFile::open(path, 10);
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->size_bytes(), 10U);
  AppendFile moved = std::move(*file);
  ASSERT_TRUE(moved.append("again").ok());
  ASSERT_TRUE(moved.commit().ok());
  EXPECT_EQ(*read_file(path), "committed|again");
}

TEST(AppendFile, RunsDoNotGiveOneAnothersFilesTheirName) {
  const TempDir dir;
  const std::string path = dir / "out";
  const auto all = AppendFile::Access::kAll;
  auto one = AppendFile::open(path, 0, all, "0000000a");
  auto other = AppendFile::open(path, 0, all, "0000000b");
  ASSERT_TRUE(one->append("whole\n").ok());
  ASSERT_TRUE(other->append("ha").ok());
  ASSERT_TRUE(one->commit().ok());
  EXPECT_EQ(*read_file(path), "whole\n");
  EXPECT_EQ(*read_file(AppendFile::part_path(path, "0000000b")), "ha");
}

TEST(AppendFile, Errors) {
  const TempDir dir;
  EXPECT_EQ(AppendFile::open(dir / "none", 5).error().code, ErrorCode::kNotFound);
  dir.put("short.part", "abc");
  EXPECT_EQ(AppendFile::open(dir / "short", 5).error().code, ErrorCode::kDataLoss);
  dir.put("file", "abc");
  EXPECT_FALSE(AppendFile::open(dir / "file/out").ok());
  // A new file does not keep what a run before left behind.
  dir.put("old.part", "old content");
  ASSERT_TRUE(AppendFile::open(dir / "old")->commit().ok());
  EXPECT_EQ(*read_file(dir / "old"), "");
}

TEST(AppendFile, FullDiskIsAnError) {
  if (!path_exists("/dev/full")) GTEST_SKIP() << "no /dev/full";
  const int fd = ::open("/dev/full", O_WRONLY);
  const auto state = write_fd(fd, "x");
  ::close(fd);
  ASSERT_FALSE(state.ok());
  EXPECT_EQ(state.error().code, ErrorCode::kUnavailable);
}

TEST(Compress, PiecesConcatenateAndAreDeterministic) {
  std::mt19937_64 random(3);
  for (const auto compression : {Compression::kNone, Compression::kGzip, Compression::kZstd}) {
    std::string all;
    std::string packed;
    for (int i = 0; i < 20; ++i) {
      std::string bytes(random() % 5000, '\0');
      for (char& c : bytes) c = static_cast<char>('a' + random() % 8);
      std::string piece = "kept|";
      std::string again = "kept|";
      ASSERT_TRUE(compress_member(compression, 0, bytes, piece).ok());
      ASSERT_TRUE(compress_member(compression, 0, bytes, again).ok());
      ASSERT_EQ(piece, again);
      packed += piece.substr(5);
      all += bytes;
    }
    ASSERT_EQ(decompress_all(compression, packed).value(), all);
    ASSERT_EQ(decompress_all(compression, packed + empty_member(compression)).value(), all);
    std::string nothing;
    ASSERT_TRUE(compress_member(compression, 0, "", nothing).ok());
    EXPECT_EQ(nothing, "");
    EXPECT_EQ(decompress_all(compression, empty_member(compression)).value(), "");
    if (compression == Compression::kNone) continue;
    for (size_t size = 1; size < 200; ++size) {
      const auto cut =
          decompress_all(compression, std::string_view(packed).substr(0, packed.size() - size));
      ASSERT_TRUE(cut.ok() || cut.error().code == ErrorCode::kDataLoss);
      ASSERT_TRUE(size >= 8 || !cut.ok());
    }
    EXPECT_EQ(decompress_all(compression, packed, 100).error().code, ErrorCode::kResourceExhausted);
    EXPECT_EQ(decompress_all(compression, "no such data").error().code, ErrorCode::kDataLoss);
    std::string out;
    EXPECT_EQ(compress_member(compression, 1000, "x", out).error().code,
              ErrorCode::kInvalidArgument);
  }
}

TEST(Compress, GzipHeadersHoldNoTimeAndZstdFramesTheirSize) {
  std::string out;
  ASSERT_TRUE(compress_member(Compression::kGzip, 0, "text", out).ok());
  EXPECT_EQ(out.substr(0, 8), std::string("\x1F\x8B\x08\0\0\0\0\0", 8));
  out.clear();
  ASSERT_TRUE(compress_member(Compression::kZstd, 0, "text", out).ok());
  EXPECT_EQ(out.substr(0, 4), "\x28\xB5\x2F\xFD");
  const auto descriptor = static_cast<unsigned char>(out[4]);
  EXPECT_EQ(descriptor & 0x24, 0x24);  // checksum flag, and single segment: the size is there
  EXPECT_EQ(out[5], 4);
}

TEST(Compress, EveryWetRecordIsItsOwnGzipMember) {
  const auto record = [](const std::string& body) {
    return "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body + "\r\n\r\n";
  };
  const std::string one = record("first");
  const std::string two = record("second body");
  std::string expected;
  ASSERT_TRUE(compress_member(Compression::kGzip, 0, one, expected).ok());
  ASSERT_TRUE(compress_member(Compression::kGzip, 0, two, expected).ok());
  std::string out;
  ASSERT_TRUE(compress_chunk(Format::kWet, Compression::kGzip, 0, one + two, out).ok());
  EXPECT_EQ(out, expected);
}

TEST(WriteFd, WritesAllThroughAFullPipe) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_NONBLOCK), 0);
  const std::string bytes(1 << 20, 'p');
  std::string got;
  std::thread reader([&] {
    char buffer[4096];
    while (got.size() < bytes.size()) {
      const ssize_t size = ::read(ends[0], buffer, sizeof buffer);
      if (size > 0) got.append(buffer, static_cast<size_t>(size));
    }
  });
  EXPECT_EQ(write_fd(ends[1], bytes).value(), WriteState::kOk);
  reader.join();
  EXPECT_EQ(got, bytes);
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(WriteFd, AClosedReaderIsNoError) {
  const auto before = ::signal(SIGPIPE, SIG_IGN);
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ::close(ends[0]);
  EXPECT_EQ(write_fd(ends[1], "x").value(), WriteState::kClosed);
  ::close(ends[1]);
  ::signal(SIGPIPE, before);
}

}  // namespace
}  // namespace lauter
