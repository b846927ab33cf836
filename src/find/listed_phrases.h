/// Many words and phrases at once: where they stand in a text.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "find/plain_text.h"
#include "text/string_set.h"
#include "text/tokens.h"

namespace lauter {

inline constexpr size_t kMaxListedBytes = 512;

struct ListedPhrase {
  /// As PlainText has it: `exact`, or `folded` if case does not matter. Has a letter or digit.
  std::string bytes;
  bool fold = true;         ///< matches in any case
  bool whole_words = true;  ///< begins and ends where words do
  uint32_t entry = 0;       ///< of the caller's
};

/// Where a phrase stands.
struct PhrasePlace {
  ByteSpan span;   ///< of PlainText
  uint32_t entry;  ///< of ListedPhrase
};

/// For whole words a filter of first words turns nearly all words of a text away with one hash. What
/// may stand inside of words is looked up at every character.
class ListedPhrases {
 public:
  ListedPhrases() = default;
  ListedPhrases(const ListedPhrases&) = delete;  // its sets point into it
  ListedPhrases& operator=(const ListedPhrases&) = delete;

  void add(ListedPhrase phrase) { phrases_.push_back(std::move(phrase)); }
  /// To be called once after the last add().
  void build();
  bool empty() const { return phrases_.empty(); }

  /// Appends all places, those of longer phrases too where several begin. `tokens`: of the folded
  /// text. Linear in the text.
  void find(const PlainText& text, const std::vector<Token>& tokens,
            std::vector<PhrasePlace>& places) const;

 private:
  /// The phrases of one kind, and for each of its set the entries that have it.
  struct Set {
    explicit Set(std::vector<std::string_view> list) : strings(std::move(list)) {}
    StringSet strings;
    std::vector<std::vector<uint32_t>> entries{};
  };
  /// Kinds: folded or exact, of whole words or not.
  static size_t kind_of(const ListedPhrase& phrase) {
    return (phrase.fold ? 1U : 0U) + (phrase.whole_words ? 2U : 0U);
  }
  void add_first_word(const ListedPhrase& phrase);
  bool may_begin(std::string_view word) const;
  void find_at(const PlainText& text, size_t at, size_t kind,
               std::vector<PhrasePlace>& places) const;

  std::deque<ListedPhrase> phrases_;
  std::array<std::optional<Set>, 4> sets_;
  std::vector<uint64_t> first_words_;  ///< bits by hash
  std::vector<size_t> leads_;          ///< bytes of phrases before their first word, each once
};

}  // namespace lauter
