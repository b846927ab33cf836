#include "refine/clean/line_blocks.h"

#include <gtest/gtest.h>

#include <string>

namespace lauter {
namespace {

/// A letter for each line: f, t, x (formula) or '.'.
std::string blocks_of(std::string_view text) {
  const LineIndex lines(text);
  std::vector<LineBlock> blocks;
  find_line_blocks(text, lines, blocks);
  std::string out(lines.line_count(), '.');
  for (const LineBlock& block : blocks) {
    for (size_t i = block.first; i < block.last; ++i)
      out[i] = "ftx"[static_cast<size_t>(block.kind)];
  }
  return out;
}

TEST(LineBlocks, FencesGoOnToTheirEnd) {
  EXPECT_EQ(blocks_of("a\n```py\n| x\n| y\n```\nb"), ".ffff.");
  EXPECT_EQ(blocks_of("~~~\n```\n~~~\nb"), "fff.");
  EXPECT_EQ(blocks_of("````\n```\n````\nb"), "fff.");
  EXPECT_EQ(blocks_of("a\n  ```\nb\nc"), ".fff") << "an open one goes on to the end";
}

TEST(LineBlocks, TablesHaveTwoRows) {
  EXPECT_EQ(blocks_of("| a |\n|---|\n| 1 |\nb\n| c |\nd"), "ttt...");
}

TEST(LineBlocks, FormulasNeedTheirEnd) {
  EXPECT_EQ(blocks_of("$$\na\n$$\nb"), "xxx.");
  EXPECT_EQ(blocks_of("$$ a $$\nb\n$$\nc"), "....");
  EXPECT_EQ(blocks_of("\\[\na\n\\]\n\\begin{align}\nb\n\\end{align}"), "xxxxxx");
  EXPECT_EQ(blocks_of("\\begin{a}\n\\begin{b}\n\\end{b}\n\\end{a}\nb"), "xxxx.");
  EXPECT_EQ(blocks_of("\\[\na\n```\n\\]\n```\nb"), "..fff.");
  std::string open = "$$\n";
  for (int i = 0; i < 300; ++i) open += "a\n";
  EXPECT_EQ(blocks_of(open + "$$\n"), std::string(302, '.')) << "too far away";
}

}  // namespace
}  // namespace lauter
