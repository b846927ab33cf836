#include "scan/index/literal_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "scan/registry.h"

namespace lauter::scan {
namespace {

struct Row {
  std::string bytes;
  bool caseless;
};

using Finds = std::vector<std::pair<uint32_t, uint16_t>>;

Finds find(const LiteralIndex& index, std::string_view text) {
  std::vector<AnchorEvent> events;
  index.scan(text, events);
  Finds found;
  for (const AnchorEvent& e : events) found.emplace_back(e.end, e.literal);
  std::sort(found.begin(), found.end());
  return found;
}

bool is_letter(char c) { return (c & 0x80) != 0; }

/// Whether a literal beyond ASCII is looked for at text[at].
bool may_begin(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return i < text.size() ? static_cast<uint8_t>(text[i]) : 0; };
  const bool without_blanks = byte(at) >= 0xE3 || (byte(at) == 0xE0 && byte(at + 1) >= 0xB8);
  return without_blanks || at == 0 || !is_letter(text[at - 1]);
}

/// The obvious version: every literal compared at every place.
Finds reference(const std::vector<Row>& rows, std::string_view text) {
  Finds found;
  const auto same = [](char a, char b) {
    return a == b || ((a ^ b) == 32 && (a | 32) >= 'a' && (a | 32) <= 'z');
  };
  for (size_t at = 0; at < text.size(); ++at) {
    for (size_t r = 0; r < rows.size(); ++r) {
      const std::string_view piece = text.substr(at, rows[r].bytes.size());
      const bool equal = rows[r].caseless
                             ? std::equal(piece.begin(), piece.end(), rows[r].bytes.begin(),
                                          rows[r].bytes.end(), same)
                             : piece == rows[r].bytes;
      if (equal && is_letter(piece[0]) && !may_begin(text, at)) continue;
      if (equal) found.emplace_back(at + piece.size(), r);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

LiteralIndex index_of(const std::vector<Row>& rows) {
  LiteralIndex index;
  for (size_t r = 0; r < rows.size(); ++r)
    index.add(rows[r].bytes, rows[r].caseless, static_cast<uint16_t>(r));
  index.build();
  return index;
}

TEST(LiteralIndex, FindsLiteralsOfOneByteAtTheVeryEnd) {
  const LiteralIndex index = index_of({{"@", false}, {"a", true}, {"@@", false}});
  EXPECT_EQ(find(index, "A@"), (Finds{{1, 1}, {2, 0}}));
  EXPECT_EQ(find(index, "@@"), (Finds{{1, 0}, {2, 0}, {2, 2}}));
  EXPECT_EQ(find(index, ""), Finds{});
  EXPECT_EQ(find(LiteralIndex(), "@"), Finds{});
}

TEST(LiteralIndex, AgreesWithTheObviousVersion) {
  std::mt19937 rng(7);
  constexpr std::string_view kLetters = "abcABC@:/-_ 0z[{";
  const auto random_text = [&](size_t most) {
    std::string text;
    for (size_t n = 1 + rng() % most; n > 0; --n) text += kLetters[rng() % kLetters.size()];
    return text;
  };
  size_t events = 0;
  for (int round = 0; round < 60; ++round) {
    std::vector<Row> rows;
    for (size_t n = 1 + rng() % 80; n > 0; --n) {
      rows.push_back({random_text(1 + rng() % 8), rng() % 2 == 0});
    }
    const LiteralIndex index = index_of(rows);
    for (int trial = 0; trial < 40; ++trial) {
      std::string text = random_text(300);
      for (size_t n = rng() % 6; n > 0; --n)
        text.insert(rng() % text.size(), rows[rng() % rows.size()].bytes);
      if (trial % 4 == 0) text[rng() % text.size()] = '\xC3';
      const Finds expected = reference(rows, text);
      ASSERT_EQ(find(index, text), expected) << text;
      events += expected.size();
    }
  }
  EXPECT_GT(events, 100000U);
}

TEST(LiteralIndex, WordsBeyondAsciiBeginWhereLettersDo) {
  const LiteralIndex index = index_of({{"код", true}, {"卡号", true}, {"tél", true}, {"é", true}});
  EXPECT_EQ(find(index, "код, пинкод"), (Finds{{6, 0}}));
  EXPECT_EQ(find(index, "的卡号卡号"), (Finds{{9, 1}, {15, 1}}));
  EXPECT_EQ(find(index, "TéL"), (Finds{{3, 3}, {4, 2}}));
}

/// Words of all scripts that rules have, in all case forms, of any length, glued to one another and
/// cut amid a letter.
TEST(LiteralIndex, AgreesWithTheObviousVersionInOtherScripts) {
  std::mt19937 rng(11);
  const std::vector<std::vector<std::string_view>> scripts = {
      {"a", "b", "T", "é", "É", "č", "ł", "ố", "'"}, {"п", "а", "с", "П", "А", "ё", "Я", "н"},
      {"κ", "ω", "ς", "Κ", "ά", "Ά"},               {"ת", "ז", "\"", ".", "ה"},
      {"ا", "ل", "ه", "ف"},                          {"आ", "ध", "ा", "र"},
      {"เ", "ล", "ข", "ບ"},                          {"卡", "号", "身", "份", "码"},
      {"パ", "ス", "ー", "ポ", "i", "D"},            {"번", "호", "여", "권"},
      {" ", "@", "1", "-", "№", "😀", "\n"}};
  const auto random_text = [&](size_t most) {
    const auto& script = scripts[rng() % scripts.size()];
    std::string text;
    for (size_t n = 1 + rng() % most; n > 0; --n) text += script[rng() % script.size()];
    return text;
  };
  size_t events = 0, words = 0;
  for (int round = 0; round < 60; ++round) {
    std::vector<Row> rows;
    for (size_t n = 1 + rng() % 60; n > 0; --n) {
      const std::string word = random_text(1 + rng() % 5);
      for (const std::string& form : case_forms(word)) rows.push_back({form, rng() % 4 != 0});
    }
    const LiteralIndex index = index_of(rows);
    for (int trial = 0; trial < 40; ++trial) {
      std::string text;
      for (size_t n = rng() % 30; n > 0; --n)
        text += rng() % 3 == 0 ? rows[rng() % rows.size()].bytes : random_text(4);
      if (trial % 4 == 0) text.resize(text.size() - std::min<size_t>(text.size(), rng() % 3));
      const Finds expected = reference(rows, text);
      ASSERT_EQ(find(index, text), expected) << text;
      events += expected.size();
      for (const auto& [end, row] : expected) words += is_letter(rows[row].bytes[0]) ? 1 : 0;
    }
  }
  EXPECT_GT(events, 15000U);
  EXPECT_GT(words, 10000U);
}

}  // namespace
}  // namespace lauter::scan
