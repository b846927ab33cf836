#include "find/kind_gate.h"

#include <bit>
#include <cstdint>
#include <cstring>

#include "text/byte_block.h"

namespace lauter::internal {
namespace {

constexpr int kLeastMarks = 7;  // of four blocks in a row

/// Bits where all of `word` stands, but for what the block cuts off at its end.
template <size_t n>
uint64_t begins(const ByteBlock& folded, const char (&word)[n]) {
  uint64_t bits = ~uint64_t{0};
  for (size_t i = 0; i + 1 < n; ++i) {
    const uint64_t here = folded.equals(word[i]);
    bits &= here >> i | (i == 0 ? 0 : ~uint64_t{0} << (64 - i));
  }
  return bits;
}

}  // namespace

bool may_hold_code_or_notice(std::string_view text) {
  int marks[4] = {};
  int sum = 0;
  char padded[64] = {};
  for (size_t at = 0, block = 0; at < text.size(); at += 64, ++block) {
    const char* bytes = text.data() + at;
    if (text.size() - at < 64) {
      std::memcpy(padded, bytes, text.size() - at);
      bytes = padded;
    }
    const ByteBlock raw(bytes);
    const ByteBlock folded = raw.folded();
    // ; < = >  ( )  # $  { | } [ \ ]  _
    const uint64_t bits = raw.in_range(';', 4) | raw.in_range('(', 2) | raw.in_range('#', 2) |
                          folded.in_range('{', 3) | raw.equals('_');
    int& slot = marks[block % 4];
    sum -= slot;
    slot = std::popcount(bits);
    sum += slot;
    if (sum >= kLeastMarks) return true;
    const uint64_t fences = raw.equals('`') | raw.equals('~');
    if ((fences & fences >> 1) != 0) return true;
    // "copyright", "licence" and "license"; a word that begins at the end of a block is looked at there.
    if ((begins(folded, "yright") | begins(folded, "licen")) != 0) {
      const std::string_view near = text.substr(at, 64 + 8);
      for (size_t i = 0; i + 5 <= near.size(); ++i) {
        const auto is = [&](std::string_view word) {
          if (near.size() - i < word.size()) return false;
          for (size_t k = 0; k < word.size(); ++k) {
            if ((near[i + k] | 0x20) != word[k]) return false;
          }
          return true;
        };
        if (is("yright") || is("licen")) return true;
      }
    }
  }
  return false;
}

}  // namespace lauter::internal
