#include "llm/question/training_rows.h"

#include <gtest/gtest.h>

#include "json/value.h"
#include "llm/test_support.h"

namespace lauter::llm {
namespace {

/// A student that says what the row teaches is read as the row's edits.
TEST(StudentRow, IsAQuestionAndItsAnswer) {
  Ask ask;
  ask.shots = 2;
  const Asking asking(prompts(), ask, test_key());
  const std::string text = "Anna is 34. Anna has 34 hens, says \"Anna\".";
  const std::vector<Proposal> edits = {{{0, 4}, "PERSON", ""},
                                       {{8, 10}, "AGE", ""},
                                       {{12, 16}, "PERSON", ""},
                                       {{36, 40}, "PERSON", ""}};
  std::string out;
  ASSERT_TRUE(append_student_row(out, asking, {"row-1", text, edits}));
  ASSERT_TRUE(out.ends_with("\n"));
  const auto row = parse_json(out);
  ASSERT_TRUE(row.ok()) << out;
  EXPECT_EQ(row->find("id")->string_or(""), "row-1");
  const JsonValue::Array& messages = *row->find("messages")->if_array();
  ASSERT_EQ(messages.size(), 3U);  // no examples
  const char* kRoles[] = {"system", "user", "assistant"};
  for (size_t i = 0; i < 3; ++i) EXPECT_EQ(messages[i].find("role")->string_or(""), kRoles[i]);
  const ByteSpan all{0, text.size()};
  const Window window{all, all};
  const Question question = asking.question("row-1", text, {&window, 1});
  EXPECT_EQ(messages[1].find("content")->string_or(""), question.request.messages.back().content);
  const auto reply = messages[2].find("content")->string_or("");
  EXPECT_EQ(read_answer(question, reply).proposals, edits);
  EXPECT_NE(reply.find(R"({"quote":"34","category":"AGE","before":"is","after":"."})"),
            std::string::npos)
      << reply;
}

TEST(StudentRow, WhatNoAnswerCanNameIsLeftOut) {
  const std::string text = "a = 1\nb = 2\n";
  std::string out;
  const Asking code(prompts(), {.task = Task::kAnonymizeCode}, test_key());
  const std::vector<Proposal> over = {{{4, 7}, "PASSWORD", ""}};
  EXPECT_FALSE(append_student_row(out, code, {"x", text, over}));
  const std::vector<Proposal> unknown = {{{4, 5}, "SHOE_SIZE", ""}};
  EXPECT_FALSE(append_student_row(out, code, {"x", text, unknown}));
  const Asking rewrite(prompts(), {.mode = Mode::kRewrite}, test_key());
  EXPECT_FALSE(append_student_row(out, rewrite, {"x", text, {}}));
  EXPECT_EQ(out, "");
  EXPECT_TRUE(append_student_row(out, code, {"x", text, {}}));
}

TEST(HeadRow, IsWhatTheBuildersWrite) {
  const std::string text = "Anna lives in \u00C5s.";
  const std::vector<Proposal> edits = {{{0, 4}, "FIRST_NAME", "Ida"}, {{14, 17}, "CITY", ""}};
  const std::vector<Label> labels = {
      {"PERSON", ""}, {"FIRST_NAME", ""}, {"CITY", ""}, {"EMAIL_ADDRESS", ""}};
  std::string out;
  append_head_row(out, Head::kPii, {"a", text, edits}, "llm", labels);
  EXPECT_EQ(
      out,
      "{\"id\":\"a\",\"text\":\"Anna lives in \u00C5s.\",\"source\":\"llm\",\"split\":\"train\","
      "\"pii\":[[0,4,\"PERSON\"],[14,17,\"LOC\"]],\"pii_types\":[\"PERSON\",\"LOC\"]}\n");
  out.clear();
  append_head_row(out, Head::kToxic, {"a", text, edits}, "llm", {});
  EXPECT_TRUE(out.ends_with("\"toxic\":[[0,4],[14,17]],\"toxic_doc\":1}\n")) << out;
  out.clear();
  append_head_row(out, Head::kJunk, {"a", text, {}}, "llm", {});
  EXPECT_TRUE(out.ends_with("\"lines\":[0],\"junk\":[]}\n")) << out;
  out.clear();
  const std::string page = "menu\nlogin \n\ntext [edit]\nlast\n";
  const std::vector<Proposal> junk = {{{0, 13}, "JUNK", ""}, {{18, 24}, "JUNK", ""}};
  append_head_row(out, Head::kJunk, {"a", page, junk}, "llm", {});
  EXPECT_TRUE(out.ends_with("\"lines\":[1,1,null,0,0],\"junk\":[[0,4],[5,11],[18,24]]}\n")) << out;
}

/// The split is the builders' own: hashlib.sha256(id.encode()).digest()[0] < 26 is "test".
TEST(HeadRow, SplitIsTheBuilders) {
  std::string tests;
  for (int i = 0; i < 40; ++i) {
    std::string out;
    append_head_row(out, Head::kJunk, {std::to_string(i), "x", {}}, "llm", {});
    if (out.find("\"test\"") != std::string::npos) tests += std::to_string(i) + " ";
  }
  EXPECT_EQ(tests, "9 39 ");
}

}  // namespace
}  // namespace lauter::llm
