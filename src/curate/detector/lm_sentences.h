/// Texts as an n-gram model reads them: hashed words and marks in lower case, each line that has
/// any being a sentence with a begin and an end.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "text/ascii.h"
#include "text/letter_case.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace lauter {

// Stand for the begin and the end of a sentence; no token is likelier to share them than another.
inline constexpr uint64_t kSentenceBegin = 0x9E3779B97F4A7C15U;
inline constexpr uint64_t kSentenceEnd = 0xC2B2AE3D27D4EB4FU;

/// The hash of the token in lower case. `folded` is working memory.
inline uint64_t lm_token_hash(std::string_view token, std::string& folded) {
  folded.assign(token);
  bool ascii = true;
  for (char& c : folded) {
    ascii = ascii && is_ascii(c);
    c = ascii_lower(c);
  }
  if (ascii) return hash64(folded);
  folded.clear();
  for (size_t i = 0; i < token.size();) {
    if (is_ascii(token[i])) {
      folded += ascii_lower(token[i++]);
    } else {
      append_utf8(folded, to_lower(decode_utf8(token, i)));
    }
  }
  return hash64(folded);
}

/// Calls sentence(hashes) for each line that has tokens, kSentenceEnd being the last hash. The
/// other arguments are working memory. Linear.
template <typename Sentence>
void each_lm_sentence(std::string_view text, std::vector<Token>& tokens, std::string& folded,
                      std::vector<uint64_t>& hashes, Sentence sentence) {
  tokenize(text, tokens);
  hashes.clear();
  const auto finish = [&] {
    if (hashes.empty()) return;
    hashes.push_back(kSentenceEnd);
    sentence(std::span<const uint64_t>(hashes));
    hashes.clear();
  };
  for (const Token& token : tokens) {
    if (token.gap == Gap::kNewline || token.gap == Gap::kBreak) finish();
    hashes.push_back(lm_token_hash(text.substr(token.begin, token.end - token.begin), folded));
  }
  finish();
}

}  // namespace lauter
