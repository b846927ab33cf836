#include "find/whole_words.h"

#include <algorithm>
#include <bit>

#include "base/hash.h"
#include "scan/word_set.h"
#include "text/utf8.h"

namespace lauter {
namespace {

bool is_word(std::string_view text, const Token& token) {
  size_t at = token.begin;
  return is_word_character(decode_utf8(text, at));
}

std::string_view bytes_of(std::string_view text, const Token& token) {
  return text.substr(token.begin, token.end - token.begin);
}

}  // namespace

void WholeWords::add(std::string_view value, bool fold, uint32_t entry) {
  values_.push_back({std::string(value), fold, entry});
}

void WholeWords::build() {
  const size_t bits = std::max<size_t>(64, std::bit_ceil(16 * values_.size()));
  first_words_.assign(bits / 64, 0);
  std::vector<std::string_view> folded, exact;
  std::vector<Token> tokens;
  PlainText plain;
  for (const Value& value : values_) {
    (value.fold ? folded : exact).push_back(value.bytes);
    plain.build(value.bytes);
    tokenize(plain.folded(), tokens);
    const auto first = std::find_if(tokens.begin(), tokens.end(), [&](const Token& token) {
      return is_word(plain.folded(), token);
    });
    const uint64_t hash = hash64(bytes_of(plain.folded(), *first));
    first_words_[hash / 64 % first_words_.size()] |= uint64_t{1} << (hash % 64);
    leads_.push_back(first->begin);
  }
  std::sort(leads_.begin(), leads_.end());
  leads_.erase(std::unique(leads_.begin(), leads_.end()), leads_.end());
  if (!folded.empty()) folded_.emplace(std::move(folded));
  if (!exact.empty()) exact_.emplace(std::move(exact));
  for (Set* set : {folded_ ? &*folded_ : nullptr, exact_ ? &*exact_ : nullptr}) {
    if (set != nullptr) set->entries.resize(set->strings.size());
  }
  for (const Value& value : values_) {
    Set& set = value.fold ? *folded_ : *exact_;
    std::vector<uint32_t>& entries = set.entries[set.strings.index_of(value.bytes)];
    if (entries.empty() || entries.back() != value.entry) entries.push_back(value.entry);
  }
}

bool WholeWords::may_begin(std::string_view word) const {
  const uint64_t hash = hash64(word);
  return (first_words_[hash / 64 % first_words_.size()] >> (hash % 64) & 1) != 0;
}

void WholeWords::find_at(std::string_view text, size_t at, const Set& set,
                         std::vector<ValuePlace>& places) const {
  set.strings.match(text, at, [&](size_t i) {
    const ByteSpan span{at, at + set.strings[i].size()};
    if (splits_word(text, span.begin) || splits_word(text, span.end)) return;
    for (const uint32_t entry : set.entries[i]) places.push_back({span, entry});
  });
}

void WholeWords::find(const PlainText& text, const std::vector<Token>& tokens,
                      std::vector<ValuePlace>& places) const {
  if (empty()) return;
  for (const Token& token : tokens) {
    if (!may_begin(bytes_of(text.folded(), token))) continue;
    for (const size_t lead : leads_) {
      if (lead > token.begin) break;
      if (folded_) find_at(text.folded(), token.begin - lead, *folded_, places);
      if (exact_) find_at(text.exact(), token.begin - lead, *exact_, places);
    }
  }
}

}  // namespace lauter
