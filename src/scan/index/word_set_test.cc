#include "scan/index/word_set.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <vector>

namespace lauter::scan {
namespace {

TEST(WordSet, HoldsItsWordsInAnyCase) {
  const WordSet set(
      "jane|o'brien|new york|\xC3\xA9mile|\xD1\x8F|a word of many letters and blanks");
  for (const char* word : {"jane", "JANE", "Jane", "O'Brien", "New York", "new  YORK", "new\tyork",
                           "\xC3\x89mile", "\xD0\xAF", "A word of many letters and blanks"})
    EXPECT_TRUE(set.has(word)) << word;
  for (const char* word : {"", "jan", "janes", "o", "newyork", "new york city", "emile", "brien",
                           "a word of many letters and blank", "[ane", "J\xC3\xA1ne"})
    EXPECT_FALSE(set.has(word)) << word;
}

TEST(WordSet, AgreesWithASetOfStrings) {
  // Lengths around the 8 and 16 bytes at which words are stored in another way.
  std::mt19937 random(11);
  const auto some_word = [&] {
    std::string word;
    for (size_t n = 1 + random() % 19; n-- > 0;) word += "abz-'9"[random() % 6];
    return word;
  };
  std::set<std::string> words;
  std::string list;
  while (words.size() < 300) {
    const std::string word = some_word();
    if (words.insert(word).second) list += word + "|";
  }
  const WordSet set(list);
  for (const std::string& word : words) {
    EXPECT_TRUE(set.has(word)) << word;
    std::string upper = word;
    for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    EXPECT_TRUE(set.has(upper)) << upper;
    // Bytes that differ from letters in bit 5 alone are no letters.
    std::string other = word;
    for (char& c : other) c = c == 'z' ? '\x1A' : c == '9' ? '\x19' : c;
    EXPECT_EQ(set.has(other), words.count(other) != 0) << other;
  }
  for (int n = 0; n < 20000; ++n) {
    const std::string word = some_word();
    EXPECT_EQ(set.has(word), words.count(word) != 0) << word;
  }
}

TEST(Words, EndAtMarksAndJoinAtInnerOnes) {
  EXPECT_EQ(word_at("O'Brien-Smith's, x", 0), "O'Brien-Smith's");
  EXPECT_EQ(word_at("don\xE2\x80\x99t stop", 0), "don\xE2\x80\x99t");
  EXPECT_EQ(word_at("end- x", 0), "end");
  EXPECT_EQ(word_at("caf\xC3\xA9\xE2\x80\x94x", 0), "caf\xC3\xA9");
  EXPECT_EQ(word_at(", x", 0), "");
  EXPECT_EQ(fold_words("  \xC3\x84 B\n\tc "), "\xC3\xA4 b c ");
}

}  // namespace
}  // namespace lauter::scan
