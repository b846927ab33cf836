#include "find/listed_phrases.h"

#include <algorithm>
#include <bit>

#include "base/hash.h"
#include "text/utf8.h"

namespace lauter {
namespace {

std::string_view bytes_of(std::string_view text, const Token& token) {
  return text.substr(token.begin, token.end - token.begin);
}

}  // namespace

void ListedPhrases::add_first_word(const ListedPhrase& phrase) {
  PlainText plain;
  plain.build(phrase.bytes);
  std::vector<Token> tokens;
  tokenize(plain.folded(), tokens);
  const auto first = std::find_if(tokens.begin(), tokens.end(), [&](const Token& token) {
    return is_word(plain.folded(), token);
  });
  if (first == tokens.end()) return;
  const uint64_t hash = hash64(bytes_of(plain.folded(), *first));
  first_words_[hash / 64 % first_words_.size()] |= uint64_t{1} << (hash % 64);
  leads_.push_back(first->begin);
}

void ListedPhrases::build() {
  // 16 bits a phrase: of the words that begin none, one in 16 is looked up.
  const size_t bits = std::max<size_t>(64, std::bit_ceil(16 * phrases_.size()));
  first_words_.assign(bits / 64, 0);
  std::array<std::vector<std::string_view>, 4> strings;
  for (const ListedPhrase& phrase : phrases_) {
    strings[kind_of(phrase)].push_back(phrase.bytes);
    if (phrase.whole_words) add_first_word(phrase);
  }
  std::sort(leads_.begin(), leads_.end());
  leads_.erase(std::unique(leads_.begin(), leads_.end()), leads_.end());
  for (size_t kind = 0; kind < sets_.size(); ++kind) {
    if (strings[kind].empty()) continue;
    sets_[kind].emplace(std::move(strings[kind]));
    sets_[kind]->entries.resize(sets_[kind]->strings.size());
  }
  for (const ListedPhrase& phrase : phrases_) {
    Set& set = *sets_[kind_of(phrase)];
    std::vector<uint32_t>& entries = set.entries[set.strings.index_of(phrase.bytes)];
    if (entries.empty() || entries.back() != phrase.entry) entries.push_back(phrase.entry);
  }
}

bool ListedPhrases::may_begin(std::string_view word) const {
  const uint64_t hash = hash64(word);
  return (first_words_[hash / 64 % first_words_.size()] >> (hash % 64) & 1) != 0;
}

void ListedPhrases::find_at(const PlainText& text, size_t at, size_t kind,
                            std::vector<PhrasePlace>& places) const {
  const std::optional<Set>& set = sets_[kind];
  if (!set) return;
  const std::string_view bytes = (kind & 1) != 0 ? text.folded() : text.exact();
  set->strings.match(bytes, at, [&](size_t i) {
    const ByteSpan span{at, at + set->strings[i].size()};
    if ((kind & 2) != 0 && (splits_word(bytes, span.begin) || splits_word(bytes, span.end))) return;
    for (const uint32_t entry : set->entries[i]) places.push_back({span, entry});
  });
}

void ListedPhrases::find(const PlainText& text, const std::vector<Token>& tokens,
                         std::vector<PhrasePlace>& places) const {
  if (sets_[0] || sets_[1]) {
    const std::string_view bytes = text.folded();
    for (size_t at = 0; at < bytes.size(); at += utf8_length(bytes[at])) {
      find_at(text, at, 0, places);
      find_at(text, at, 1, places);
    }
  }
  if (!sets_[2] && !sets_[3]) return;
  for (const Token& token : tokens) {
    if (!may_begin(bytes_of(text.folded(), token))) continue;
    for (const size_t lead : leads_) {
      if (lead > token.begin) break;
      find_at(text, token.begin - lead, 2, places);
      find_at(text, token.begin - lead, 3, places);
    }
  }
}

}  // namespace lauter
