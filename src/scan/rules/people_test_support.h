/// Support of the tests of rules about persons: a row says what a text must and must not give.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "scan/scanner.h"

namespace lauter::scan {

/// A text in which the values are marked with [[ and ]]; the marks are taken out before the scan.
struct Row {
  Category category;
  const char* text;
};

inline const Scanner& people_scanner() {
  static const Scanner* const scanner = [] {
    auto made = Scanner::make({});
    EXPECT_TRUE(made.ok());
    return new Scanner(std::move(*made));
  }();
  return *scanner;
}

inline std::vector<Hit> people_hits(std::string_view text) {
  const auto scratch = people_scanner().make_scratch();
  std::vector<Hit> hits;
  people_scanner().scan(text, *scratch, hits);
  return hits;
}

inline std::string show_hits(std::string_view text, const std::vector<Hit>& hits) {
  std::string out = std::string(text) + "\n";
  for (const Hit& hit : hits) {
    out += "   " + std::string(category_name(hit.category)) + " [" +
           std::string(hit.span.of(text)) + "]\n";
  }
  return out;
}

/// Each marked value is found whole and with its category; nothing else of the category is found.
inline void expect_found(const Row& row) {
  std::string text;
  std::vector<ByteSpan> wanted;
  const std::string_view marked = row.text;
  for (size_t i = 0; i < marked.size(); ++i) {
    if (marked.compare(i, 2, "[[") == 0) {
      wanted.push_back({text.size(), 0});
      ++i;
    } else if (marked.compare(i, 2, "]]") == 0) {
      wanted.back().end = text.size();
      ++i;
    } else {
      text += marked[i];
    }
  }
  const std::vector<Hit> hits = people_hits(text);
  std::vector<ByteSpan> got;
  for (const Hit& hit : hits) {
    if (hit.category == row.category) got.push_back(hit.span);
  }
  EXPECT_EQ(got, wanted) << show_hits(text, hits);
}

inline void expect_none(const Row& row) {
  const std::string_view text = row.text;
  const std::vector<Hit> hits = people_hits(text);
  for (const Hit& hit : hits) EXPECT_NE(hit.category, row.category) << show_hits(text, hits);
}

}  // namespace lauter::scan
