#include "find/persons.h"

#include <algorithm>
#include <map>
#include <optional>

#include "text/utf8.h"

namespace lauter {
namespace {

/// Odds below which a mention is surely public, above one minus which surely private.
constexpr float kSure = 0.03F;
/// A token of such odds is of a person's name.
constexpr float kLeastPerson = 0.5F;
constexpr size_t kLeastLetters = 3;

struct Mention {
  ByteSpan span;
  float odds = 0;
  size_t run = SIZE_MAX;  ///< in `judged`, or none
};

bool is_persons(Category category) {
  return category == Category::kPerson || category == Category::kFirstName ||
         category == Category::kLastName || category == Category::kMaidenName ||
         category == Category::kNickname;
}

size_t characters(std::string_view word) {
  size_t n = 0;
  for (size_t at = 0; at < word.size(); ++n) decode_utf8(word, at);
  return n;
}

}  // namespace

void settle_persons(std::string_view text, const JudgeScratch& read, float threshold,
                    std::vector<ValueCandidate>& judged) {
  const std::vector<Token>& tokens = read.model.tokens;
  const auto word = [&](size_t t) { return text.substr(tokens[t].begin, tokens[t].end - tokens[t].begin); };

  // Every word of a private name; words with the whole names (by their last word) that hold them.
  std::map<std::string_view, std::vector<Mention>> by_word;
  std::vector<bool> in_run(tokens.size(), false);
  for (size_t i = 0; i < judged.size(); ++i) {
    const size_t first = token_at(tokens, judged[i].span.begin);
    for (size_t t = first; t < tokens.size() && tokens[t].begin < judged[i].span.end; ++t) {
      in_run[t] = true;
      if (!is_persons(judged[i].category) || characters(word(t)) < kLeastLetters) continue;
      by_word[word(t)].push_back({judged[i].span, read.tokens[t].private_odds, i});
    }
  }
  if (by_word.empty()) return;
  // A mention elsewhere is the whole name that the word is in, where no part of it was found.
  auto run = read.names.begin();
  for (size_t t = 0; t < tokens.size(); ++t) {
    if (in_run[t] || read.tokens[t].person_odds < kLeastPerson) continue;
    const auto found = by_word.find(word(t));
    if (found == by_word.end()) continue;
    while (run != read.names.end() && run->last <= t) ++run;
    const bool is_whole = run != read.names.end() && run->first <= t &&
                          run->kind == NameKind::kPerson &&
                          std::none_of(in_run.begin() + run->first, in_run.begin() + run->last,
                                       [](bool in) { return in; });
    const size_t first = is_whole ? run->first : t;
    const size_t last = is_whole ? run->last : t + 1;
    found->second.push_back({{tokens[first].begin, tokens[last - 1].end}, read.tokens[t].private_odds});
  }

  std::vector<bool> drop(judged.size(), false);
  std::vector<ValueCandidate> more;
  for (const auto& [name, mentions] : by_word) {
    const auto has = [&](auto test) { return std::any_of(mentions.begin(), mentions.end(), test); };
    const bool is_split = has([](const Mention& m) { return m.odds < kSure; }) &&
                          has([](const Mention& m) { return m.odds > 1 - kSure; });
    float sum = 0;
    for (const Mention& mention : mentions) sum += mention.odds;
    const float mean = sum / static_cast<float>(mentions.size());
    // A word of a full name is that part of it wherever it stands alone.
    std::optional<Category> part;
    for (const Mention& mention : mentions) {
      const std::string_view whole = mention.span.of(text);
      if (mention.run == SIZE_MAX || whole.size() == name.size()) continue;
      part = whole.ends_with(name) ? Category::kLastName : Category::kFirstName;
    }
    for (const Mention& mention : mentions) {
      const bool is_found = mention.run != SIZE_MAX;
      if (is_found && part && mention.span.size() == name.size()) judged[mention.run].category = *part;
      if (is_split) continue;
      if (is_found) {
        if (mean < threshold) drop[mention.run] = true;
      } else if (mean >= threshold) {
        const bool is_word = mention.span.size() == name.size();
        more.push_back({.span = mention.span,
                        .category = !is_word ? Category::kPerson
                                             : part.value_or(judged[mentions.front().run].category),
                        .score = mean,
                        .rule = "tag/same-person",
                        .label = {},
                        .reason = {}});
      }
    }
  }
  // Two words of one name add it twice.
  std::sort(more.begin(), more.end(),
            [](const ValueCandidate& a, const ValueCandidate& b) { return a.span < b.span; });
  more.erase(std::unique(more.begin(), more.end(),
                         [](const ValueCandidate& a, const ValueCandidate& b) {
                           return a.span.begin < b.span.end && b.span.begin < a.span.end;
                         }),
             more.end());
  size_t i = 0;
  std::erase_if(judged, [&](const ValueCandidate&) { return drop[i++]; });
  std::move(more.begin(), more.end(), std::back_inserter(judged));
  for (ValueCandidate& value : judged) value.label = category_name(value.category);
  std::sort(judged.begin(), judged.end(),
            [](const ValueCandidate& a, const ValueCandidate& b) { return a.span < b.span; });
}

}  // namespace lauter
