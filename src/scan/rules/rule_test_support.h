/// Shared by the table-driven tests of rules: rows of text and what must be found in it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "scan/scanner.h"

namespace lauter::scan_test {

/// `value` occurs once in `text` and must be found there, exactly, under `category`.
struct Positive {
  Category category;
  std::string text;
  std::string value;
};

inline const Scanner& scanner(ScanMode mode) {
  const auto make = [](ScanMode m) {
    ScanOptions options;
    options.mode = m;
    Result<Scanner> made = Scanner::make(std::move(options));
    EXPECT_TRUE(made.ok());
    return std::move(*made);
  };
  static const Scanner text = make(ScanMode::kText);
  static const Scanner code = make(ScanMode::kCode);
  return mode == ScanMode::kText ? text : code;
}

inline std::vector<Hit> scan_text(std::string_view text, ScanMode mode = ScanMode::kText) {
  const Scanner& s = scanner(mode);
  const auto scratch = s.make_scratch();
  std::vector<Hit> hits;
  s.scan(text, *scratch, hits);
  return hits;
}

/// "EMAIL_ADDRESS[jane@corp.de] ..." for messages.
inline std::string describe(std::string_view text, const std::vector<Hit>& hits) {
  std::string out;
  for (const Hit& hit : hits)
    out += std::string(category_name(hit.category)) + "[" + std::string(hit.span.of(text)) + "] ";
  return out.empty() ? "nothing" : out;
}

inline void expect_found(const std::vector<Positive>& rows, ScanMode mode = ScanMode::kText) {
  for (const Positive& row : rows) {
    const size_t at = row.text.find(row.value);
    ASSERT_NE(at, std::string::npos) << row.text;
    const std::vector<Hit> hits = scan_text(row.text, mode);
    bool found = false;
    for (const Hit& hit : hits)
      found |= hit.category == row.category && hit.span == ByteSpan{at, at + row.value.size()};
    EXPECT_TRUE(found) << category_name(row.category) << " in: " << row.text
                       << "\n  found: " << describe(row.text, hits);
  }
}

inline void expect_nothing(const std::vector<std::string>& texts, ScanMode mode = ScanMode::kText) {
  for (const std::string& text : texts) {
    const std::vector<Hit> hits = scan_text(text, mode);
    EXPECT_TRUE(hits.empty()) << text << "\n  found: " << describe(text, hits);
  }
}

}  // namespace lauter::scan_test
