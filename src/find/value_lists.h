/// What a recipe says of values by name: `allow`, which are never edited, and `deny`, which always
/// are.
///
/// Values are whole words of a text, whatever its white space and its ways to write ASCII
/// (text/canonical.h); patterns are found where they match, as custom rules are. The finder and the
/// verifier both read these lists: they are the user's, and nothing of them is guessed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/byte_span.h"
#include "base/hash.h"
#include "base/result.h"
#include "find/plain_text.h"
#include "find/whole_words.h"
#include "scan/user_pattern.h"
#include "text/tokens.h"

namespace lauter {

/// A file with one value a line.
struct ValueFile {
  std::string path;
  std::string sha256;               ///< of its bytes, in hex
  std::vector<std::string> values;  ///< its lines, those without a value left out
};

struct ValueListEntry {
  /// `hmac:HEX` is KeyedHash::hex() of a value in lower case, under purpose `allow`: for `allow` only.
  std::vector<std::string> values;
  std::vector<std::string> patterns;  ///< RE2
  std::vector<ValueFile> files;
  std::vector<std::string> labels;  ///< `allow`: of the finds it is for, none: of all; `deny`: its one
  bool fold = true;                 ///< values match in any case
};

struct ValueListOptions {
  std::vector<ValueListEntry> allow;
  std::vector<ValueListEntry> deny;
};

/// Whether an entry has keyed hashes, which need the key of the run.
bool has_keyed_values(const ValueListOptions& options);

/// How a keyed hash of `value` is written in a list.
std::string keyed_value(std::string_view value, const SecretKey& key);

inline constexpr std::string_view kDeniedLabel = "DENIED";  ///< of a denied value without a label
inline constexpr std::string_view kDenyRule = "deny";

/// A value that must go.
struct DeniedPlace {
  ByteSpan span;
  std::string_view label;  ///< of the lists
  bool by_value = false;   ///< not only by a pattern
};

/// Memory of one thread. Reusable, never shared; holds what the last texts gave.
class ValueListScratch {
  friend class ValueLists;
  PlainText plain_;
  std::vector<Token> tokens_;
  std::vector<ValuePlace> places_;
  std::vector<ByteSpan> spans_;
  std::vector<std::vector<ByteSpan>> allowed_;  ///< by entry, sorted, none inside of another
};

/// Const after make(); safe from any thread, each with its own scratch.
class ValueLists {
 public:
  /// Without a key keyed hashes match nothing. Errors: kInvalidArgument for a value without a letter
  /// or digit or too long, one that is allowed and denied, a pattern that is none, a keyed hash in
  /// `deny`. Messages of files name the line and not the value.
  static Result<std::shared_ptr<const ValueLists>> make(const ValueListOptions& options,
                                                        const SecretKey* key);

  bool denies() const { return !deny_words_.empty() || !deny_patterns_.empty(); }
  bool allows() const { return !allow_labels_.empty(); }

  /// Replaces `denied`: sorted, apart; what overlaps is one place. Linear in the text.
  void find_denied(std::string_view text, ValueListScratch& scratch,
                   std::vector<DeniedPlace>& denied) const;

  /// Reads a text for is_allowed(). Linear.
  void find_allowed(std::string_view text, ValueListScratch& scratch) const;
  /// Whether a find of that text under `label` lies inside an allowed value.
  bool is_allowed(std::string_view text, ByteSpan span, std::string_view label,
                  ValueListScratch& scratch) const;

 private:
  struct Pattern {
    UserPattern pattern;
    uint32_t entry;
  };
  ValueLists() = default;
  Result<void> add_entry(const ValueListEntry& entry, uint32_t number, bool allow);
  Result<void> add_value(std::string_view value, const ValueListEntry& entry, uint32_t number,
                         bool allow);
  Result<void> check_apart(const ValueListOptions& options) const;
  bool is_for(uint32_t entry, std::string_view label) const;

  WholeWords allow_words_;
  WholeWords deny_words_;
  std::vector<Pattern> allow_patterns_;
  std::vector<Pattern> deny_patterns_;
  std::vector<std::vector<std::string>> allow_labels_;  ///< by entry
  std::vector<std::string> deny_labels_;                ///< by entry
  std::optional<KeyedHash> hash_;
  std::unordered_map<std::string, std::vector<uint32_t>> keyed_;  ///< hex: entries of `allow`
};

}  // namespace lauter
