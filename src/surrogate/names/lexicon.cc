#include "surrogate/names/lexicon.h"

#include <algorithm>
#include <vector>

#include "surrogate/names/unicode.h"
#include "surrogate/numbers/permutation.h"
#include "text/article.h"

namespace lauter::surrogate {
namespace {

struct WordList {
  Category category;
  std::string_view words;
};
constexpr WordList kWordLists[] = {
#include "known/traits.inc"
#include "known/vocabularies.inc"
};

/// A listed word, or the last word of one.
struct LexiconEntry {
  uint64_t hash;  // of category and folded word
  uint32_t list;
  uint32_t place;
  std::string_view word;
};

uint64_t hash_of(Category category, std::string_view folded_word) {
  return hash64(folded_word, static_cast<uint64_t>(category) + 1);
}

bool by_hash(const LexiconEntry& a, const LexiconEntry& b) { return a.hash < b.hash; }

struct Lexicon {
  std::vector<std::vector<std::string_view>> lists;
  std::vector<LexiconEntry> entries;  // sorted by hash
  std::vector<LexiconEntry> heads;    // of entries of several words: the last, sorted by hash
  /// Of each list, whether words that `an` stands before stand for one another, and the others too,
  /// so that the article of the text stays right: where there are two of each at least.
  std::vector<bool> by_article;

  Lexicon() {
    for (const WordList& list : kWordLists) {
      const auto at = static_cast<uint32_t>(lists.size());
      lists.push_back(split_bars(list.words));
      for (uint32_t i = 0; i < lists.back().size(); ++i) {
        const std::string_view word = lists.back()[i];
        entries.push_back({hash_of(list.category, folded(word)), at, i, word});
        const size_t blank = word.rfind(' ');
        if (blank == word.npos) continue;
        heads.push_back({hash_of(list.category, folded(word.substr(blank))), at, i, word});
      }
    }
    std::stable_sort(entries.begin(), entries.end(), by_hash);
    std::stable_sort(heads.begin(), heads.end(), by_hash);
    for (uint32_t at = 0; at < lists.size(); ++at) {
      size_t with_an = 0, drawn = 0;
      for (const std::string_view word : lists[at]) {
        if (!is_drawn_from(at, word)) continue;
        ++drawn;
        with_an += wants_an(folded(word)) ? 1 : 0;
      }
      by_article.push_back(with_an >= 2 && drawn - with_an >= 2);
    }
  }

  /// Of a word in several lists the last one, for the first is its category's general one; the
  /// spelling decides before that.
  const LexiconEntry* find(Category category, std::string_view word) const {
    const std::string key = folded(word);
    if (key.empty()) return nullptr;
    const LexiconEntry sought{hash_of(category, key), 0, 0, {}};
    const auto [begin, end] = std::equal_range(entries.begin(), entries.end(), sought, by_hash);
    const LexiconEntry* last = nullptr;
    for (auto at = begin; at != end; ++at) {
      if (last == nullptr || at->word == word || last->word != word) last = &*at;
    }
    return last;
  }

  /// Whether the word stands for others in this list: in one list alone, so that it does so once.
  bool is_drawn_from(uint32_t list, std::string_view word) const {
    const LexiconEntry* entry = find(kWordLists[list].category, word);
    return entry != nullptr && entry->list == list;
  }

