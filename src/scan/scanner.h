/// Finds private data by patterns, check digits and context, in one pass over the text.
///
///   LAUTER_ASSIGN(Scanner scanner, Scanner::make({}));
///   auto scratch = scanner.make_scratch();
///   std::vector<Hit> hits;
///   scanner.scan("mail jane.doe@corp.de", *scratch, hits);   // one EMAIL_ADDRESS, bytes 5..21
#pragma once

#include <bitset>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "base/result.h"
#include "catalog/category.h"

namespace lauter {

using RuleId = uint16_t;

struct Hit {
  ByteSpan span;  ///< bytes of the scanned text, on UTF-8 boundaries
  Category category;
  float score;  ///< confidence in (0, 1]
  RuleId rule;  ///< Scanner::rule_name() says which
};

/// A rule of the user's own: an RE2 pattern; group 1 is the value if there is one.
struct CustomRule {
  std::string name;
  std::string label;  ///< a built-in category's name, or any other word
  std::string pattern;
  float score = 0.85F;
};

enum class ScanMode : uint8_t {
  kText,  ///< prose, chat, mail, logs, tables
  kCode,  ///< source code: secrets, credentials, and personal data in comments and literals only;
          ///< never an identifier, import path or version
};

struct ScanOptions {
  ScanMode mode = ScanMode::kText;
  bool is_sure_code = false;  ///< of kCode: no text is guessed to be prose
  std::bitset<kCategoryCount> enabled = std::bitset<kCategoryCount>().set();
  float min_score = 0.5F;  ///< hits below are not reported
  /// Whatever literal stands where a password does is one: "changeme", "admin", a plain word.
  bool every_password = false;
  std::vector<CustomRule> custom_rules;
};

/// Working memory of one thread. Reusable, never shared.
class ScanScratch {
 public:
  virtual ~ScanScratch() = default;
};

/// Immutable after make(); scan() is const and safe from any thread with its own scratch.
class Scanner {
 public:
  /// Indexes the built-in rules (under 50 ms). Errors: kInvalidArgument for a custom rule.
  static Result<Scanner> make(ScanOptions options);
  Scanner(Scanner&&) noexcept;
  Scanner& operator=(Scanner&&) noexcept;
  ~Scanner();

  std::unique_ptr<ScanScratch> make_scratch() const;

  /// Replaces `hits` by what `text` (valid UTF-8) holds: sorted by span, non-overlapping.
  /// Linear time in the text, whatever it holds.
  void scan(std::string_view text, ScanScratch& scratch, std::vector<Hit>& hits) const;

  std::string_view rule_name(RuleId rule) const;
  /// The category's name; for a custom rule its own label.
  std::string_view label(const Hit& hit) const;
  size_t rule_count() const;

 private:
  struct Impl;
  explicit Scanner(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace lauter
