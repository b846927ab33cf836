#include "edit/dialect/occurrence.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace lauter {
namespace {

TEST(Occurrence, AgreesWithStringFind) {
  std::mt19937 random(3);
  for (int i = 0; i < 200'000; ++i) {
    std::string text;
    const size_t alphabet = 1 + random() % 4;
    for (size_t n = random() % 150; n > 0; --n) {
      text += static_cast<char>('a' + random() % alphabet);
    }
    std::string needle;
    if (!text.empty() && random() % 2 == 0) {
      const size_t from = random() % text.size();
      needle = text.substr(from, 1 + random() % 40);
    } else {
      for (size_t n = 1 + random() % 6; n > 0; --n) {
        needle += static_cast<char>('a' + random() % alphabet);
      }
    }
    const size_t at = text.find(needle);
    const Occurrence found = find_once(text, needle);
    if (at == std::string::npos) {
      ASSERT_EQ(found.count, Occurrence::Count::kNone);
    } else {
      ASSERT_EQ(found.at, at);
      ASSERT_EQ(found.count == Occurrence::Count::kMore,
                text.find(needle, at + 1) != std::string::npos);
    }
  }
}

/// Candidates at every byte: still linear. Quadratic would be 10^12 comparisons of bytes.
TEST(Occurrence, DenseCandidatesStayLinear) {
  const std::string text(1 << 20, 'a');
  const std::string needle = std::string(1000, 'a') + "b" + std::string(1000, 'a');
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(find_once(text, needle).count, Occurrence::Count::kNone);
  }
}

}  // namespace
}  // namespace lauter
