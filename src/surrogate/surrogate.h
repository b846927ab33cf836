/// Stand-ins: for every private value another one of the same kind that belongs to nobody.
///
/// A stand-in is a function of (key, category, normalised value) alone, so the same value gets the
/// same stand-in in every document, file, thread and run under one key; person names map part by
/// part (given name, family name, initials), so that a mail address or user name made of them
/// follows. Dates are the exception: all dates of one document move by one keyed number of days.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "base/hash.h"
#include "catalog/category.h"

namespace lauter {

/// A found value: where it stands in the document's text and what it is.
struct Mention {
  ByteSpan span;
  Category category;
};

class SurrogateMaker {
 public:
  explicit SurrogateMaker(const SecretKey& key);
  SurrogateMaker(SurrogateMaker&&) noexcept;
  SurrogateMaker& operator=(SurrogateMaker&&) noexcept;
  ~SurrogateMaker();

  /// One stand-in for every mention of one document, in order; spans are bytes of `text` and must
  /// lie inside it. An empty mention gives an empty string; every other one a non-empty string of
  /// valid UTF-8, whatever the bytes. Format, length class, separators, letter case, script, locale
  /// and gender are kept where the category has them; check digits are right; reserved ranges are
  /// used where they exist. A stand-in that reads like a value mentioned in the same document
  /// (case, separators and diacritics aside), or that stands in its text, is drawn again, up to 64
  /// times; then characters are added to it. Closed vocabularies (ages, gender, blood groups, ...)
  /// that the document exhausts repeat a value instead. `document_key` (the document's id) sets the
  /// shift of its dates. Values over 64 KiB are judged by their first 256 bytes. Pure, const, safe
  /// from any thread. Cost: about 2 us a value (surrogate_bench) and one or two passes over the
  /// text.
  std::vector<std::string> make(std::string_view text, std::string_view document_key,
                                std::span<const Mention> mentions) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Whether `value` is a valid stand-in of its category by the category's own rule (check digits,
/// reserved range, format). For tests and for the figure "100 % valid"; not used when making them.
bool is_valid_surrogate(Category category, std::string_view original, std::string_view value);

}  // namespace lauter
