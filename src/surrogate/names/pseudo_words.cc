#include "surrogate/names/pseudo_words.h"

#include <algorithm>

#include "surrogate/names/unicode.h"

namespace lauter::surrogate {
namespace {

constexpr std::u32string_view kVowels =
    U"aeiouy\u0430\u0435\u0438\u043E\u0443\u044B\u044D\u044E\u044F\u0451\u0454\u0456\u0457"
    U"\u03B1\u03B5\u03B7\u03B9\u03BF\u03C5\u03C9\u03AC\u03AD\u03AE\u03AF\u03CC\u03CD\u03CE";

bool is_vowel(char32_t c) { return kVowels.find(c) != kVowels.npos; }

using Word = std::u32string;
using Words = std::vector<Word>;

void sort_once(Words& words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
}

uint64_t joint(char32_t left, char32_t right) {
  return static_cast<uint64_t>(left) << 32 | static_cast<uint64_t>(right);
}

/// The consonants before the first vowel.
Word onset_of(const Word& word) {
  return {word.begin(), std::find_if(word.begin(), word.end(), is_vowel)};
}

/// Where the syllables of `word` begin: before the longest run of consonants that begins a word of
/// the list and stands before a vowel. An e at the end of a word is silent.
std::vector<size_t> syllables(const Word& word, const Words& onsets) {
  std::vector<size_t> begins = {0};
  size_t end_of_vowels = Word::npos;
  for (size_t i = 0; i < word.size();) {
    if (!is_vowel(word[i])) {
      ++i;
      continue;
    }
    const bool is_silent = word[i] == U'e' && i + 1 == word.size();
    if (end_of_vowels != Word::npos && !is_silent) {
      size_t begin = i - 1;
      for (const size_t size : {2u, 3u}) {
        const bool fits =
            i >= end_of_vowels + size &&
            std::binary_search(onsets.begin(), onsets.end(), word.substr(i - size, size));
        if (fits) begin = i - size;
      }
      begins.push_back(begin);
    }
    while (i < word.size() && is_vowel(word[i])) ++i;
    end_of_vowels = i;
  }
  return begins;
}

}  // namespace

PseudoWords::PseudoWords(std::span<const std::string> words) {
  Words list;
  Words onsets;
  Words halves;
  for (const std::string& utf8 : words) {
    Word word;
    for (size_t i = 0; i < utf8.size();) {
      const CodePoint c = decode(utf8, i);
      word.push_back(c.value);
      i += c.size;
    }
    if (std::none_of(word.begin(), word.end(), is_vowel)) {
      if (word.size() >= 2) halves.push_back(std::move(word));
      continue;
    }
    onsets.push_back(onset_of(word));
    list.push_back(std::move(word));
  }
  if (list.size() < halves.size()) {
    cut_in_halves(halves);
    return;
  }
  sort_once(onsets);
  size_t n_short = 0;
  for (const Word& word : list) n_short += syllables(word, onsets).size() == 1;
  const bool of_one_syllable = 2 * n_short > list.size();
  for (const Word& word : list) {
    std::vector<size_t> begins = syllables(word, onsets);
    const Word onset = onset_of(word);
    if (of_one_syllable != (begins.size() == 1)) continue;
    if (of_one_syllable) begins.push_back(onset.size());
    if (begins[1] == 0) continue;
    onsets_.push_back(onset);
    rimes_.push_back(word.substr(onset.size(), begins[1] - onset.size()));
    for (size_t i = 1; i < begins.size(); ++i) {
      const size_t end = i + 1 < begins.size() ? begins[i + 1] : word.size();
      (i + 1 == begins.size() ? lasts_ : middles_)
          .push_back(word.substr(begins[i], end - begins[i]));
      joints_.push_back(joint(word[begins[i] - 1], word[begins[i]]));
    }
  }
  sort_once(onsets_);
  sort_once(rimes_);
  sort_once(middles_);
  sort_once(lasts_);
  std::sort(joints_.begin(), joints_.end());
}

void PseudoWords::cut_in_halves(const std::vector<std::u32string>& words) {
  // The vowel signs of Indian scripts and of Thai belong to the letter before them.
  const auto is_sign = [](char32_t c) {
    const char32_t place = c % 0x80;
    return (c >= 0x900 && c < 0xE00 && (place < 0x04 || (place >= 0x3A && place < 0x50))) ||
           (c >= 0xE31 && c < 0xE4F);
  };
  for (const Word& word : words) {
    size_t middle = (word.size() + 1) / 2;
    while (middle < word.size() && is_sign(word[middle])) ++middle;
    if (middle == word.size()) continue;
    onsets_.push_back(word.substr(0, middle));
    lasts_.push_back(word.substr(middle));
  }
  rimes_.emplace_back();
  sort_once(onsets_);
  sort_once(lasts_);
}

bool PseudoWords::joins(const std::u32string& left, const std::u32string& right) const {
  if (joints_.empty()) return true;
  constexpr ptrdiff_t kMostConsonants = 4;
  const auto n_consonants = std::find_if(left.rbegin(), left.rend(), is_vowel) - left.rbegin() +
                            (std::find_if(right.begin(), right.end(), is_vowel) - right.begin());
  return n_consonants <= kMostConsonants &&
         std::binary_search(joints_.begin(), joints_.end(), joint(left.back(), right.front()));
}

namespace {

/// The words that begin with `letter`, of a sorted list.
std::span<const Word> with_first(const Words& words, char32_t letter) {
  const auto begin = std::partition_point(
      words.begin(), words.end(), [&](const Word& w) { return w.empty() || w[0] < letter; });
  const auto end =
      std::partition_point(begin, words.end(), [&](const Word& w) { return w[0] == letter; });
  return {begin, end};
}

const Word& one_of(std::span<const Word> words, KeyedRandom& random) {
  return words[random.below(words.size())];
}

}  // namespace

/// No list has names with every letter: then the letter alone is the onset, or takes a vowel's
/// place.
std::u32string PseudoWords::first_syllable(KeyedRandom& random, char32_t initial) const {
  if (initial == 0) return one_of(onsets_, random) + one_of(rimes_, random);
  if (!is_vowel(initial)) {
    const std::span<const Word> onsets = with_first(onsets_, initial);
    const Word onset = onsets.empty() ? Word(1, initial) : one_of(onsets, random);
    return onset + one_of(rimes_, random);
  }
  const std::span<const Word> rimes = with_first(rimes_, initial);
  if (!rimes.empty()) return one_of(rimes, random);
  Word rime = one_of(rimes_, random);
  if (rime.empty()) return Word(1, initial);
  rime[0] = initial;
  return rime;
}

std::string PseudoWords::word(KeyedRandom& random, char32_t initial, size_t n_middle) const {
  Word out = first_syllable(random, initial);
  if (initial != 0 && is_vowel(initial)) ++n_middle;  // there are few syllables of that letter
  if (middles_.size() < 4) n_middle = 0;
  Word last;
  for (size_t i = 0; i <= n_middle; ++i) {
    const Words& next = i == n_middle ? lasts_ : middles_;
    Word chosen = next[random.below(next.size())];
    for (int k = 0; k < 24 && (chosen == last || !joins(out, chosen)); ++k) {
      chosen = next[random.below(next.size())];
    }
    out += chosen;
    last = std::move(chosen);
  }
  std::string utf8;
  for (const char32_t c : out) append_utf8(utf8, c);
  return utf8;
}

}  // namespace lauter::surrogate
