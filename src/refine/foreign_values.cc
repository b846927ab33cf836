#include "refine/foreign_values.h"

#include "scan/word_set.h"
#include "surrogate/name_pool.h"
#include "surrogate/unicode.h"

namespace lauter::internal {
namespace {

constexpr float kSureForeign = 0.9F;   // of a name in another language
constexpr size_t kMostWords = 4;       // of it
constexpr size_t kEnglishContext = 2;  // function words around a value in another script

/// Whether these are two to four capitalised words, the first a known given name.
bool is_full_name(std::string_view value) {
  size_t words = 0;
  for (size_t at = 0; at < value.size();) {
    const std::string_view word = scan::word_at(value, at);
    if (word.empty()) {
      ++at;
      continue;
    }
    if (!scan::upper_at(word, 0) || ++words > kMostWords) return false;
    if (words == 1 && surrogate::NamePool::get().find(surrogate::folded(word)).given() == 0) {
      return false;
    }
    at += word.size();
  }
  return words >= 2;
}

}  // namespace

bool is_believed(std::string_view text, const TaggedSpan& tagged, std::string_view type,
                 PassageLanguage& language) {
  const std::string_view value = tagged.span.of(text);
  const LanguageSigns& around = language.signs_at(tagged.span.begin);
  if (!passes_for_english(around)) {
    return around.latin > around.other && type == "PERSON" && tagged.score >= kSureForeign &&
           is_full_name(value);
  }
  return around.english >= kEnglishContext || language_signs(value).other == 0;
}

}  // namespace lauter::internal
