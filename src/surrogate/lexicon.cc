#include "surrogate/lexicon.h"

#include <algorithm>
#include <vector>

#include "surrogate/draw.h"
#include "surrogate/unicode.h"

namespace lauter::surrogate {
namespace {

struct WordList {
  Category category;
  std::string_view words;
};
constexpr WordList kWordLists[] = {
#include "surrogate/data/traits.inc"
#include "surrogate/data/words.inc"
};

struct LexiconEntry {
  uint64_t hash;  // of category and folded word
  uint32_t list;
  std::string_view word;
};

uint64_t hash_of(Category category, std::string_view folded_word) {
  return hash64(folded_word, static_cast<uint64_t>(category) + 1);
}

struct Lexicon {
  std::vector<std::vector<std::string_view>> lists;
  std::vector<LexiconEntry> entries;  // sorted by hash

  Lexicon() {
    for (const WordList& list : kWordLists) {
      const auto at = static_cast<uint32_t>(lists.size());
      lists.push_back(split_bars(list.words));
      for (const std::string_view word : lists.back()) {
        entries.push_back({hash_of(list.category, folded(word)), at, word});
      }
    }
    std::stable_sort(entries.begin(), entries.end(),
                     [](const LexiconEntry& a, const LexiconEntry& b) { return a.hash < b.hash; });
  }

  const LexiconEntry* find(Category category, std::string_view word) const {
    const std::string key = folded(word);
    if (key.empty()) return nullptr;
    const uint64_t hash = hash_of(category, key);
    auto at = std::lower_bound(entries.begin(), entries.end(), hash,
                               [](const LexiconEntry& e, uint64_t h) { return e.hash < h; });
    const LexiconEntry* first = nullptr;
    for (; at != entries.end() && at->hash == hash; ++at) {
      if (first == nullptr) first = &*at;
      if (at->word == word) return &*at;  // the spelling decides between lists
    }
    return first;
  }
};

const Lexicon& lexicon() {
  static const Lexicon instance;
  return instance;
}

std::string another_of(const Request& request, const LexiconEntry& entry, std::string_view value) {
  const auto& list = lexicon().lists[entry.list];
  const std::string key = folded(value);
  KeyedRandom random = random_for(request, category_name(request.category), key);
  // A keyed step through the list: attempts visit every entry once before any twice.
  const size_t start = random.below(list.size());
  size_t chosen = start;
  for (size_t i = 0; i < list.size(); ++i) {
    chosen = (start + i + request.attempt) % list.size();
    if (folded(list[chosen]) != key) break;
  }
  return in_case_of(value, entry.word, list[chosen]);
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
    return another_of(request, *entry, value);
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
        return std::string(value.substr(0, begin)) + another_of(request, *entry, phrase) +
               std::string(value.substr(end));
      }
    }
  }
  return "";
}

std::string default_stand_in(const Request& request) {
  const std::string key = folded(request.value);
  KeyedRandom random = random_for(request, category_name(request.category), key);
  for (size_t i = 0; i < std::size(kWordLists); ++i) {
    if (kWordLists[i].category != request.category) continue;
    const auto& list = lexicon().lists[i];
    const size_t start = random.below(list.size());
    return in_case_of(request.value, "", list[(start + request.attempt) % list.size()]);
  }
  return make_random_id(request);
}

}  // namespace lauter::surrogate
