/// Many values at once: which of them stand in a text as whole words.
#pragma once

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

inline constexpr size_t kMaxListedValueBytes = 512;

/// Where a value stands.
struct ValuePlace {
  ByteSpan span;   ///< of PlainText
  uint32_t entry;  ///< what add() was told
};

/// A filter of first words turns nearly all words of a text away with one hash; the values that
/// begin with a word that is left are compared by a StringSet.
class WholeWords {
 public:
  WholeWords() = default;
  WholeWords(const WholeWords&) = delete;  // its sets point into it
  WholeWords& operator=(const WholeWords&) = delete;

  /// `value` as PlainText has it (`exact`, or `folded` if case does not matter), not empty, at most
  /// kMaxListedValueBytes, with a letter or digit in it.
  void add(std::string_view value, bool fold, uint32_t entry);
  /// To be called once after the last add().
  void build();
  bool empty() const { return values_.empty(); }

  /// Appends all places, those of longer values too where several begin. `tokens`: of the folded
  /// text. Linear.
  void find(const PlainText& text, const std::vector<Token>& tokens,
            std::vector<ValuePlace>& places) const;

 private:
  struct Value {
    std::string bytes;
    bool fold;
    uint32_t entry;
  };
  /// The values of one kind, and for each of its set the entries that have it.
  struct Set {
    explicit Set(std::vector<std::string_view> strings) : strings(std::move(strings)) {}
    StringSet strings;
    std::vector<std::vector<uint32_t>> entries;
  };
  bool may_begin(std::string_view word) const;
  void find_at(std::string_view text, size_t at, const Set& set,
               std::vector<ValuePlace>& places) const;

  std::deque<Value> values_;
  std::optional<Set> folded_;
  std::optional<Set> exact_;
  std::vector<uint64_t> first_words_;  ///< bits by hash
  std::vector<size_t> leads_;          ///< bytes of values before their first word, each once
};

}  // namespace lauter
