#include "refine/chat_lines.h"

#include <gtest/gtest.h>

namespace lauter::internal {
namespace {

std::string name(std::string_view text) {
  const auto line = chat_line(text, 0);
  return line ? std::string(line->name.of(text)) : "";
}

ChatForm form(std::string_view text) { return chat_line(text, 0).value().form; }

TEST(ChatLines, TellWhoWrites) {
  EXPECT_EQ(name("12/09/2026, 18:41 - Femi: no"), "Femi");
  EXPECT_EQ(name("[12/09/26, 18:41:05] Femi Adeleke: lol"), "Femi Adeleke");
  EXPECT_EQ(name("[9:02 AM] priya.venkat: morning"), "priya.venkat");
  EXPECT_EQ(name("[09:02] marisol: hi"), "marisol");
  EXPECT_EQ(name("18:41 <@opal> yes"), "opal");
  EXPECT_EQ(name("Marta Olsen  10:14 AM\nmorning all"), "Marta Olsen");
  EXPECT_EQ(name("kelp \u2014 Today at 10:14\nhi"), "kelp");
  EXPECT_EQ(name("12/09/2026, 18:41 - Auntie Rosalind: hi"), "Rosalind");
}

TEST(ChatLines, SayHowPlainlyTheyAreSo) {
  EXPECT_EQ(form("12/09/2026, 18:41 - Femi: no"), ChatForm::kStated);
  EXPECT_EQ(form("[9:02 AM] priya: hi"), ChatForm::kStated);
  EXPECT_EQ(form("[09:02] marisol: hi"), ChatForm::kTimed);
  EXPECT_EQ(form("18:41 <opal> yes"), ChatForm::kNick);
}

TEST(ChatLines, AreNoLogsNorTimetables) {
  EXPECT_EQ(name("[2026-11-03 10:12:44] ERROR: could not bind"), "");
  EXPECT_EQ(name("10:30 <br> then"), "");
  EXPECT_EQ(name("[09:02] You: hi"), "");
  EXPECT_EQ(name("Opening hours 9:02 AM"), "");
  EXPECT_EQ(name("3:1 is the ratio: fine"), "");
  EXPECT_EQ(name("Lunch  10:14"), "");
  EXPECT_EQ(name("12/09/2026, 18:41"), "");
  EXPECT_EQ(name(""), "");
}

}  // namespace
}  // namespace lauter::internal
