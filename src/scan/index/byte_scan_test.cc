/// Small readers against the plain loops they replace.
#include "scan/index/byte_scan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "scan/index/words_by_letter.h"
#include "scan/views/page.h"
#include "scan/views/text_runs.h"

namespace lauter::scan {
namespace {

std::string random_text(std::mt19937& rng, std::string_view alphabet, size_t size) {
  std::string text(size, '\0');
  for (char& c : text) c = alphabet[rng() % alphabet.size()];
  return text;
}

/// Texts of exactly their size on the heap, so that a read outside them shows under ASan; hits are
/// rare enough that blocks of 32 without one are passed.
TEST(FindByte, IsTheFirstOfThem) {
  std::mt19937 rng(7);
  for (size_t size = 0; size < 140; ++size) {
    for (int round = 0; round < 40; ++round) {
      std::string plain = random_text(rng, "ab \xC3\xFF", size);
      if (size > 0 && round % 4 != 0) plain[rng() % size] = "\n|\xE2"[rng() % 3];
      const std::vector<char> exact(plain.begin(), plain.end());
      const std::string_view text(exact.data(), exact.size());
      const size_t from = rng() % (size + 1), end = from + rng() % (size - from + 1);
      const auto first = [&](std::string_view bytes) {
        return std::min(text.substr(0, end).find_first_of(bytes, from), end);
      };
      EXPECT_EQ(find_byte<'\n'>(text, from, end), first("\n"));
      EXPECT_EQ((find_byte<'\n', '|', '\xE2'>(text, from, end)), first("\n|\xE2"));
    }
  }
}

TEST(HoldsCaseless, WhatAPlainSearchFinds) {
  std::mt19937 rng(13);
  size_t held = 0;
  for (size_t size = 0; size < 140; ++size) {
    for (int round = 0; round < 40; ++round) {
      const std::string plain = random_text(rng, "aAbB=\xC3", size);
      const std::vector<char> exact(plain.begin(), plain.end());
      const std::string_view text(exact.data(), exact.size());
      const std::string needle = random_text(rng, "ab=", 1 + rng() % 6);
      std::string low(text);
      for (char& c : low) c = lower(c);
      EXPECT_EQ(holds_caseless(text, needle), low.find(needle) != std::string::npos)
          << text << " / " << needle;
      held += holds_caseless(text, needle);
    }
  }
  EXPECT_GT(held, 500U);
}

TEST(RegionCursor, SaysWhatThePageSays) {
  std::mt19937 rng(11);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::pair<uint32_t, Region>> regions;
    for (size_t at = rng() % 3; at < 80; at += 1 + rng() % 9)
      regions.emplace_back(static_cast<uint32_t>(at), static_cast<Region>(rng() % 4));
    const std::string text(90, 'x');
    const Page page{.text = text, .mode = ScanMode::kCode, .regions = regions};
    const auto naive = [&](size_t offset) {
      Region found = Region::kText;
      for (const auto& [begin, kind] : regions)
        if (begin <= offset) found = kind;
      return found;
    };
    RegionCursor cursor(page);
    size_t at = 0;
    for (int step = 0; step < 100; ++step) {
      // Mostly on, at times far back.
      at = rng() % 4 == 0 ? rng() % text.size() : std::min(at + rng() % 5, text.size() - 1);
      EXPECT_EQ(cursor.at(at), naive(at));
      EXPECT_EQ(page.region(at), naive(at));
      EXPECT_EQ(cursor.in_code(at), naive(at) == Region::kCode);
      const size_t end = at + 1 + rng() % 12;
      // All of one region: two regions of code side by side need not count as one.
      bool one = naive(at) == Region::kCode;
      for (const auto& [begin, kind] : regions) one = one && (begin <= at || begin >= end);
      EXPECT_EQ(cursor.all_code(at, end), one);
    }
  }
}

TEST(RegionCursor, AllIsTextWithoutRegions) {
  const Page page{.text = "int x;"};
  RegionCursor cursor(page);
  EXPECT_EQ(cursor.at(3), Region::kText);
  EXPECT_FALSE(cursor.in_code(3));
  EXPECT_FALSE(cursor.all_code(0, 6));
}

constexpr std::string_view kList[] = {"is",    "is now",    "is:", "i", "es", "est", "was",
                                      "to be", "\xC3\xA4r", "=",   "a", "b",  "ab",  "ba"};
constexpr WordsByLetter kWords(kList);
constexpr std::string_view kRare[] = {"ss", "now a", "=.", "eax", "\xC3\xA4r:", "iswas", "is is"};
constexpr WordsByLetter kRareWords(kRare);

TEST(WordsByLetter, FindsTheLongestWholeWord) {
  const auto naive = [](std::string_view text, size_t pos) {
    size_t best = 0;
    for (const std::string_view word : kList) {
      if (word.size() <= best || pos + word.size() > text.size()) continue;
      if (pos + word.size() < text.size() && is_wordish(text[pos + word.size()])) continue;
      bool same = true;
      for (size_t i = 0; i < word.size(); ++i) same = same && lower(text[pos + i]) == word[i];
      if (same) best = word.size();
    }
    return best;
  };
  std::mt19937 rng(3);
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (size_t n = rng() % 4; n-- > 0;) {
      std::string word(kList[rng() % std::size(kList)]);
      if (rng() % 3 == 0 && is_lower(word[0])) word[0] = static_cast<char>(word[0] - 32);
      text += word;
      text += " :.ax"[rng() % 5];
    }
    std::string low = text;
    std::transform(low.begin(), low.end(), low.begin(), lower);
    const bool inside = std::any_of(std::begin(kRare), std::end(kRare), [&](std::string_view w) {
      return low.find(w) != std::string::npos;
    });
    ASSERT_EQ(kRareWords.within(text), inside) << text;
    for (size_t pos = 0; pos <= text.size(); ++pos)
      ASSERT_EQ(kWords.match(text, pos), naive(text, pos)) << text << " at " << pos;
  }
  EXPECT_EQ(kWords.match("is now 5", 0), 6U);
}

TEST(WordsByLetter, TellsWordsFromRandomLetters) {
  static constexpr WordsByLetter kMarks({"dummy", "your", "x-y"});
  for (const char* text : {"aDummyKey", "DUMMY", "9dummy9", "YOURKEY", "yourKey", "X-Y", "X-y"})
    EXPECT_TRUE(kMarks.within_as_word(text)) << text;
  for (const char* text : {"zduMmYm5", "dUMMY", "yOur", "DuMMY", "x-Y", "dumm y", ""})
    EXPECT_FALSE(kMarks.within_as_word(text)) << text;
}

TEST(WordsByLetter, HasItsWordsOnly) {
  std::mt19937 rng(5);
  for (const std::string_view word : kList) EXPECT_TRUE(kWords.has(word)) << word;
  for (int round = 0; round < 20000; ++round) {
    const std::string word = random_text(rng, "abist nowe", rng() % 7);
    const bool listed = std::find(std::begin(kList), std::end(kList), word) != std::end(kList);
    ASSERT_EQ(kWords.has(word), listed) << word;
  }
}

}  // namespace
}  // namespace lauter::scan
