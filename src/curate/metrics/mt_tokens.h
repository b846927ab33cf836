/// Tokens of the metrics of machine translation, as sacreBLEU cuts them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lauter {

/// Tokens lie in one string, so that a list costs two allocations; reusable.
struct MtTokens {
  std::string bytes;
  std::vector<std::string_view> list;  ///< views of `bytes`
};

/// The tokenizer `13a` of sacreBLEU (mteval-v13a.pl): marks of ASCII punctuation are tokens of
/// their own, full stops and commas unless digits stand on both sides, hyphens behind a digit;
/// `&quot;`,
/// `&amp;`, `&lt;`, `&gt;` are read as what they stand for. Case is kept. Linear.
void tokenize_13a(std::string_view text, MtTokens& tokens);

/// As TER without options: lower case (text/letter_case.h), parted by white space.
void tokenize_tercom(std::string_view text, MtTokens& tokens);

}  // namespace lauter
