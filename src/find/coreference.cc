#include "find/coreference.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "find/odds.h"
#include "text/ascii.h"
#include "text/utf8.h"

namespace lauter {
namespace {

/// A token of such odds is of a person's name.
constexpr float kLeastPerson = 0.5F;
constexpr size_t kLeastLetters = 2;

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

/// Letters of an address that tell whose it is: not "de", "com", "jo".
constexpr size_t kLeastSpelled = 4;

std::string lower_case(std::string_view word) {
  std::string out(word);
  std::transform(out.begin(), out.end(), out.begin(), ascii_lower);
  return out;
}

/// What the mentions of one person say together.
class Persons {
 public:
  /// The two words are of one person.
  void join(std::string_view a, std::string_view b) { parent_[root(a)] = root(b); }

  void add(std::string_view word, float odds) { evidence_[root(word)].add(odds); }
  bool is_split(std::string_view word) { return evidence_[root(word)].is_split(); }
  float odds(std::string_view word) { return evidence_[root(word)].pooled(); }

 private:
  std::string_view root(std::string_view word) {
    auto at = parent_.try_emplace(word, word).first;
    while (at->second != at->first) {
      const auto above = parent_.find(at->second);
      at->second = above->second;
      at = above;
    }
    return at->first;
  }

  std::map<std::string_view, std::string_view> parent_;
  std::map<std::string_view, PooledOdds> evidence_;
};

bool is_spelled(Category category) {
  return category == Category::kEmailAddress || category == Category::kUsername ||
         category == Category::kSocialHandle || category == Category::kMessengerHandle;
}

/// Words of private names, with the whole names (by their last word) that hold them.
using MentionsByWord = std::map<std::string_view, std::vector<Mention>>;

std::string_view word_of(std::string_view text, const Token& token) { return text.substr(token.begin, token.end - token.begin); }

/// Every word of a private name of `judged`; `in_run`: the tokens that any value holds.
void mentions_in_runs(std::string_view text, const JudgeScratch& read, const std::vector<ValueCandidate>& judged, Persons& persons,
                      MentionsByWord& by_word, std::vector<bool>& in_run) {
  const std::vector<Token>& tokens = read.model.tokens;
  for (size_t i = 0; i < judged.size(); ++i) {
    std::string_view last;
    for (size_t t = token_at(tokens, judged[i].span.begin); t < tokens.size() && tokens[t].begin < judged[i].span.end; ++t) {
      in_run[t] = true;
      const std::string_view word = word_of(text, tokens[t]);
      if (!is_persons(judged[i].category) || characters(word) < kLeastLetters) continue;
      by_word[word].push_back({judged[i].span, read.tokens[t].private_odds, i});
      if (!last.empty()) persons.join(last, word);
      last = word;
    }
  }
}

/// The first token of a name that is not of its title, an abbreviation ("Mr."); an initial is none.
size_t behind_title(std::string_view text, const std::vector<Token>& tokens, const JudgedRun& name) {
  const bool has_title = name.last - name.first > 2 && word_of(text, tokens[name.first + 1]) == "." &&
                         characters(word_of(text, tokens[name.first])) > 1;
  return name.first + (has_title ? 2 : 0);
}

/// A mention elsewhere is the whole name that the word is in, where no part of it was found.
void mentions_elsewhere(std::string_view text, const JudgeScratch& read, const std::vector<bool>& in_run, MentionsByWord& by_word) {
  const std::vector<Token>& tokens = read.model.tokens;
  auto run = read.names.begin();
  const JudgedRun* looked_at = nullptr;  // a name of thousands of words is asked once
  bool is_free = false;
  for (size_t t = 0; t < tokens.size(); ++t) {
    if (in_run[t] || read.tokens[t].person_odds < kLeastPerson) continue;
    const auto found = by_word.find(word_of(text, tokens[t]));
    if (found == by_word.end()) continue;
    while (run != read.names.end() && run->last <= t) ++run;
    const bool is_name =
        run != read.names.end() && run->first <= t && run->kind == NameKind::kPerson;
    if (is_name && looked_at != &*run) {
      looked_at = &*run;
      is_free = std::none_of(in_run.begin() + run->first, in_run.begin() + run->last,
                             [](bool in) { return in; });
    }
    const bool is_whole = is_name && is_free;
    const size_t first = is_whole ? std::min(behind_title(text, tokens, *run), t) : t;
    const size_t last = is_whole ? run->last : t + 1;
    found->second.push_back({{tokens[first].begin, tokens[last - 1].end}, read.tokens[t].private_odds});
  }
}

/// A word of a full name is that part of it wherever it stands alone.
std::optional<Category> part_of_name(std::string_view text, std::string_view name, const std::vector<Mention>& mentions) {
  std::optional<Category> part;
  for (const Mention& mention : mentions) {
    const std::string_view whole = mention.span.of(text);
    if (mention.run == SIZE_MAX || whole.size() == name.size()) continue;
    part = whole.ends_with(name) ? Category::kLastName : Category::kFirstName;
  }
  return part;
}

}  // namespace

void add_owners(std::string_view text, const JudgeScratch& read,
                const std::vector<ValueCandidate>& contacts, std::vector<ValueCandidate>& judged) {
  const std::vector<Token>& tokens = read.model.tokens;
  const auto word = [&](size_t t) {
    return lower_case(text.substr(tokens[t].begin, tokens[t].end - tokens[t].begin));
  };
  std::set<std::string> spelled;
  for (const ValueCandidate& contact : contacts) {
    if (!contact.is_private || !is_spelled(contact.category)) continue;
    for (size_t t = token_at(tokens, contact.span.begin);
         t < tokens.size() && tokens[t].begin < contact.span.end; ++t) {
      if (tokens[t].end - tokens[t].begin >= kLeastSpelled) spelled.insert(word(t));
    }
  }
  if (spelled.empty()) return;
  const auto is_taken = [](const std::vector<ValueCandidate>& list, ByteSpan span) {
    const auto at = std::partition_point(list.begin(), list.end(), [&](const ValueCandidate& c) {
      return c.span.end <= span.begin;
    });
    return at != list.end() && at->span.begin < span.end;
  };
  std::vector<ValueCandidate> owners;
  for (const JudgedRun& name : read.names) {
    const ByteSpan span{tokens[name.first].begin, tokens[name.last - 1].end};
    if (name.kind != NameKind::kPerson || is_taken(contacts, span) || is_taken(judged, span)) continue;
    bool is_owner = false;
    for (size_t t = name.first; t < name.last; ++t) is_owner = is_owner || spelled.contains(word(t));
    if (!is_owner) continue;
    const Category category = name.last - name.first > 1 ? Category::kPerson : name.category;
    owners.push_back({.span = span,
                      .category = category,
                      .score = name.score,
                      .rule = "tag/same-person",
                      .label = category_name(category),
                      .reason = {}});
  }
  const auto n_before = static_cast<ptrdiff_t>(judged.size());
  std::move(owners.begin(), owners.end(), std::back_inserter(judged));
  std::inplace_merge(judged.begin(), judged.begin() + n_before, judged.end(),
                     [](const ValueCandidate& a, const ValueCandidate& b) { return a.span < b.span; });
}

void resolve_persons(std::string_view text, const JudgeScratch& read, float threshold,
                    std::vector<ValueCandidate>& judged) {
  Persons persons;
  MentionsByWord by_word;
  std::vector<bool> in_run(read.model.tokens.size(), false);
  mentions_in_runs(text, read, judged, persons, by_word, in_run);
  if (by_word.empty()) return;
  mentions_elsewhere(text, read, in_run, by_word);
  for (const auto& [name, mentions] : by_word) {
    for (const Mention& mention : mentions) persons.add(name, mention.odds);
  }
  std::vector<bool> drop(judged.size(), false);
  std::vector<ValueCandidate> more;
  for (const auto& [name, mentions] : by_word) {
    const bool is_split = persons.is_split(name);
    const float odds = persons.odds(name);
    const std::optional<Category> part = part_of_name(text, name, mentions);
    for (const Mention& mention : mentions) {
      const bool is_found = mention.run != SIZE_MAX;
      const bool is_word = mention.span.size() == name.size();
      if (is_found && part && is_word) judged[mention.run].category = *part;
      if (is_split) continue;
      if (is_found) {
        if (odds < threshold) drop[mention.run] = true;
      } else if (odds >= threshold) {
        more.push_back({.span = mention.span,
                        .category = !is_word ? Category::kPerson
                                             : part.value_or(judged[mentions.front().run].category),
                        .score = odds,
                        .rule = "tag/same-person",
                        .label = {},
                        .reason = {}});
      }
    }
  }
  const auto by_span = [](const ValueCandidate& a, const ValueCandidate& b) { return a.span < b.span; };
  // Two words of one name add it twice.
  std::sort(more.begin(), more.end(), by_span);
  more.erase(std::unique(more.begin(), more.end(),
                         [](const ValueCandidate& a, const ValueCandidate& b) {
                           return a.span.begin < b.span.end && b.span.begin < a.span.end;
                         }),
             more.end());
  size_t i = 0;
  std::erase_if(judged, [&](const ValueCandidate&) { return drop[i++]; });
  std::move(more.begin(), more.end(), std::back_inserter(judged));
  for (ValueCandidate& value : judged) value.label = category_name(value.category);
  std::sort(judged.begin(), judged.end(), by_span);
}

}  // namespace lauter
