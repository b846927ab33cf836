/// Stand-ins: for every private value another one of the same kind that belongs to nobody.
///
/// A stand-in is a function of (key, category, normalised value) alone, so the same value gets the
/// same stand-in in every document, file, thread and run under one key; person names map part by
/// part (given name, family name, initials), so that a mail address or user name made of them
/// follows. Where finders waver, the category does not matter: identifiers without a check rule are
/// one family, and so are names but for those that are listed as given and as family names. Dates are the exception: all dates of one document move by one keyed number of days.
///
/// Different values of one document have different stand-ins, but for closed vocabularies that it
/// exhausts: what has to give way takes the next candidate, in the order of first mention. Over a
/// corpus no two values share a stand-in where the values can be counted (permutations and
/// injections under the key): listed words, states, countries, the digits and letters of
/// identifiers without a check rule, and listed names and cities as far as there is a listed one
/// left for each (of names 3 in 5, of English ones 3 in 4). All others are mapped at random into
/// pools: 10^5 new names and more for each initial and culture (a full name: 10^8), 10^7 towns and
/// words of streets and firms in English, fewer elsewhere, three example domains for hosts, the
/// numbers that a reserved range or a check digit leaves. Of n values in a pool of m about n^2/2m
/// pairs agree there.
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

class RealValues;

/// A found value: where it stands in the document's text and what it is.
struct Mention {
  ByteSpan span;
  Category category;
};

/// How far one value has one stand-in.
enum class StandInScope : uint8_t {
  kCorpus,    ///< in all documents under one key
  kDocument,  ///< in one document: those of two say nothing of each other
};

struct SurrogateOptions {
  StandInScope scope = StandInScope::kCorpus;
  /// Stand-ins of guarded categories (real_values.h) are none of these, as long as 64 draws find
  /// another. Null: a document knows its own values alone.
  std::shared_ptr<const RealValues> real_values{};
};

class SurrogateMaker {
 public:
  explicit SurrogateMaker(const SecretKey& key, SurrogateOptions options = {});
  SurrogateMaker(SurrogateMaker&&) noexcept;
  SurrogateMaker& operator=(SurrogateMaker&&) noexcept;
  ~SurrogateMaker();

  /// One stand-in for every mention of one document, in order; spans are bytes of `text` and must
  /// lie inside it. An empty mention gives an empty string; every other one a non-empty string of
  /// valid UTF-8, whatever the bytes. Format, length class, separators, letter case, script, locale
  /// and gender are kept where the category has them; check digits are right; reserved ranges are
  /// used where they exist. A stand-in that reads like a value mentioned in the same document
  /// (case, separators and diacritics aside), that stands in its text, or that another value of it
  /// has, is drawn again, up to 64 times; then characters are added to it. Closed vocabularies
  /// (ages, gender, conditions, ...) that the document exhausts repeat a value instead.
  /// `document_key` (the document's id) sets the shift of its dates. Values over 64 KiB are judged
  /// by their first 256 bytes. Pure, const, safe from any thread. Cost: about 2 us a value
  /// (surrogate_bench) and one or two passes over the text.
  std::vector<std::string> make(std::string_view text, std::string_view document_key,
                                std::span<const Mention> mentions) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lauter
