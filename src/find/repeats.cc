#include "find/repeats.h"

#include <algorithm>
#include <bitset>
#include <cmath>
#include <iterator>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "find/odds.h"
#include "text/ascii.h"

namespace lauter {
namespace {

constexpr size_t kMostWords = 8;
constexpr size_t kLeastBytes = 4;

struct Value {
  PooledOdds odds;
  Category category{};
  std::vector<ByteSpan> repeats;
};

bool is_of_words(std::string_view value) {
  return value.size() >= kLeastBytes && std::ranges::any_of(value, [](char c) {
           return is_ascii_alpha(c) || static_cast<unsigned char>(c) >= 0x80;
         });
}

}  // namespace

void add_repeats(std::string_view text, const JudgeScratch& read, float threshold,
                 std::vector<ValueCandidate>& judged) {
  const std::vector<Token>& tokens = read.model.tokens;
  const auto cover = [&](size_t first, size_t last) {
    return ByteSpan{tokens[first].begin, tokens[last - 1].end};
  };
  const auto odds_of = [&](size_t first, size_t last) {
    float sum = 0;
    for (size_t t = first; t < last; ++t) sum += read.tokens[t].private_odds;
    return sum / static_cast<float>(last - first);
  };
  std::unordered_map<std::string, Value> values;  // by their words, small
  std::unordered_set<std::string> first_words;
  std::bitset<kMostWords + 1> lengths;
  std::vector<bool> in_run(tokens.size(), false);
  for (const ValueCandidate& candidate : judged) {
    const size_t first = token_at(tokens, candidate.span.begin);
    size_t last = first;
    while (last < tokens.size() && tokens[last].begin < candidate.span.end) in_run[last++] = true;
    const std::string_view words = candidate.span.of(text);
    if (privacy_class(candidate.category) != PrivacyClass::kTie || last - first > kMostWords ||
        last == first || !is_of_words(words)) {
      continue;
    }
    Value& value = values[to_ascii_lower(words)];
    value.odds.add(odds_of(first, last));
    value.category = candidate.category;
    first_words.insert(to_ascii_lower(cover(first, first + 1).of(text)));
    lengths.set(last - first);
  }
  if (values.empty()) return;
  for (size_t t = 0; t < tokens.size(); ++t) {
    if (in_run[t] || !first_words.contains(to_ascii_lower(cover(t, t + 1).of(text)))) continue;
    for (size_t n = std::min(kMostWords, tokens.size() - t); n > 0; --n) {
      if (!lengths.test(n)) continue;
      const auto found = values.find(to_ascii_lower(cover(t, t + n).of(text)));
      if (found == values.end()) continue;
      const auto inside = in_run.begin() + static_cast<ptrdiff_t>(t);
      if (std::find(inside, inside + static_cast<ptrdiff_t>(n), true) != inside + static_cast<ptrdiff_t>(n)) break;
      found->second.odds.add(odds_of(t, t + n));
      found->second.repeats.push_back(cover(t, t + n));
      t += n - 1;
      break;
    }
  }
  const auto n_before = static_cast<ptrdiff_t>(judged.size());
  for (const auto& [words, value] : values) {
    if (value.odds.is_split() || value.odds.pooled() < threshold) continue;
    for (const ByteSpan span : value.repeats) {
      judged.push_back({.span = span,
                        .category = value.category,
                        .score = value.odds.pooled(),
                        .rule = "tag/repeated",
                        .label = category_name(value.category),
                        .reason = {}});
    }
  }
  const auto by_place = [](const ValueCandidate& a, const ValueCandidate& b) { return a.span < b.span; };
  std::sort(judged.begin() + n_before, judged.end(), by_place);
  std::inplace_merge(judged.begin(), judged.begin() + n_before, judged.end(), by_place);
}

}  // namespace lauter
