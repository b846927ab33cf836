#include "growth.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "base/block_count.h"
#include "base/work.h"

namespace lauter::work_test {
namespace {

/// What this thread has done so far.
uint64_t work_done() {
#ifdef LAUTER_COUNT_WORK
  return blocks_run();
#else
  return WorkBudget::taken();
#endif
}

struct Growth {
  size_t bytes = 0;
  double once = 0, four = 0;
  bool is_added = false;  ///< `once` to a quarter of `bytes`, and `four` to `bytes`
  /// Of steps alone there may be none.
  double factor() const { return four / std::max(once, 1000.0); }
};

/// Where a text is about as long as what a look at its surroundings reaches (4 KiB to either side, 8 KiB of a table), or a list
/// comes to its end (4,096 failures of a verification), four times the text may be more than four times the work: at both ends
/// of the text a look reaches less, so that work is a * bytes - b. Longer texts decide, and in the end what is added from one to
/// the next: no constant, of either sign, is in that.
Growth growth(const Subject& subject, const MakeText& make, size_t first_bytes) {
  Growth grown;
  for (const size_t bytes : {first_bytes, 8 * first_bytes, 32 * first_bytes}) {
    grown = {bytes, static_cast<double>(work_on(subject, make, bytes)),
             static_cast<double>(work_on(subject, make, 4 * bytes))};
    if (grown.factor() <= kMostGrowth) return grown;
  }
  const auto sixteen = static_cast<double>(work_on(subject, make, 16 * grown.bytes));
  return {.bytes = 4 * grown.bytes, .once = grown.four - grown.once, .four = sixteen - grown.four, .is_added = true};
}

}  // namespace

MakeText repeated(std::string piece) {
  return [piece = std::move(piece)](size_t bytes) {
    std::string text;
    while (text.size() < bytes) text += piece;
    return text;
  };
}

uint64_t work_on(const Subject& subject, const MakeText& make, size_t bytes) {
  const std::string text = make(bytes);
  const uint64_t before = work_done();
  subject(text);
  return work_done() - before;
}

std::string shown(std::string_view piece) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (const char c : piece.substr(0, 80)) {
    if (c >= ' ' && c < 0x7F) {
      out += c;
    } else {
      out += {'\\', 'x', kHex[static_cast<uint8_t>(c) >> 4], kHex[static_cast<uint8_t>(c) & 15]};
    }
  }
  return out;
}

void expect_linear(const Subject& subject, const std::string& what, const MakeText& make, size_t first_bytes) {
  const Growth grown = growth(subject, make, first_bytes);
  EXPECT_LE(grown.factor(), kMostGrowth)
      << what << ": " << grown.once << (grown.is_added ? " steps more" : " steps") << " at " << grown.bytes << " bytes, " << grown.four << " at four times as many";
  if (grown.is_added) std::printf("less at its ends: grows %.2f times from %zu bytes on: %s\n", grown.factor(), grown.bytes, what.c_str());
  static const char* const dear = std::getenv("WORK_DEAR");
  const double per_byte = grown.four / static_cast<double>(4 * grown.bytes);
  if (dear != nullptr && per_byte > std::atof(dear)) std::printf("dear: %.0f a byte: %s\n", per_byte, what.c_str());
}

}  // namespace lauter::work_test
