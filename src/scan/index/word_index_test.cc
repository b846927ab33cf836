#include "scan/index/word_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace lauter::scan {
namespace {

using Finds = std::vector<std::pair<uint32_t, uint16_t>>;

Finds find(const WordIndex& index, std::string_view text) {
  std::vector<AnchorEvent> events;
  index.scan(text, events);
  Finds found;
  for (const AnchorEvent& e : events) found.emplace_back(e.end, e.literal);
  std::sort(found.begin(), found.end());
  return found;
}

/// The obvious version: cut runs byte by byte, compare with every word; then runs with humps whole.
Finds reference(const std::vector<std::string>& words, std::string_view text) {
  Finds found;
  const auto alpha = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto look_up = [&](size_t begin, size_t end) {
    std::string run(text.substr(begin, end - begin));
    for (char& c : run) c = static_cast<char>(c | 0x20);
    for (size_t w = 0; w < words.size(); ++w) {
      if (run == words[w]) found.emplace_back(end, w);
      if (words[w].size() >= 3 && run == words[w] + "s") found.emplace_back(end - 1, w);
    }
  };
  for (size_t i = 0; i < text.size();) {
    if (!alpha(text[i])) {
      ++i;
      continue;
    }
    const size_t first = i;
    bool humps = false;
    for (; i < text.size() && alpha(text[i]);) {
      size_t end = i + 1;
      while (end < text.size() && alpha(text[end]) && !(upper(text[end]) && !upper(text[end - 1])))
        ++end;
      look_up(i, end);
      humps = humps || i > first;
      i = end;
    }
    if (humps) look_up(first, i);
  }
  std::sort(found.begin(), found.end());
  return found;
}

TEST(WordIndex, AgreesWithTheObviousVersion) {
  const std::vector<std::string> words = {"ab",
                                          "abc",
                                          "a"
                                          "bcd",
                                          "bb",
                                          "abs",
                                          "key",
                                          "aaaaaaaaaaaaaaaaaaaab",
                                          "cc"};
  WordIndex index;
  for (size_t w = 0; w < words.size(); ++w) index.add(words[w], static_cast<uint16_t>(w));
  index.build();
  EXPECT_EQ(find(index, "apiKey KEYS key_ab"), (Finds{{6, 5}, {10, 5}, {15, 5}, {18, 0}}));
  EXPECT_EQ(find(index, "aBs, aBcD kEys KeY"), (Finds{{3, 4}, {9, 2}, {13, 5}, {18, 5}}));
  std::mt19937 rng(3);
  size_t events = 0;
  for (int trial = 0; trial < 4000; ++trial) {
    std::string text;
    for (size_t n = rng() % 200; n > 0; --n) {
      if (rng() % 4 == 0) {
        std::string word = words[rng() % words.size()];
        if (rng() % 3 == 0) word[0] = static_cast<char>(word[0] - 32);
        text += word;
        if (rng() % 5 == 0) text += "s";
      }
      text += "abcC kB-\xC3"[rng() % 9];
    }
    const Finds expected = reference(words, text);
    ASSERT_EQ(find(index, text), expected) << text;
    events += expected.size();
  }
  EXPECT_GT(events, 10000U);
}

TEST(WordIndex, PassesOverWordsWithoutAWantedLetterBeside) {
  WordIndex index;
  index.add("key", 0, {Neighbours::of('i'), 0});  // "api key"
  index.add("card", 1, {0, joint('n')});          // "card no"
  index.build();
  const Finds any = {{3, 0}};
  EXPECT_EQ(find(index, "key of all"), any);  // no letter before it is ruled out
  WordIndex strict;
  strict.add("key", 0, {joint('i'), 0});
  strict.add("card", 1, {0, joint('n')});
  strict.build();
  EXPECT_EQ(find(strict, "a key, my card is"), Finds{});
  EXPECT_EQ(find(strict, "API  Keys; the card, no"), (Finds{{8, 0}}));
  EXPECT_EQ(find(strict, "apiKey cards cardNo"), (Finds{{6, 0}, {17, 1}}));
  EXPECT_EQ(find(strict, "i & key card & n"), (Finds{{7, 0}, {12, 1}}));
}

TEST(WordIndex, TellsMarksBesideAWordFromLetters) {
  WordIndex index;
  index.add("left", 0, {1U << kHyphenBit, 1U << kHyphenBit});  // "far-left", "left-wing"
  index.add("telefon", 1, {0, 1U << kBeyondAsciiBit});
  index.add("word", 2, {1U << kDigitBit, 0});  // "12 word"
  index.build();
  EXPECT_EQ(find(index, "he left. The Left 2 left"), Finds{});
  EXPECT_EQ(find(index, "the far-left, left-wing"), (Finds{{12, 0}, {18, 0}}));
  EXPECT_EQ(find(index, "telefon telefon\xC3\xB3"), (Finds{{15, 1}}));
  EXPECT_EQ(find(index, "a word, 12 words"), (Finds{{15, 2}}));
}

}  // namespace
}  // namespace lauter::scan
