#include "refine/clean/stock_lines.h"

#include <gtest/gtest.h>

namespace lauter::internal {
namespace {

TEST(StockLines, AreKnownInAnyCaseAndBetweenMarks) {
  for (const std::string_view line :
       {"Read more", "READ MORE \u00BB", "[Continue reading]", "\u2039 Back to top",
        "Weiterlesen \u2026", "\tTous droits r\u00E9serv\u00E9s.",
        "\u7D9A\u304D\u3092\u8AAD\u3080 >", "We use cookies!"}) {
    EXPECT_TRUE(is_stock_line(line)) << line;
  }
}

TEST(StockLines, AreWholeLines) {
  for (const std::string_view line :
       {"", "\u00BB", "Read more about orchids", "# Skip to content", "- Read more", "Home", "Top",
        "We", "The users read more than before."}) {
    EXPECT_FALSE(is_stock_line(line)) << line;
  }
}

}  // namespace
}  // namespace lauter::internal
