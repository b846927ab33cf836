#include "edit/dialect/windows.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "edit/random_program_test_support.h"
#include "text/utf8.h"

namespace lauter {
namespace {

using testing_support::below;
using testing_support::Random;

std::string prose(Random& random, size_t size) {
  static const char* const kPieces[] = {
      "word ", "AD ", "end. ", "\n", "\n\n", "\xC3\xA9t\xC3\xA9 ", "\xF0\x9F\x98\x80"};
  std::string text;
  while (text.size() < size) text += kPieces[below(random, std::size(kPieces))];
  return text;
}

/// Deletes every "AD " and every empty line: needs a few bytes of context.
EditProgram local_decisions(std::string_view text) {
  EditProgram program;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text.substr(at, 3) == "AD ") program.edits.push_back({{at, at + 3}, "", {}});
    if (text[at] == '\n' && at > 0 && text[at - 1] == '\n') {
      program.edits.push_back({{at, at + 1}, "", {}});
    }
  }
  return program;
}

TEST(Windows, DecideEveryByteOnceAndShowEnough) {
  Random random(5);
  for (int i = 0; i < 2000; ++i) {
    const std::string text = prose(random, below(random, 3000));
    const WindowOptions options = {64 + below(random, 800), below(random, 300)};
    uint64_t at = 0;
    for (const TextWindow& window : cut_windows(text, options)) {
      ASSERT_EQ(window.decides.begin, at);
      ASSERT_GT(window.decides.end, at);
      ASSERT_TRUE(window.shows.contains(window.decides));
      ASSERT_LE(window.shows.size(), options.max_bytes);
      ASSERT_TRUE(is_utf8(window.shows.of(text)));
      ASSERT_TRUE(is_utf8(window.decides.of(text)));
      at = window.decides.end;
    }
    ASSERT_EQ(at, text.size());
  }
}

TEST(Windows, DecisionsDoNotDependOnTheSize) {
  Random random(6);
  for (int i = 0; i < 500; ++i) {
    const std::string text = prose(random, below(random, 4000));
    const std::string whole = *apply_program(local_decisions(text), text);
    for (const uint64_t size : {64, 100, 333, 1000, 5000}) {
      const auto windows = cut_windows(text, {size, size / 4});
      std::vector<EditProgram> programs;
      for (const TextWindow& window : windows) {
        programs.push_back(local_decisions(window_text(text, window)));
      }
      const auto merged = merge_windows(programs, text, windows);
      ASSERT_TRUE(merged.ok()) << merged.error().message;
      const auto refined = apply_program(*merged, text);
      ASSERT_TRUE(refined.ok()) << refined.error().message;
      ASSERT_EQ(*refined, whole) << size;
    }
  }
}

/// A program cut into windows and merged again is the same program.
TEST(Windows, CuttingAndMergingAProgramGivesItBack) {
  Random random(7);
  for (int i = 0; i < 3000; ++i) {
    const std::string text = prose(random, 200 + below(random, 600));
    EditProgram program = testing_support::random_program(random, text, 8);
    for (Edit& edit : program.edits) edit.with.clear();
    const auto windows = cut_windows(text, {64 + below(random, 200), below(random, 60)});
    std::vector<EditProgram> programs;
    for (const TextWindow& window : windows) {
      programs.push_back(program_of_window(program, text, window));
    }
    const auto merged = merge_windows(programs, text, windows);
    ASSERT_TRUE(merged.ok()) << merged.error().message;
    ASSERT_EQ(*apply_program(*merged, text), *apply_program(program, text));
  }
}

TEST(Windows, ALineOfAMegabyteIsCutNotSkipped) {
  std::string text;
  while (text.size() < (1U << 20)) text += "a sentence of some words, and one more. ";
  const auto windows = cut_windows(text);
  ASSERT_GT(windows.size(), 80U);
  for (const TextWindow& window : windows) {
    EXPECT_EQ(window.decides.of(text).substr(0, 10), "a sentence");
    EXPECT_LE(window.shows.size(), WindowOptions().max_bytes);
  }
  EXPECT_EQ(windows.back().decides.end, text.size());
  const std::string no_blank(1U << 20, 'x');
  EXPECT_EQ(cut_windows(no_blank).back().decides.end, no_blank.size());
}

TEST(Windows, ShortTextsAreOneWindow) {
  EXPECT_TRUE(cut_windows("").empty());
  EXPECT_EQ(cut_windows("a\nb"), (std::vector<TextWindow>{{{0, 3}, {0, 3}}}));
}

}  // namespace
}  // namespace lauter
