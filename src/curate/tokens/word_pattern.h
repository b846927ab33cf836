#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "curate/tokens/class_reader.h"

namespace lauter {

/// The patterns that most models cut their words with, by hand: no engine of expressions reads them as fast.
enum class WordPattern : uint8_t {
  kGpt2,
  kCl100k,  ///< of cl100k and Llama 3: three digits at most
  kQwen,    ///< the same, digit by digit
};
inline constexpr WordPattern kWordPatterns[] = {WordPattern::kGpt2, WordPattern::kCl100k, WordPattern::kQwen};

/// The expression, as files of tokenizers write it.
std::string_view expression_of(WordPattern pattern);

/// The end of the word that begins at `at`; every character is in a word. `reader` is of `text`.
size_t word_end(WordPattern pattern, std::string_view text, const ClassReader& reader, size_t at);

}  // namespace lauter
