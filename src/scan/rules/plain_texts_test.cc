// Texts of many trades that hold nothing private: manuals, licences, changelogs, tables of
// countries and measurements. Each row was once taken for somebody's value.
#include "scan/rules/rule_test_support.h"

namespace lauter {
namespace {

using enum Category;
using scan_test::expect_found;
using scan_test::expect_nothing;

TEST(PlainTexts, Numbers) {
  expect_nothing({
      "Regulations (FARs) in Clause 52.227.19 (c) (2). If you\n",
      "a fix for the duration of the event callback (BGO#708695).\n",
      "License: 0BSD\n",
      "License: BSD3\n",
      "Fixed debian/rules script (closes: #113716, #104707).\n",
      "Remove the obsolete script: abort if arguments are given (Closes: #1016193)\n",
      "(@(#)ms.acc 1.5 88/02/08 SMI; from UCB 4.2)\n",
      // Passes Luhn's check with the next row's date.
      "t;s;v\n2024-05-07 14:04:00;S2;45381\n2024-05-08 15:44:00;S2;17952\n",
      "rejection of programmers under the age of 30 is final\n",
      "Blood groups A, B, AB and O are inherited.\n",
      "A nurse earns about $77,600 a year in the city.\n",
  });
  expect_found({
      {kCreditCard, "card\n4539 1488\n0343 6467\n", "4539 1488\n0343 6467"},
  });
}

}  // namespace
}  // namespace lauter
