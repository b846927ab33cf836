#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "curate/tokens/word_pattern.h"
#include "web/unicode_regex.h"

namespace lauter {

/// What becomes of what a step looks for, and of what lies between.
enum class SplitBehavior : uint8_t { kRemoved, kIsolated, kMergedWithPrevious, kMergedWithNext, kContiguous };

/// One step of cutting a text into words; each cuts what the one before it has left.
struct WordStep {
  enum class Kind : uint8_t {
    kPattern,
    kRegex,
    kText,    ///< `text`
    kNumber,  ///< the following three: every character of a kind
    kSpace,
    kPunctuation,
    kLength,     ///< after each `length` characters
    kMetaspace,  ///< `text` for a blank, and cuts before each
    kByteLevel,  ///< the characters of a byte-level vocabulary
  };
  Kind kind;
  SplitBehavior behavior = SplitBehavior::kIsolated;
  bool invert = false;
  WordPattern pattern = WordPattern::kGpt2;
  std::shared_ptr<const UnicodeRegex> regex{};
  std::string text{};
  uint32_t length = 0;
  enum class Prefix : uint8_t { kNever, kFirst, kAlways };
  Prefix prefix = Prefix::kNever;  ///< a blank before what begins with none: kMetaspace, kByteLevel
  bool cuts = true;                ///< kMetaspace; kByteLevel: by the pattern of GPT-2
  bool stays_bytes = false;        ///< kByteLevel, the last step: bytes as they are, for a model that reads bytes
};

using WordSink = std::function<void(std::string_view)>;

/// Calls `use(word)` for each word of `text`. `is_first`: it is the beginning of the document. Errors: of a regular expression.
Result<void> cut_words(const std::vector<WordStep>& steps, std::string_view text, bool is_first, const WordSink& use);

}  // namespace lauter
