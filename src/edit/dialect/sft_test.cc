#include "edit/dialect/sft.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "edit/random_program_test_support.h"
#include "json/value.h"

namespace lauter {
namespace {

using testing_support::Random;

std::string reply(std::string_view text) {
  const auto program = program_in_reply(text);
  return program.ok() ? std::string(*program) : "error: " + program.error().message;
}

TEST(Sft, ARowIsAChat) {
  EditProgram program;
  program.edits = {{{0, 13}, "", {}}};
  std::string rows;
  const SftCounts counts =
      append_sft_rows(rows, "a", "Home | About\nThe \"cat\" sat.\n", program, {});
  EXPECT_EQ(counts.rows, 1U);
  EXPECT_EQ(counts.keep_all, 0U);
  const auto row = parse_json(rows);
  ASSERT_TRUE(row.ok()) << rows;
  EXPECT_EQ(row->find("id")->string_or(""), "a");
  const auto& messages = *row->find("messages")->if_array();
  ASSERT_EQ(messages.size(), 3U);
  EXPECT_EQ(messages[0].find("role")->string_or(""), "system");
  EXPECT_EQ(messages[1].find("content")->string_or(""),
            "[doc]\n[1] Home | About\n[2] The \"cat\" sat.\n[/doc]");
  EXPECT_EQ(messages[2].find("role")->string_or(""), "assistant");
  EXPECT_EQ(messages[2].find("content")->string_or(""), "remove_lines(1, 1)");
  EXPECT_EQ(sft_prompt("a\nb", Dialect::kProx), "[doc]\n[000]a\n[001]b\n[/doc]");
}

TEST(Sft, WhatCannotBeSaidIsLeftOutAndCounted) {
  EditProgram program;
  program.edits = {{{1, 2}, "", {}}};
  std::string rows;
  const SftCounts counts = append_sft_rows(rows, "a", "a a a a", program, {});
  EXPECT_EQ(rows, "");
  EXPECT_EQ(counts.left_out, 1U);
  EXPECT_EQ(counts.lost[static_cast<size_t>(Loss::kNotUnique)], 1U);
}

/// The targets of a document, taken for replies, are its program again.
TEST(Sft, TargetsReadBack) {
  Random random(11);
  uint64_t read = 0;
  for (int i = 0; i < 400; ++i) {
    std::string text;
    for (int n = 0; n < 40; ++n) {
      text += "line " + std::to_string(testing_support::below(random, 1000)) + " has (ad" +
              std::to_string(n) + ") words\n";
    }
    EditProgram program;
    for (size_t at = 0; at < text.size();) {
      const size_t ad = text.find("(ad", at);
      if (ad == std::string::npos) break;
      const size_t end = text.find(')', ad) + 1;
      if (random() % 3 == 0) program.edits.push_back({{ad, end}, "", {}});
      at = end;
    }
    const SftOptions options{.dialect = i % 2 == 0 ? Dialect::kRefinex : Dialect::kProx,
                             .windows = {300, 60}};
    std::string rows;
    const SftCounts counts = append_sft_rows(rows, "x", text, program, options);
    if (counts.left_out > 0) continue;
    std::vector<std::string> replies;
    std::string_view rest = rows;
    while (!rest.empty()) {
      const auto row = parse_json(take_line(rest));
      ASSERT_TRUE(row.ok());
      const auto& messages = *row->find("messages")->if_array();
      replies.emplace_back("Here you go:\n```\n" +
                           std::string(messages[2].find("content")->string_or("")) + "\n```\n");
    }
    const auto back = program_of_replies(replies, text, options);
    ASSERT_TRUE(back.ok()) << back.error().message;
    ASSERT_EQ(*apply_program(*back, text), *apply_program(program, text));
    ++read;
    replies.pop_back();
    EXPECT_FALSE(program_of_replies(replies, text, options).ok());
  }
  EXPECT_GT(read, 300U);
}

TEST(Sft, RepliesWithEverythingAround) {
  const std::string calls = "remove_lines(1, 2)\nremove_str(3, \"a ``b\")";
  EXPECT_EQ(reply(calls), calls);
  EXPECT_EQ(reply("\n\n" + calls + "\n"), calls);
  EXPECT_EQ(reply("Sure! Here is the program:\n\n" + calls + "\n\nI hope this helps."), calls);
  EXPECT_EQ(reply("<think>remove_all()? No.</think>\n" + calls), calls);
  EXPECT_EQ(reply("Program:\n```python\n" + calls + "\n```\nDone (really)."), calls);
  EXPECT_EQ(reply("keep_all()"), "keep_all()");
}

TEST(Sft, RepliesThatAreNone) {
  EXPECT_EQ(reply(""), "error: no program: the reply has no call");
  EXPECT_EQ(reply("I cannot help with that."), "error: no program: the reply has no call");
  EXPECT_EQ(reply("```\n```"), "error: no program: the reply has no call");
  EXPECT_EQ(reply("remove_lines(1, 2)\nremove_str(3, \"abc"),
            "error: reply cut off: its last call does not end");
  EXPECT_EQ(reply("remove_lines(1, 2)\nremove_lines(3"),
            "error: reply cut off: its last call does not end");
  EXPECT_EQ(reply("remove_lines(1, 2)\nremove_li"),
            "error: reply cut off: its last call does not end");
  EXPECT_EQ(reply("```\nremove_lines(1, 2)\nremove_li"),
            "error: reply cut off: the code fence does not end");
  EXPECT_EQ(reply("<think>hm"), "error: reply cut off: the thinking does not end");
  EXPECT_EQ(reply("remove_lines(1, 2)\nand then\nremove_lines(3, 4)"),
            "error: no call: words between the calls");
  EXPECT_EQ(reply("```\nkeep_all()\n```\nor\n```\nremove_all()\n```"),
            "error: no call: more than one code fence");
}

}  // namespace
}  // namespace lauter
