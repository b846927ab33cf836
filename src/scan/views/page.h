/// What rules see of a text, and where they report.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "scan/rule.h"
#include "scan/scanner.h"

namespace lauter::scan {

class Registry;

/// One occurrence of a phrase in the page.
struct CueHit {
  uint32_t begin;
  uint32_t end;
  uint16_t phrase;  ///< index into Registry::phrases()
};

/// Kinds of source-code regions (ScanMode::kCode); text pages are kText throughout.
enum class Region : uint8_t { kText, kCode, kComment, kString };

/// Where each region of a page begins, sorted.
using Regions = std::span<const std::pair<uint32_t, Region>>;

/// The canonical text (text/canonical.h) under scan: all offsets of this module are into it.
struct Page {
  std::string_view text;
  ScanMode mode = ScanMode::kText;
  const Registry* registry = nullptr;
  std::span<const CueHit> cues = {};  ///< sorted by begin
  Regions regions = {};               ///< of source code only

  /// By SetId: whether some cue is of that set; empty: not known.
  std::span<const uint8_t> present = {};

  bool every_password = false;  ///< ScanOptions::every_password

  /// Whether some cue may be of the set.
  bool may_hold(uint16_t set) const { return present.empty() || present[set] != 0; }
  /// The byte at `i`, or '\0' outside the page; convenient for looking around.
  char at(size_t i) const { return i < text.size() ? text[i] : '\0'; }
  Region region(size_t offset) const;
  /// Line [begin, end) around an offset, at most 4 KiB to either side.
  ByteSpan line(size_t offset) const;
  /// Nearest occurrence of one of the phrases (joined by '|', a string literal that is also used as
  /// `.cues` or `extra_cues` of some rule) that ends within `reach` bytes before `pos` / begins
  /// within `reach` bytes after `pos`. O(cues near).
  std::optional<CueHit> cue_before(const char* cues, size_t pos, size_t reach) const;
};

/// Page::region() for offsets that mostly grow: constant time where they do.
class RegionCursor {
 public:
  explicit RegionCursor(const Page& page) : regions_(page.regions) {}
  Region at(size_t offset);
  bool in_code(size_t offset) { return !regions_.empty() && at(offset) == Region::kCode; }
  /// Whether text[begin, end) is code throughout.
  bool all_code(size_t begin, size_t end) {
    return in_code(begin) && (next_ == regions_.size() || regions_[next_].first >= end);
  }

 private:
  Regions regions_;
  size_t next_ = 0;  // of the regions: the first that begins after the last offset
};

/// A value that a rule reports.
struct Finding {
  uint32_t begin;
  uint32_t end;
  float score;
  const RuleInfo* rule;
};

class Found {
 public:
  /// `rule` must be in a RuleTable's `infos` or a ValueRule's `info` (static storage).
  void add(const RuleInfo& rule, size_t begin, size_t end, float score) {
    if (begin < end)
      findings_.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(end), score, &rule});
  }
  std::vector<Finding>& findings() { return findings_; }
  const std::vector<Finding>& findings() const { return findings_; }

 private:
  std::vector<Finding> findings_;
};

// ---- Small readers shared by matchers
// -------------------------------------------------------------

/// How plainly a label announces what follows it.
enum class Announce : uint8_t {
  kNone,   ///< nothing between, or the value cannot start here
  kSpace,  ///< white space only: "pin 1234"
  kWord,   ///< a linking word: "pin is 1234", "pin number 1234"
  kMark,   ///< punctuation, markup or a cell: "pin: 1234", `"pin": "1234"`, "pin = 1234"
};

struct Connector {
  size_t value_begin;
  Announce strength;
};

/// Skips what stands between a label that ends at `label_end` and its value: closing quotes and
/// brackets, blanks, a short parenthesis, "is", "was", "no.", "number", "#", ':', '=', "=>", "->",
/// '|',
/// '>', opening quotes; at most 48 bytes and one line break (after a mark). The value begins at
/// `value_begin`.
Connector skip_connector(std::string_view text, size_t label_end);

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_alpha(char c) { return is_upper(c) || is_lower(c); }
constexpr bool is_alnum(char c) { return is_alpha(c) || is_digit(c); }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
constexpr bool is_space(char c) { return is_blank(c) || c == '\n' || c == '\r'; }
/// A letter of any script, as far as bytes tell: ASCII letters and every byte of a UTF-8 sequence.
constexpr bool is_letterish(char c) { return is_alpha(c) || (c & 0x80) != 0; }
/// Whether `word` begins in a script that puts no blanks between words: from U+3000 on, and Thai,
/// Lao and Tibetan (bytes E0 B8 to E0 BF).
constexpr bool is_without_blanks(std::string_view word) {
  const auto lead = static_cast<unsigned char>(word[0]);
  return lead >= 0xE3 ||
         (lead == 0xE0 && word.size() > 1 && static_cast<unsigned char>(word[1]) >= 0xB8);
}
constexpr bool is_wordish(char c) { return is_letterish(c) || is_digit(c) || c == '_'; }
constexpr char lower(char c) { return is_upper(c) ? static_cast<char>(c + 32) : c; }

/// Letters and digits of `value` in upper case, at most 128 of them; nothing else.
struct Normalised {
  char data[128];
  size_t size = 0;
  std::string_view view() const { return {data, size}; }
};
Normalised normalise(std::string_view value);

/// True for values that are never private whatever the category (docs/CATEGORIES.md, "Never
/// private"): placeholders in any kind of brackets, ${...}, xxxx, ****, changeme, EXAMPLE,
/// all-equal digits, 123456789 runs. Looks one byte around the value for brackets and at its text.
bool is_placeholder(const Page& page, size_t begin, size_t end);

}  // namespace lauter::scan