  /// Whether the article before `value` may stand before `word` of the list.
  bool agree(uint32_t list, std::string_view value, std::string_view word) const {
    return !by_article[list] || wants_an(folded(word)) == wants_an(folded(value));
  }
};

const Lexicon& lexicon() {
  static const Lexicon instance;
  return instance;
}

KeyedPermutation ring_of(const Request& request, uint32_t list) {
  return KeyedPermutation(
      request.world.hash.digest("word list " + std::string(kWordLists[list].words.substr(0, 64))),
      lexicon().lists[list].size());
}

/// The drawn words of the list that agree with `value` on their keyed ring, as far behind `place`
/// as there were attempts; empty once round.
std::string_view another_of(const Request& request, uint32_t list, uint32_t place,
                            std::string_view value) {
  const auto& words = lexicon().lists[list];
  const KeyedPermutation ring = ring_of(request, list);
  uint32_t left = request.attempt;
  for (size_t steps = 1; steps < words.size(); ++steps) {
    const std::string_view word = words[ring.after(place, steps)];
    if (lexicon().agree(list, value, word) && lexicon().is_drawn_from(list, word) && left-- == 0)
      return word;
  }
  return "";
}

/// The first list of the category, which is its general one.
uint32_t general_list(Category category) {
  uint32_t list = 0;
  while (list < std::size(kWordLists) && kWordLists[list].category != category) ++list;
  return list;
}

std::string general_stand_in(const Request& request, std::string_view value,
                             std::string_view listed) {
  const uint32_t list = general_list(request.category);
  if (list == std::size(kWordLists)) return make_random_id(request);
  trace(request, folded(value));
  const auto& words = lexicon().lists[list];
  KeyedRandom random = random_for({request.world, request.document, request.category, value},
                                  category_name(request.category), folded(value));
  const uint64_t own = random.below(words.size());
  const KeyedPermutation ring = ring_of(request, list);
  std::vector<std::string_view> agreeing;
  for (size_t steps = 0; steps < words.size(); ++steps) {
    const std::string_view word = words[ring.after(own, steps)];
    if (lexicon().agree(list, value, word)) agreeing.push_back(word);
  }
  return in_case_of(value, listed, agreeing[request.attempt % agreeing.size()]);
}

/// Where the list ends, a word of the general one.
std::string stand_in_for(const Request& request, const LexiconEntry& entry,
                         std::string_view value) {
  trace(request, folded(value));
  const std::string_view word = another_of(request, entry.list, entry.place, entry.word);
  return word.empty() ? general_stand_in(request, value, entry.word)
                      : in_case_of(value, entry.word, word);
}

}  // namespace

std::vector<std::string_view> split_bars(std::string_view list) {
  std::vector<std::string_view> out;
  while (!list.empty()) {
    const size_t end = std::min(list.find('|'), list.size());
    out.push_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return out;
}

std::string in_case_of(std::string_view value, std::string_view listed, std::string_view chosen) {
  if (value == listed) return std::string(chosen);
  const LetterCase letter_case = case_of(value);
  if (letter_case == LetterCase::kNone || letter_case == LetterCase::kMixed) {
    // "Type 2 Diabetes": a capital in front at least.
    const char32_t first = value.empty() ? 0 : decode(value, 0).value;
    return to_lower(first) != first ? with_case(chosen, LetterCase::kTitle) : std::string(chosen);
  }
  return with_case(chosen, letter_case);
}

std::string listed_stand_in(const Request& request) {
  const std::string_view value = request.value;
  if (value.size() > 300) return "";
  if (const LexiconEntry* entry = lexicon().find(request.category, value)) {
    return stand_in_for(request, *entry, value);
  }
  // The longest phrase of the value that a list knows.
  std::vector<std::pair<size_t, size_t>> words;
  for (size_t i = 0; i < value.size() && words.size() < 24;) {
    if (value[i] == ' ' || value[i] == ',' || value[i] == '(' || value[i] == ')') {
      ++i;
      continue;
    }
    const size_t end = std::min(value.find_first_of(" ,()", i), value.size());
    words.emplace_back(i, end);
    i = end;
  }
  for (size_t n = std::min<size_t>(words.size(), 6); n > 0; --n) {
    for (size_t i = 0; i + n <= words.size(); ++i) {
      const size_t begin = words[i].first;
      const size_t end = words[i + n - 1].second;
      const std::string_view phrase = value.substr(begin, end - begin);
      if (const LexiconEntry* entry = lexicon().find(request.category, phrase)) {
        return std::string(value.substr(0, begin)) + stand_in_for(request, *entry, phrase) +
               std::string(value.substr(end));
      }
    }
  }
  return "";
}

std::string default_stand_in(const Request& request) {
  return general_stand_in(request, request.value, "");
}

std::string kindred_stand_in(const Request& request) {
  const std::string_view value = request.value;
  const size_t blank = value.rfind(' ');
  const std::string head = folded(blank == value.npos ? value : value.substr(blank));
  if (head.empty()) return "";
  const LexiconEntry sought{hash_of(request.category, head), 0, 0, {}};
  const auto& heads = lexicon().heads;
  const auto [begin, end] = std::equal_range(heads.begin(), heads.end(), sought, by_hash);
  // Entries come list by list.
  const auto n = static_cast<size_t>(end - begin);
  if (n < 2) return "";
  const uint32_t list = begin[static_cast<ptrdiff_t>(n / 2)].list;
  const auto kindred = static_cast<size_t>(
      std::count_if(begin, end, [&](const LexiconEntry& entry) { return entry.list == list; }));
  if (kindred * 5 < n * 4) return "";
  trace(request, folded(value));
  KeyedRandom random(request.world.hash.digest("kindred of " + folded(value)));
  const auto own = static_cast<uint32_t>(random.below(lexicon().lists[list].size()));
  const std::string_view word = another_of(request, list, own, value);
  return word.empty() ? "" : in_case_of(value, "", word);
}

}  // namespace lauter::surrogate
