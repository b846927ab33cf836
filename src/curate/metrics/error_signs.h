/// Signs that a made text is wrong, without any reference: what of its source it lost, what it
/// repeats, where it stopped. For translations, rewrites and summaries by a model.
///
///   SignScratch scratch;                                           // one for each thread
///   const ErrorSigns signs = error_signs(source, output, scratch);
///   signs.number_recall;                                           // 0.5: one of two is gone
///   for (ErrorSign s : reasons(signs, {})) error_sign_name(s);     // "numbers_lost"
///
/// What it does not know: numbers in words, names that a language spells otherwise, meaning.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "curate/detector/ngram_key.h"
#include "text/tokens.h"

namespace lauter {

/// Shares in [0, 1]; NaN where there is nothing to take a share of.
struct ErrorSigns {
  /// Numbers: runs of digits, joined by single points, commas and the like; compared by their
  /// digits alone, since languages write 1,234.5 and 1.234,5.
  double number_recall = 0;     ///< of the source's numbers that the output has
  double number_precision = 0;  ///< of the output's numbers that the source has
  /// Names: words with a capital that do not begin a sentence, and words in capitals; found again
  /// if the other side has a word that begins with the same four letters. German nouns look like
  /// names, so both directions are given: judge by the better one.
  double name_recall = 0;
  double name_precision = 0;
  uint32_t names = 0;  ///< on the side that has fewer
  /// 1 - distinct-4 of the output's words: seq-rep-4 (Welleck et al. 2020).
  double repetition = 0;
  double source_repetition = 0;
  /// Of the output's runs of three words, those that the source has: near 1 for an untranslated
  /// text.
  double copied = 0;
  uint32_t copied_of = 0;   ///< runs of three words in the output
  double length_ratio = 0;  ///< characters of the output / of the source
  bool ends_early = false;  ///< the source ends as a sentence does, the output does not
  bool empty = false;       ///< the output has no word
};

enum class ErrorSign : uint8_t {
  kEmpty,
  kNumbersLost,
  kNumbersAdded,
  kNamesChanged,
  kRepeats,
  kUntranslated,
  kTruncated,
  kTooShort,
  kTooLong,
};
/// `numbers_lost` and the like.
std::string_view error_sign_name(ErrorSign sign);

/// The defaults were set on translations by people, of which 4 % get a reason (design/0017).
struct SignLimits {
  double min_number_recall = 1.0;     ///< below: numbers_lost
  double min_number_precision = 1.0;  ///< below: numbers_added
  double min_names = 0.25;            ///< the better direction below, from two names on
  double max_repetition = 0.2;        ///< more than the source's by this: repeats
  double max_copied = 0.5;            ///< above, from four runs on: untranslated. 1 for rewrites
  double max_truncated_ratio = 0.9;   ///< ends early and is shorter: a model may drop a last stop
  double min_length_ratio = 0.4;
  double max_length_ratio = 2.5;
};

/// The signs that say "bad", in their order.
std::vector<ErrorSign> reasons(const ErrorSigns& signs, const SignLimits& limits);

/// Working memory of one thread. Reusable, never shared.
struct SignScratch {
  std::vector<Token> tokens;
  KeyNumbers numbers;
};

/// Both valid UTF-8 below 4 GiB. Linear, but for the sorting of numbers and names.
ErrorSigns error_signs(std::string_view source, std::string_view output, SignScratch& scratch);

}  // namespace lauter
