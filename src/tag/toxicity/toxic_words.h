/// How much likelier than the average word a word is to be marked as abuse by a rater: a table
/// learned from raters' spans (train/toxic_words.py; card: models/toxic-words.md). It knows the
/// rare words that a small encoder has seen too seldom.
///
/// File, little-endian: "LTW1", u32 count, f32 unit, u32 hash[count] ascending, i8 q[count]. The
/// hash is FNV-1a (32 bits) of the word's bytes in ASCII lower case; q x unit is log(odds of the
/// word / odds of all words).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace lauter {

/// Const and safe from any thread.
class ToxicWords {
 public:
  /// No word is known.
  ToxicWords() = default;
  /// `file` must outlive the table. Errors: kDataLoss if it is not such a file.
  static Result<ToxicWords> load(std::string_view file);
  /// The table inside the program; without one, no word is known. Errors: as load().
  static Result<ToxicWords> embedded();

  /// 0 for unknown words. O(log count).
  float log_odds(std::string_view word) const;
  size_t size() const { return count_; }

 private:
  uint32_t hash_at(size_t i) const;

  const char* hashes_ = nullptr;  ///< not aligned
  const int8_t* values_ = nullptr;
  size_t count_ = 0;
  float unit_ = 0.0F;
};

}  // namespace lauter
