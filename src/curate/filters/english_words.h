/// Words of English text as spaCy's blank "en" pipeline cuts them, which is what datatrove's filters
/// count (its tokenizer_assignment.csv: eng -> SpaCyTokenizer en).
///
/// The definition, from spaCy 3's documented algorithm and rules: white space (str.isspace()) parts
/// a text into chunks. A chunk that is a special case ("don't" = do n't, "e.g.", ":-)") is cut as
/// its entry says. From any other chunk prefixes and suffixes are taken off one after the other
/// (quotes, brackets, "$", "'s", units behind numbers, a full stop behind a lower-case letter), with
/// another look for special cases after each; what is left is one word if it is a URL, or else is
/// cut at its infixes (hyphens between letters, "...", a full stop before a capital). At last
/// neighbouring words that together spell a special case become that. White space is no word.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "curate/filters/char_classes.h"

namespace lauter {

/// Bytes of the text; a text is at most 4 GiB - 1.
struct Word {
  uint32_t begin;
  uint32_t end;
};

/// Const and safe from any thread; built in about a millisecond.
class EnglishWords {
 public:
  EnglishWords();
  EnglishWords(EnglishWords&&) noexcept;
  ~EnglishWords();

  /// Replaces `words` by the words of `text` (valid UTF-8), in order. Linear.
  void split(std::string_view text, std::vector<Word>& words) const;

  /// Sentences of `text` as spaCy's sentencizer parts its words, without those of white space alone;
  /// counting ends at `enough`. Uses `words` as scratch.
  uint64_t count_sentences(std::string_view text, uint64_t enough, std::vector<Word>& words) const;

  const CharClasses& classes() const;

 private:
  struct Impl;
  std::unique_ptr<const Impl> impl_;
};

}  // namespace lauter
