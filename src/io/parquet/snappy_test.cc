#include "io/parquet/snappy.h"

#include <gtest/gtest.h>

#include <random>

namespace lauter::internal {
namespace {

/// The format, read byte by byte as its description says; empty where it is broken.
std::string decoded(std::string_view block) {
  const auto take = [&] {
    const auto byte = static_cast<unsigned char>(block.at(0));
    block.remove_prefix(1);
    return size_t{byte};
  };
  size_t size = 0;
  for (unsigned shift = 0;; shift += 7) {
    const size_t byte = take();
    size |= (byte & 0x7F) << shift;
    if (byte < 0x80) break;
  }
  std::string out;
  while (!block.empty()) {
    const size_t tag = take();
    size_t n = 0;
    size_t distance = 0;
    if (tag % 4 == 0) {
      n = tag / 4;
      if (n >= 60) {
        const size_t bytes = n - 59;
        n = 0;
        for (size_t i = 0; i < bytes; ++i) n |= take() << 8 * i;
      }
      out += block.substr(0, n + 1);
      block.remove_prefix(n + 1);
      continue;
    }
    if (tag % 4 == 1) {
      n = tag / 4 % 8 + 4;
      distance = tag / 32 * 256 + take();
    } else if (tag % 4 == 2) {
      n = tag / 4 + 1;
      distance = take();
      distance += take() * 256;
    }
    if (distance == 0 || distance > out.size()) return {};
    for (size_t i = 0; i < n; ++i) out += out[out.size() - distance];
  }
  return out.size() == size ? out : std::string();
}

TEST(Snappy, TextsOfEveryKindComeBack) {
  std::mt19937 random(1);
  for (const size_t size : {0, 1, 3, 4, 5, 59, 60, 61, 64, 68, 300, 65535, 65536, 65537, 400'000}) {
    for (const unsigned letters : {1U, 2U, 5U, 256U}) {
      std::string bytes(size, 'a');
      for (char& c : bytes) c = static_cast<char>('a' + random() % letters);
      // And something far away again.
      if (size > 3000) bytes.replace(size - 700, 600, bytes, 100, 600);
      std::string block;
      append_snappy(bytes, block);
      ASSERT_EQ(decoded(block), bytes) << size << " of " << letters;
      std::string back(size, '?');
      ASSERT_TRUE(decode_snappy(block, back.data(), size));
      ASSERT_EQ(back, bytes);
      if (size >= 300 && letters == 1) {
        EXPECT_LT(block.size(), size / 10);
      }
      EXPECT_LE(block.size(), size + size / 6 + 32);
    }
  }
}

TEST(Snappy, BrokenBlocksAreRefused) {
  std::string bytes(3000, 'a');
  for (size_t i = 0; i < bytes.size(); i += 7) bytes[i] = static_cast<char>('b' + i % 20);
  std::string block;
  append_snappy(bytes, block);
  std::string out(bytes.size(), '?');
  for (size_t size = 0; size < block.size(); ++size) {
    EXPECT_FALSE(decode_snappy(block.substr(0, size), out.data(), out.size())) << size;
  }
  EXPECT_FALSE(decode_snappy(block + "x", out.data(), out.size()));
  EXPECT_FALSE(decode_snappy(block, out.data(), out.size() - 1));
  // Whatever comes of it; sanitizers look on.
  std::mt19937 random(1);
  for (int i = 0; i < 20000; ++i) {
    std::string changed = block;
    changed[2 + random() % (block.size() - 2)] = static_cast<char>(random());
    (void)decode_snappy(changed, out.data(), out.size());
  }
}

}  // namespace
}  // namespace lauter::internal
