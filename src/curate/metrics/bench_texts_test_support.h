/// What the benchmarks of this module read: generated prose.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace lauter {

/// `count` documents of some 5 KB: 4,000 words drawn by Zipf's law (log-uniform ranks), the first of
/// them with the marks, quotes and digits of web text.
inline std::vector<std::string> bench_texts(int count) {
  std::vector<std::string> vocabulary = {
      "the",    "of",         "and",       "to",       "a",         "in",    "that",   "was",
      "it",     "for",        "with",      "have",     "on",        "as",    "be",     "been",
      "don't",  "it's",       "said,",     "which",    "1893",      "half)", "(about", "12,400",
      "yards,", "well-known", "caf\u00E9", "\u201Cno", "end.\u201D"};
  uint64_t state = 42;
  const auto draw = [&state](uint64_t n) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (state >> 33U) % n;
  };
  while (vocabulary.size() < 4000) {
    std::string word;
    for (uint64_t n = 3 + draw(8); n > 0; --n) word += static_cast<char>('a' + draw(26));
    vocabulary.push_back(std::move(word));
  }
  std::vector<std::string> list;
  for (int document = 0; document < count; ++document) {
    std::string text;
    for (int paragraph = 0; paragraph < 8; ++paragraph) {
      for (int word = 0; word < 100; ++word) {
        const double rank = std::pow(4000.0, static_cast<double>(draw(1 << 20)) / (1 << 20));
        text += (word == 0 ? "" : " ") + vocabulary[static_cast<size_t>(rank) - 1];
        if (draw(14) == 0) text += '.';
      }
      text += ".\n\n";
    }
    list.push_back(std::move(text));
  }
  return list;
}

}  // namespace lauter
