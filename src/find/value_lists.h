/// What a recipe says of values by name: `allow`, which are never edited, and `deny`, which always
/// are.
///
/// Words are found whatever their white space and their ways to write a character (plain_text.h);
/// patterns where they match, as custom rules are. The finder and the verifier both read these
/// lists: they are the user's, and nothing of them is guessed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/byte_span.h"
#include "base/hash.h"
#include "base/result.h"
#include "find/listed_phrases.h"
#include "find/plain_text.h"
#include "scan/user_pattern.h"
#include "text/tokens.h"

namespace lauter {

/// A file with one value a line.
struct ValueFile {
  std::string path;
  std::string sha256;               ///< of its bytes, in hex
  std::vector<std::string> values;  ///< its lines, without white space around; empty ones count not
};

struct ValueListEntry {
  std::string place{};  ///< for messages: where it is written
  /// Words; for `allow` also `hmac:HEX`, as the log has it in `was_hmac`.
  std::vector<std::string> words{};
  std::vector<std::string> patterns{};  ///< RE2
  std::shared_ptr<const ValueFile> file{};
  /// `allow`: the labels of the finds that it is for, none: all; `deny`: its one.
  std::vector<std::string> labels{};
  bool fold = true;         ///< words match in any case
  bool whole_words = true;  ///< not inside of other words
};

struct ValueListOptions {
  std::vector<ValueListEntry> allow{};
  std::vector<ValueListEntry> deny{};

  bool empty() const { return allow.empty() && deny.empty(); }
};

/// Whether an entry has keyed hashes, which need the key of the run.
bool has_keyed_values(const ValueListOptions& options);

inline constexpr std::string_view kDeniedLabel = "DENIED";  ///< of an entry without a label
inline constexpr std::string_view kDenyRule = "deny";       ///< in causes
inline constexpr std::string_view kDenyReason = "private: denied by the recipe";
inline constexpr std::string_view kAllowReason = "public: allowed by the recipe";

/// A value that must go.
struct DeniedPlace {
  ByteSpan span;
  std::string_view label;  ///< of the lists
};

/// Memory of one thread. Reusable, never shared; holds what the last texts gave.
class ValueListScratch {
  friend class ValueLists;
  PlainText plain_;
  std::vector<Token> tokens_;
  std::vector<PhrasePlace> places_;
  std::vector<ByteSpan> spans_;
  std::vector<std::vector<ByteSpan>> allowed_;  ///< by entry, sorted, none inside of another
};

/// Const after make(); safe from any thread, each with its own scratch.
class ValueLists {
 public:
  /// Without a key keyed hashes match nothing. Errors: kInvalidArgument for a value without a letter
  /// or digit or too long, one that is allowed and denied, a label that is denied itself, what is no
  /// pattern, a keyed hash in `deny`. Messages name the place of a value, never the value.
  static Result<std::shared_ptr<const ValueLists>> make(const ValueListOptions& options,
                                                        const SecretKey* key);

  bool denies() const { return !deny_words_.empty() || !deny_patterns_.empty(); }
  bool allows() const { return !allow_labels_.empty(); }

  /// Replaces `denied`: sorted, apart; what overlaps is one place, under the label of its first.
  /// Linear in the text.
  void find_denied(std::string_view text, ValueListScratch& scratch,
                   std::vector<DeniedPlace>& denied) const;

  /// Reads a text for is_allowed(). Linear.
  void find_allowed(std::string_view text, ValueListScratch& scratch) const;
  /// Whether a find of that text under `label` lies inside an allowed value, brackets, quotes and
  /// stops at its ends aside.
  bool is_allowed(std::string_view text, ByteSpan span, std::string_view label,
                  const ValueListScratch& scratch) const;

 private:
  struct Pattern {
    UserPattern pattern;
    uint32_t entry;
  };
  ValueLists() = default;
  Result<void> add_entry(const ValueListEntry& entry, uint32_t number, bool allow);
  Result<void> add_word(std::string_view word, const ValueListEntry& entry, uint32_t number,
                        bool allow);
  Result<void> check_apart(const ValueListOptions& options) const;
  Result<void> check_labels(const ValueListOptions& options) const;
  bool is_for(uint32_t entry, std::string_view label) const;

  ListedPhrases allow_words_;
  ListedPhrases deny_words_;
  std::vector<Pattern> allow_patterns_;
  std::vector<Pattern> deny_patterns_;
  std::vector<std::vector<std::string>> allow_labels_;  ///< by entry
  std::vector<std::string> deny_labels_;                ///< by entry
  std::optional<KeyedHash> hash_;
  std::unordered_map<std::string, std::vector<uint32_t>> keyed_;  ///< hex: entries of `allow`
};

/// Puts what is denied among `values` (sorted by span, apart): a place takes in the values that it
/// touches, as far as `goes(value)` says that they go, too. `make(place, span)` is the value that
/// stands for a place and what it took in.
template <typename Value, typename Goes, typename Make>
void join_denied(std::span<const DeniedPlace> denied, std::vector<Value>& values, Goes goes,
                 Make make) {
  if (denied.empty()) return;
  std::vector<Value> joined;
  joined.reserve(values.size() + denied.size());
  size_t next = 0;
  for (const DeniedPlace& place : denied) {
    while (next < values.size() && values[next].span.end <= place.span.begin) {
      joined.push_back(std::move(values[next++]));
    }
    // Only a value that took in one before reaches here.
    if (joined.empty() || joined.back().span.end <= place.span.begin) {
      joined.push_back(make(place, place.span));
    }
    ByteSpan& span = joined.back().span;
    span.end = std::max(span.end, place.span.end);
    for (; next < values.size() && values[next].span.begin < span.end; ++next) {
      if (!goes(values[next])) continue;
      span.begin = std::min(span.begin, values[next].span.begin);
      span.end = std::max(span.end, values[next].span.end);
    }
  }
  while (next < values.size()) joined.push_back(std::move(values[next++]));
  values = std::move(joined);
}

}  // namespace lauter
