#include "io/parquet/snappy.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace lauter::internal {
namespace {

/// Matches are looked for within pieces of this size, so that distances fit into 16 bits.
constexpr size_t kSnappyPiece = size_t{1} << 16;
constexpr unsigned kSnappyTableBits = 14;
constexpr size_t kShortestMatch = 4;
constexpr size_t kLongestCopy = 64;
/// After so many places in a row without a match every other place is tried, and so on.
constexpr size_t kPatience = 32;

enum SnappyTag : uint8_t { kSnappyLiteral = 0, kSnappyCopy11Bits = 1, kSnappyCopy16Bits = 2 };

uint32_t load_word(const char* from) {
  uint32_t word = 0;
  std::memcpy(&word, from, sizeof word);
  return word;
}

void append_low_bytes(size_t value, int n, std::string& out) {
  for (int i = 0; i < n; ++i) out += static_cast<char>(value >> (8 * i));
}

void append_snappy_literal(std::string_view bytes, std::string& out) {
  if (bytes.empty()) return;
  const size_t last = bytes.size() - 1;  // below 2^16
  if (last < 60) {
    out += static_cast<char>(last << 2U | kSnappyLiteral);
  } else {
    const int n = last < 256 ? 1 : 2;
    out += static_cast<char>((59U + static_cast<unsigned>(n)) << 2U | kSnappyLiteral);
    append_low_bytes(last, n, out);
  }
  out += bytes;
}

void append_snappy_copy(size_t distance, size_t size, std::string& out) {
  const auto append_long = [&](size_t part) {
    out += static_cast<char>((part - 1) << 2U | kSnappyCopy16Bits);
    append_low_bytes(distance, 2, out);
    size -= part;
  };
  while (size >= kLongestCopy + kShortestMatch) append_long(kLongestCopy);
  if (size > kLongestCopy) append_long(kLongestCopy - kShortestMatch);
  if (size >= 12 || distance >= 2048) return append_long(size);
  out += static_cast<char>(distance >> 8U << 5U | (size - 4) << 2U | kSnappyCopy11Bits);
  append_low_bytes(distance, 1, out);
}

void append_snappy_piece(std::string_view bytes, std::string& out) {
  std::array<uint16_t, size_t{1} << kSnappyTableBits> last_seen{};
  size_t written = 0;  // bytes[0, written) are in `out`
  size_t misses = 0;
  for (size_t at = 0; at + kShortestMatch <= bytes.size();) {
    const uint32_t word = load_word(&bytes[at]);
    uint16_t& seen = last_seen[word * 0x9E3779B1U >> (32 - kSnappyTableBits)];
    const size_t before = seen;
    seen = static_cast<uint16_t>(at);
    if (before >= at || load_word(&bytes[before]) != word) {
      at += 1 + misses++ / kPatience;
      continue;
    }
    size_t size = kShortestMatch;
    while (at + size < bytes.size() && bytes[before + size] == bytes[at + size]) ++size;
    append_snappy_literal(bytes.substr(written, at - written), out);
    append_snappy_copy(at - before, size, out);
    at += size;
    written = at;
    misses = 0;
  }
  append_snappy_literal(bytes.substr(written), out);
}

}  // namespace

void append_snappy(std::string_view bytes, std::string& out) {
  size_t size = bytes.size();
  for (; size >= 0x80; size >>= 7U) out += static_cast<char>(size | 0x80U);
  out += static_cast<char>(size);
  for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), kSnappyPiece))) {
    append_snappy_piece(bytes.substr(0, kSnappyPiece), out);
  }
}

bool decode_snappy(std::string_view block, char* to, size_t size) {
  size_t at = 0;
  // A number of `n` bytes; `ok` says whether they were there.
  bool ok = true;
  const auto number = [&](size_t n) {
    size_t value = 0;
    ok = ok && n <= block.size() - at;
    for (size_t i = 0; ok && i < n; ++i) {
      value |= size_t{static_cast<unsigned char>(block[at++])} << (8 * i);
    }
    return value;
  };
  size_t claimed = 0;
  for (unsigned shift = 0; shift < 35; shift += 7) {
    const size_t byte = number(1);
    claimed |= (byte & 0x7FU) << shift;
    if (byte < 0x80) break;
  }
  if (!ok || claimed != size) return false;
  size_t done = 0;
  while (at < block.size()) {
    const size_t tag = number(1);
    size_t n = tag >> 2U;
    if ((tag & 3U) == kSnappyLiteral) {
      if (n >= 60) n = number(n - 59);
      ++n;
      if (!ok || n > block.size() - at || n > size - done) return false;
      std::memcpy(to + done, &block[at], n);
      at += n;
      done += n;
      continue;
    }
    size_t distance = 0;
    if ((tag & 3U) == kSnappyCopy11Bits) {
      n = (n & 7U) + 4;
      distance = tag >> 5U << 8U | number(1);
    } else {
      ++n;
      distance = number((tag & 3U) == kSnappyCopy16Bits ? 2 : 4);
    }
    if (!ok || distance == 0 || distance > done || n > size - done) return false;
    if (distance >= n) {
      std::memcpy(to + done, to + done - distance, n);
    } else {  // what is copied repeats itself
      for (size_t i = 0; i < n; ++i) to[done + i] = to[done + i - distance];
    }
    done += n;
  }
  return done == size;
}

}  // namespace lauter::internal
