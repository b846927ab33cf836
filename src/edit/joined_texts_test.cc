#include "edit/joined_texts.h"

#include <gtest/gtest.h>

#include "edit/random_program_test_support.h"

namespace lauter {
namespace {

using testing_support::below;
using testing_support::Random;
using testing_support::random_program;
using testing_support::random_text;

/// Applied to each text, what lies between them put back: the same as the program over the whole, where no edit touches
/// what is between.
TEST(JoinedTexts, ProgramsOfTheTextsSayWhatTheProgramOfTheWholeSays) {
  Random random(7);
  size_t split = 0;
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::string> store(1 + below(random, 4));
    for (std::string& text : store) text = random_text(random, below(random, 30));
    const std::vector<std::string_view> texts(store.begin(), store.end());
    const JoinedTexts joined(texts);
    const EditProgram program = random_program(random, joined.text());
    const auto programs = joined.split(program);
    bool is_inside = true;
    for (const Edit& edit : program.edits) {
      bool fits = false;
      for (const ByteSpan& span : joined.spans()) fits = fits || span.contains(edit.span);
      is_inside = is_inside && fits;
    }
    if (!is_inside) continue;
    ASSERT_TRUE(programs.ok());
    ++split;
    std::string whole;
    for (size_t i = 0; i < texts.size(); ++i) {
      const auto refined = apply_program((*programs)[i], texts[i]);
      ASSERT_TRUE(refined.ok());
      whole += (i == 0 ? "" : "\n\n") + *refined;
    }
    EXPECT_EQ(whole, *apply_program(program, joined.text()));
  }
  EXPECT_GT(split, 300U);
}

TEST(JoinedTexts, WhatIsDeletedBetweenTextsStays) {
  const std::vector<std::string_view> texts = {"ab", "cd"};
  const JoinedTexts joined(texts);
  EditProgram program;
  program.edits = {{{1, 5}, "", {"test", "rule", "LABEL"}}};
  const auto programs = joined.split(program);
  ASSERT_TRUE(programs.ok());
  EXPECT_EQ(*apply_program((*programs)[0], texts[0]), "a");
  EXPECT_EQ(*apply_program((*programs)[1], texts[1]), "d");
}

TEST(JoinedTexts, AnEditThatWritesOverTheEndOfATextIsRefused) {
  const std::vector<std::string_view> texts = {"ab", "cd"};
  const JoinedTexts joined(texts);
  for (const ByteSpan span : {ByteSpan{1, 3}, ByteSpan{3, 3}, ByteSpan{1, 5}}) {
    EditProgram program;
    program.edits = {{span, "x", {"test", "rule", "LABEL"}}};
    EXPECT_FALSE(joined.split(program).ok());
  }
}

}  // namespace
}  // namespace lauter
