#include "text/compose.h"

#include <gtest/gtest.h>

namespace lauter {
namespace {

TEST(Composed, LettersOfOneAndMoreMarks) {
  EXPECT_EQ(composed(U'e', 0x301), U'\u00E9');
  EXPECT_EQ(composed(U'\u00FC', 0x304), U'\u01D6');   // u, diaeresis, macron
  EXPECT_EQ(composed(U'\u03B1', 0x313), U'\u1F00');   // alpha with its breathing,
  EXPECT_EQ(composed(U'\u1F00', 0x300), U'\u1F02');   // its accent,
  EXPECT_EQ(composed(U'\u1F02', 0x345), U'\u1F82');   // and its iota
  EXPECT_EQ(composed(U'\u0438', 0x306), U'\u0439');
  EXPECT_EQ(composed(U'x', 0x301), 0U);
  EXPECT_EQ(composed(U'e', U'e'), 0U);
}

}  // namespace
}  // namespace lauter
