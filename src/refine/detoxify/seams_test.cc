#include "refine/detoxify/seams.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace lauter {
namespace {

/// `marked` holds edits as [old] (delete) or [old|new].
struct MarkedEdits {
  explicit MarkedEdits(std::string_view marked) {
    for (size_t i = 0; i < marked.size(); ++i) {
      if (marked[i] != '{') {
        text += marked[i];
        continue;
      }
      const size_t close = marked.find('}', i);
      const std::string_view body = marked.substr(i + 1, close - i - 1);
      const size_t bar = body.find('|');
      Edit edit;
      edit.span = {text.size(), text.size() + std::min(bar, body.size())};
      if (bar != std::string_view::npos) edit.with = body.substr(bar + 1);
      edit.cause = {"detoxify", "span", "TOXIC", 0.9F};
      edits.push_back(edit);
      text += body.substr(0, bar);
      i = close;
    }
  }
  std::string text;
  std::vector<Edit> edits;
};

std::string mended(std::string_view marked) {
  const MarkedEdits m(marked);
  EditProgram program;
  program.edits = repair_seams(m.text, m.edits);
  const auto out = apply_program(program, m.text);
  return out.ok() ? *out : "invalid: " + out.error().message;
}

TEST(Seams, LeavesGrammaticalText) {
  const struct {
    const char* marked;
    const char* want;
  } rows[] = {
      // blanks
      {"Read the {damn} page.", "Read the page."},
      {"Read the page {fool}.", "Read the page."},
      {"read the page {fool} .", "read the page ."},
      {"Read the page {fool}", "Read the page"},
      {"{fool} read the page", "read the page"},
      {"one {fool}\ntwo", "one\ntwo"},
      {"one\n{fool} two", "one\ntwo"},
      {"one\n{fool}\ntwo", "one\ntwo"},
      {"one\ttwo {fool}\tthree", "one\ttwo three"},
      {"(the {damn}) page", "(the) page"},
      {"({damn} page)", "(page)"},
      // marks
      {"Read the page, {fool}.", "Read the page."},
      {"Listen, {fool}, read it.", "Listen, read it."},
      {"{Idiot}! Read the page.", "Read the page."},
      {"Wrong. {Idiot}! Read it.", "Wrong. Read it."},
      {"Wrong! {You fool}.", "Wrong!"},
      {"He said: {fool}, read it", "He said: read it"},
      {"Note: {fool}\nread it", "Note:\nread it"},
      {"un-{damn}-likely", "un-likely"},
      // pairs
      {"The page ({damn}) is long.", "The page is long."},
      {"The \u201c{damn}\u201d page", "The page"},
      // articles
      {"You are a {stupid} animal.", "You are an animal."},
      {"You are an {ugly} bird.", "You are a bird."},
      {"You are an {idiot|person}.", "You are a person."},
      {"You are a {moron|unwise person}.", "You are an unwise person."},
      {"YOU ARE A {MORON|unwise person}", "YOU ARE AN UNWISE PERSON"},
      {"an {ugly} university", "a university"},
      {"a {stupid} unintelligent remark", "an unintelligent remark"},
      {"a {stupid} hour", "an hour"},
      {"an {idiot} neighbour", "a neighbour"},
      // capitals
      {"{Stupid} people wrote it.", "People wrote it."},
      {"Well. {Stupid} people wrote it.", "Well. People wrote it."},
      {"{stupid} people wrote it.", "people wrote it."},
      {"{Morons|people} wrote it.", "People wrote it."},
      {"well, {morons|people} wrote it.", "well, people wrote it."},
      {"These {MORONS|people} wrote it.", "These PEOPLE wrote it."},
      {"{Bl\u00f6de} \u00e4pfel", "\u00c4pfel"},
      // replacements
      {"{stupid} {troll|person} wrote it", "person wrote it"},
      {"{Idiot}.", ""},
      {"", ""},
      {"nothing here", "nothing here"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(mended(row.marked), row.want) << row.marked;
  }
}

TEST(Seams, ProgramsStayMinimal) {
  const MarkedEdits m("You are a {stupid} animal, {fool}.");
  const std::vector<Edit> edits = repair_seams(m.text, m.edits);
  ASSERT_EQ(edits.size(), 3U);
  EXPECT_EQ(edits[0].span, (ByteSpan{9, 9}));
  EXPECT_EQ(edits[0].with, "n");
  EXPECT_EQ(edits[0].cause.rule, "seam.article");
  EXPECT_EQ(edits[1].span, (ByteSpan{10, 17}));
  EXPECT_EQ(m.text.substr(edits[2].span.begin, edits[2].span.size()), ", fool");
}

/// Any edits of any text: the result is a valid program that touches nothing but marks, blanks,
/// function words and case outside the given edits, and leaves no doubled blank at an edit.
TEST(Seams, AnyEditsStayValid) {
  const char* const pieces[] = {"a", "an",   "and",   " ",   " ",      " ",     ",", ".",
                                "!", "\n",   "\"",    "(",   ")",      "-",     ":", "so",
                                "I", "unit", "Apple", "x y", "\u00e9", "\u201c"};
  std::mt19937 random(11);
  for (int trial = 0; trial < 20000; ++trial) {
    std::string text;
    std::vector<Edit> edits;
    for (size_t n = random() % 14; n > 0; --n) {
      const uint64_t begin = text.size();
      text += pieces[random() % std::size(pieces)];
      if (random() % 4 != 0) continue;
      Edit edit;
      edit.span = {begin, text.size()};
      if (random() % 3 == 0) edit.with = "idea";
      edits.push_back(edit);
    }
    EditProgram program;
    program.edits = repair_seams(text, edits);
    const auto valid = validate(program, text);
    ASSERT_TRUE(valid.ok()) << text << ": " << valid.error().message;
    // Every given edit lies inside one of the result.
    for (const Edit& edit : edits) {
      bool covered = false;
      for (const Edit& grown : program.edits) {
        covered |= grown.span.begin <= edit.span.begin && edit.span.end <= grown.span.end;
      }
      ASSERT_TRUE(covered) << text;
    }
  }
}

}  // namespace
}  // namespace lauter
