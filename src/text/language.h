/// English or not: what the learned models, which were trained on English alone, may judge.
///
/// Told by function words ("the", "und", "que") and by scripts, which a few sentences hold plenty of;
/// a name, a table or a log line has none and counts as English. No language is named: nothing here
/// needs to tell Danish from Norwegian.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lauter {

struct LanguageSigns {
  size_t english = 0;  ///< function words of English and of no other language of the list
  size_t foreign = 0;  ///< function words of some 20 other languages, that English has not
  size_t words = 0;    ///< words that begin in lower case, of three letters and more
  size_t latin = 0;    ///< letters of the Latin script
  size_t marked = 0;   ///< of them, letters beyond ASCII: umlauts, accents
  size_t other = 0;    ///< letters of other scripts; where one stands for a syllable or word, two
};

/// Counts in valid UTF-8. Linear, about 30 ns a word.
LanguageSigns language_signs(std::string_view text);

/// Whether the text clearly is in another language or script than English: at least two function
/// words of others, and more of them than of English, or mostly letters of other scripts.
bool is_foreign(const LanguageSigns& signs);
inline bool is_foreign(std::string_view text) { return is_foreign(language_signs(text)); }

/// The same for places of a long text, which may change its language: judged by the kilobyte or so
/// around them. Remembers the last passage, so that a pass over the places in order is linear.
class PassageLanguage {
 public:
  /// `text` must outlive this.
  explicit PassageLanguage(std::string_view text) : text_(text) {}

  const LanguageSigns& signs_at(uint64_t offset);
  bool is_foreign_at(uint64_t offset) { return is_foreign(signs_at(offset)); }

 private:
  std::string_view text_;
  uint64_t block_ = UINT64_MAX;
  LanguageSigns signs_;
};

}  // namespace lauter
