#include "find/text_kinds.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "find/kind_gate.h"

namespace lauter {
namespace {

TEST(KindGate, SeesASignWhereverItStands) {
  for (size_t before = 0; before < 200; ++before) {
    const std::string prose(before, 'x');
    const std::string behind = " and it rained until the evening";
    EXPECT_FALSE(internal::may_hold_code_or_notice(prose + behind));
    for (const char* sign : {" COPYRIGHT 2020", " licensed", " Licence", "```", "~~~", "f(x) = g[y] + {z};"}) {
      EXPECT_TRUE(internal::may_hold_code_or_notice(prose + sign + behind)) << sign << before;
      EXPECT_TRUE(internal::may_hold_code_or_notice(prose + sign)) << sign << before;
    }
  }
  EXPECT_FALSE(internal::may_hold_code_or_notice(""));
}

const LineKinds& kinds_model() {
  static const std::string file = [] {
    std::ifstream in(std::string(LAUTER_SOURCE_DIR) + "/models/kinds.bin", std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }();
  static const Result<LineKinds> model = LineKinds::load(file);
  EXPECT_TRUE(model.ok());
  return *model;
}

TextKinds kinds_of(std::string_view text) {
  TextKindScratch scratch;
  TextKinds kinds;
  find_text_kinds(text, kinds_model(), scratch, kinds);
  return kinds;
}

const std::string kPython =
    "import os\nfrom jordan import Weber\n\n\ndef hallworth(tom, jerry=None):\n"
    "    return tom.weber(jerry or os.getcwd())\n\n\nclass Oslo(Weber):\n    paris = hallworth(1, 2)\n";
const std::string kDocString =
    "\"\"\"How the keys are found\n\nWe ask the neighbour first, since he has lived above the bakery for\n"
    "twenty years and knows everybody. If he does not answer, we go and ring at\n"
    "the house across the street, where somebody is always at home.\n\"\"\"\n\n";
const std::string kMail =
    "Dear Anna,\n\nthe keys are with my neighbour until Friday, he lives above the bakery. Please\n"
    "bring them back when you are done, and do not forget to water the plants.\n\nYours, Maria\n\n";

TEST(TextKinds, AFileIsReadWithItsDocStrings) {
  const std::string text = kPython + "\n\n" + kDocString + kPython + kDocString + kPython;
  const TextKinds kinds = kinds_of(text);
  ASSERT_EQ(kinds.code.size(), 1U);
  EXPECT_EQ(kinds.code[0], (ByteSpan{0, text.size()}));
}

TEST(TextKinds, ProseBesideCodeIsNone) {
  const std::string text = kMail + kPython + "\n\n" + kMail + kPython;
  const TextKinds kinds = kinds_of(text);
  for (const ByteSpan& part : kinds.code) EXPECT_EQ(part.of(text).find("neighbour"), std::string::npos);
  EXPECT_EQ(kinds.code.size(), 2U);
  EXPECT_TRUE(kinds_of(kMail).code.empty());
}

TEST(TextKinds, SettingsDoNotTakeTheProseAroundThem) {
  const std::string text =
      kMail + "server:\n  port: 8080\n  hosts:\n    - a.internal\n    - b.internal\n  retries: 3\n"
              "logging:\n  level: debug\n  file: /tmp/x.log\n\n" + kMail;
  for (const ByteSpan& part : kinds_of(text).code) {
    EXPECT_EQ(part.of(text).find("neighbour"), std::string::npos);
  }
}

TEST(TextKinds, DataIsTextAndAProgramOfAssignmentsIsNot) {
  EXPECT_TRUE(kinds_of("{\n  \"name\": \"a\",\n  \"port\": 8080,\n  \"list\": [1, 2, 3],\n  \"deep\": {\"x\": null}\n}\n").code.empty());
  EXPECT_TRUE(kinds_of("INSERT INTO t (a, b, c) VALUES\n(1, 'x', NULL),\n(2, 'y', NULL),\n(3, 'z', 7);\nCOMMIT;\n").code.empty());
  const std::string octave =
      "## Reads the table\n# of herons\nfunction [y, n] = herons (x)\n  n = numel (x)\n  y = zeros (n, 1)\n  k = 0\n"
      "  # one by one\n  for i = 1:n\n    y(i) = x(i) + k\n    k = y(i)\n  endfor\nendfunction\n";
  EXPECT_EQ(kinds_of(octave).code.size(), 1U);
}

TEST(TextKinds, AFenceIsCodeByItself) {
  const std::string text = kMail + "```\nmake install\n```\n" + kMail;
  const TextKinds kinds = kinds_of(text);
  ASSERT_EQ(kinds.code.size(), 1U);
  EXPECT_EQ(kinds.code[0].of(text), "```\nmake install\n```\n");
  EXPECT_TRUE(kinds_of(kMail + "```\n" + kMail + "```\n").code.empty());
}

TEST(TextKinds, AnIndentedBlockOfStatementsIsCode) {
  const std::string_view blocks[] = {"    maria = lopez.find(anna)\n", "\timport weber\n\n\tanna = weber.Anna()\n", "    if jordan.clinton != None: return George\n"};
  for (const std::string_view block : blocks) {
    for (const std::string& behind : {"\n" + kMail, std::string()}) {
      const std::string text = kMail + std::string(block) + behind;
      const TextKinds kinds = kinds_of(text);
      ASSERT_EQ(kinds.code.size(), 1U) << block;
      EXPECT_EQ(kinds.code[0], (ByteSpan{kMail.size(), kMail.size() + block.size()}));
    }
  }
  for (const std::string_view none : {"    Tom Hallworth\n    14 Mill Lane (above the bakery)\n", "    api_token = 7f3c9a1b2c5d\n    user = tom\n",
                                      "  maria = lopez.find(anna)\n", "    He said that he would come, and (he added) that he would stay.\n"}) {
    EXPECT_TRUE(kinds_of(kMail + std::string(none) + "\n" + kMail).code.empty()) << none;
  }
}

TEST(TextKinds, ANoticeTakesTheCommentAroundIt) {
  const std::string notice =
      " * Copyright (c) 2011-2019 The Heron contributors. All rights reserved.\n"
      " * This program is free software: you can redistribute it and/or modify it\n"
      " * under the terms of the licence that comes with it, without any warranty.\n";
  const std::string code = "int main(int argc, char** argv) {\n  return run(argv[0], argc) ? 0 : 1;\n}\n";
  const std::string text = "/*\n * Reads the list of herons.\n *\n" + notice + " *\n * Written by M. Oberhuber\n */\n" + code + code;
  const TextKinds kinds = kinds_of(text);
  ASSERT_EQ(kinds.notices.size(), 1U);
  ASSERT_EQ(kinds.heads.size(), 1U);
  EXPECT_NE(kinds.notices[0].of(text).find("Heron contributors"), std::string::npos);
  EXPECT_NE(kinds.heads[0].of(text).find("Oberhuber"), std::string::npos);
  EXPECT_EQ(kinds.heads[0].of(text).find("main"), std::string::npos);
}

TEST(TextKinds, OfANoticeOnlyWhatItSaysOfItsOwnStays) {
  const std::string text = "Copyright 2019 Jane Doe <jane@doe.org>. Key: 123.\nJane Doe and Tom met at jane@doe.org.\n";
  const auto candidate = [&](std::string_view value, size_t from, Category category, std::string_view rule) {
    const size_t at = text.find(value, from);
    return ValueCandidate{.span = {at, at + value.size()}, .category = category, .rule = rule, .label = category_name(category), .reason = {}};
  };
  std::vector<ValueCandidate> found = {
      candidate("Jane Doe", 0, Category::kPerson, "tag/name"),   candidate("jane@doe.org", 0, Category::kEmailAddress, "email.plain"),
      candidate("123", 0, Category::kPassword, "password.setting"), candidate("Jane Doe", 50, Category::kPerson, "tag/name"),
      candidate("Tom", 50, Category::kPerson, "tag/name"),       candidate("jane@doe.org", 50, Category::kEmailAddress, "email.plain")};
  const size_t line = text.find('\n') + 1;
  keep_notices(text, {.code = {}, .notices = {{0, line}}, .heads = {{0, line}}}, found);
  const bool is_private[] = {false, false, true, false, true, false};
  for (size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i].is_private, is_private[i]) << i;
}

}  // namespace
}  // namespace lauter
