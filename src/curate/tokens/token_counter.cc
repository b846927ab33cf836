#include "curate/tokens/token_counter.h"

#include <algorithm>
#include <functional>
#include <string>

namespace lauter {
namespace {

constexpr size_t kKnownWords = size_t{1} << 14U;

}  // namespace

struct TokenCounter::State {
  TokenizerParts parts;
  AddedTokens raw_added{};
  AddedTokens normal_added{};  ///< as the normalizers have them

  Result<std::string> normal(std::string text) const {
    for (const TokenNormalizer& step : parts.normalizers) {
      LAUTER_ASSIGN(text, normalise(step, std::move(text)));
    }
    return text;
  }

  uint64_t count_word(std::string_view word, TokenScratch& scratch) const {
    if (scratch.known_words.empty()) scratch.known_words.resize(kKnownWords);
    TokenScratch::KnownWord& known = scratch.known_words[std::hash<std::string_view>()(word) % kKnownWords];
    // A place that nothing stands at yet knows the empty word, which has no tokens.
    if (std::string_view(known.word.data(), known.size) == word) return known.count;
    const uint64_t count = parts.model->count(word, scratch.model);
    if (word.size() <= known.word.size()) {
      std::ranges::copy(word, known.word.begin());
      known.size = static_cast<uint8_t>(word.size());
      known.count = static_cast<uint32_t>(count);
    }
    return count;
  }
};

Result<TokenCounter> TokenCounter::make(TokenizerParts parts) {
  auto state = std::make_shared<State>();
  state->parts = std::move(parts);
  for (AddedToken& token : state->parts.added) {
    if (token.normalized) {
      LAUTER_ASSIGN(token.content, state->normal(std::move(token.content)));
    }
    (token.normalized ? state->normal_added : state->raw_added).add(token);
  }
  TokenCounter counter;
  counter.state_ = std::move(state);
  return counter;
}

Result<uint64_t> TokenCounter::count(std::string_view text, TokenScratch& scratch) const {
  const State& s = *state_;
  uint64_t count = 0;
  const WordSink add_word = [&](std::string_view word) { count += s.count_word(word, scratch); };
  const auto add_stretch = [&](std::string_view stretch, size_t begin) -> Result<void> {
    std::string made;
    if (!s.parts.normalizers.empty()) {
      LAUTER_ASSIGN(made, s.normal(std::string(stretch)));
      stretch = made;
    }
    LAUTER_ASSIGN(const uint64_t added, s.normal_added.cut(stretch, [&](std::string_view plain, size_t inner) {
      return cut_words(s.parts.words, plain, begin + inner == 0, add_word);
    }));
    count += added;
    return {};
  };
  LAUTER_ASSIGN(const uint64_t added, s.raw_added.cut(text, add_stretch));
  return count + added;
}

}  // namespace lauter
