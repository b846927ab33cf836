// Lines, paragraphs and n-grams that repeat (Rae et al. 2021), in datatrove's order.
//
// n-grams by brute force are nine hash-table operations a word. Nearly every document is decided by
// two sketches instead, of one operation a word each:
//   top n-grams   an n-gram occurs at most as often as any pair of its words; so counts of pairs
//                 bound the characters of n-grams of any length. Where the bound is over the
//                 limit n-grams are counted: in full once, longer ones only where shorter repeat.
//   duplicates    datatrove joins the words of an n-gram without blanks. Two equal joins share
//                 their length and first 16 bytes; so only words from which on these occur twice
//                 are looked at for any n, and only where n-grams there cover enough characters.
// A bound that is not over its limit decides as the exact figure would, which is never greater.
#include <algorithm>
#include <cstring>

#include "curate/detector/word_head.h"
#include "curate/filters/filter_scratch.h"
#include "text/byte_block.h"
#include "text/utf8.h"

namespace lauter::internal {
namespace {

uint64_t mix(uint64_t x) {
  x ^= x >> 32U;
  x *= kOddBits;
  x ^= x >> 29U;
  return x;
}

/// The words of a document without what is between them.
struct JoinedWords {
  std::string_view text;  ///< joined; kHeadBytes zero bytes lie behind it
  const std::vector<uint32_t>& begins;       ///< n + 1 offsets into it
  const std::vector<uint32_t>& char_begins;  ///< the same in characters
  const std::vector<uint64_t>& hashes;       ///< of the single words

  size_t size() const { return begins.size() - 1; }
  std::string_view join(size_t i, size_t n) const {
    return text.substr(begins[i], begins[i + n] - begins[i]);
  }
  uint64_t chars(size_t i, size_t n) const { return char_begins[i + n] - char_begins[i]; }
};

JoinedWords join_words(std::string_view text, FilterScratch::Impl& scratch) {
  const size_t n = scratch.words.size();
  scratch.joined.resize(text.size() + kHeadBytes);
  scratch.begins.resize(n + 1);
  scratch.char_begins.resize(n + 1);
  scratch.hashes.resize(n);
  const Word* words = scratch.words.data();
  uint32_t* begins = scratch.begins.data();
  uint32_t* char_begins = scratch.char_begins.data();
  uint64_t* hashes = scratch.hashes.data();
  char* const joined = scratch.joined.data();
  uint32_t at = 0;
  uint32_t chars = 0;
  for (size_t i = 0; i < n; ++i) {
    const char* word = text.data() + words[i].begin;
    const uint32_t size = words[i].end - words[i].begin;
    begins[i] = at;
    char_begins[i] = chars;
    if (size <= kHeadBytes && words[i].begin + kHeadBytes <= text.size()) {
      // A copy of fixed size costs no call; what is too much is overwritten by the next word.
      std::memcpy(joined + at, word, kHeadBytes);
      const Head head = Head::of(word, size);
      hashes[i] = head.hash(size);
      chars += size - head.continuations();
    } else {
      std::memcpy(joined + at, word, size);
      hashes[i] =
          size <= kHeadBytes ? Head::of(joined + at, size).hash(size) : hash64({word, size});
      chars += static_cast<uint32_t>(count_code_points({word, size}));
    }
    at += size;
  }
  begins[n] = at;
  char_begins[n] = chars;
  std::memset(joined + at, 0, kHeadBytes);
  return {{joined, at}, scratch.begins, scratch.char_begins, scratch.hashes};
}

/// At least the characters that the occurrences of any n-gram take, its blanks included.
class TopBounds {
 public:
  TopBounds(const JoinedWords& words, FilterScratch::Impl& scratch)
      : words_(words), often_(scratch.often) {
    const size_t n = words.size() - std::min<size_t>(words.size(), 1);
    const uint64_t* hashes = words.hashes.data();
    const auto key = [hashes](size_t i) { return (hashes[i] * 3 + hashes[i + 1]) * kOddBits; };
    scratch.pair_counts.reset(n);
    for (size_t i = 0; i < n; ++i) scratch.pair_counts.add(key(i));
    often_.resize(n);
    for (size_t i = 0; i < n; ++i) often_[i] = scratch.pair_counts.at_most(key(i));
    known_ = std::find(often_.begin(), often_.end(), CountSketch::kMany) == often_.end();
  }

  /// For the document's n-grams; n <= words. Known for lengths from 2 that do not fall from one call
  /// to the next.
  uint64_t top_chars(size_t n) {
    if (!known_ || n < n_) return ~uint64_t{0};
    uint16_t* often = often_.data();
    for (; n_ < n; ++n_) {
      for (size_t i = 0; i < words_.size() - n_; ++i) often[i] = std::min(often[i], often[i + 1]);
    }
    const uint32_t* begins = words_.char_begins.data();
    const size_t count = words_.size() - n + 1;
    const auto blanks = static_cast<uint32_t>(n - 1);
    uint64_t most = 0;
    for (size_t i = 0; i < count; ++i) {
      const uint32_t times = often[i];
      const uint64_t chars = uint64_t{begins[i + n] - begins[i]} * times + blanks * times;
      most = most < chars ? chars : most;
    }
    return most;
  }

 private:
  const JoinedWords& words_;
  std::vector<uint16_t>& often_;  ///< how often the n-gram that begins with a word occurs, at most
  size_t n_ = 2;
  bool known_ = false;
};

/// Counts n-grams of rising length over one document.
class TopNgrams {
 public:
  TopNgrams(const JoinedWords& words, FilterScratch::Impl& scratch)
      : words_(words), scratch_(scratch) {}

  /// Characters of the most frequent n-gram (of equals, the first), its blanks included, times how
  /// often it occurs. There is at least one n-gram.
  uint64_t top_chars(size_t n) {
    const size_t count = words_.size() - n + 1;
    // Only where the n-grams counted last repeat, if they were shorter, can these.
    const size_t known = counted_ != 0 && counted_ < n ? counted_ : 0;
    std::vector<uint32_t>& candidates = scratch_.candidates;
    candidates.resize(count);
    size_t n_candidates = 0;
    for (size_t i = 0; i < count; ++i) {
      const bool possible =
          known == 0 || (scratch_.repeated[i] & scratch_.repeated[i + n - known]) != 0;
      candidates[n_candidates] = static_cast<uint32_t>(i);
      n_candidates += possible ? 1 : 0;
    }
    candidates.resize(n_candidates);
    scratch_.repeated.assign(words_.size(), 0);
    scratch_.counter.reset(candidates.size());
    uint32_t best_count = 1;
    uint32_t best_first = 0;
    for (const uint32_t i : candidates) {
      uint64_t key = scratch_.hashes[i];
      for (size_t k = 1; k < n; ++k) key = mix(key + k) + scratch_.hashes[i + k];
      const KeyCounter::Entry& entry = scratch_.counter.add(mix(key), i);
      if (entry.count == 1) continue;
      scratch_.repeated[i] = 1;
      scratch_.repeated[entry.first] = 1;
      if (entry.count > best_count || (entry.count == best_count && entry.first < best_first)) {
        best_count = entry.count;
        best_first = entry.first;
      }
    }
    counted_ = n;
    return (words_.chars(best_first, n) + n - 1) * best_count;
  }

 private:
  const JoinedWords& words_;
  FilterScratch::Impl& scratch_;
  size_t counted_ = 0;
};

/// Calls `visit(key)` for each n-gram from word i on that is shorter than kHeadBytes.
template <typename Visit>
void each_short_ngram(const JoinedWords& words, const std::vector<NgramLimit>& limits, size_t i,
                      Visit visit) {
  for (const auto& [length, share] : limits) {
    const auto n = static_cast<size_t>(length);
    if (i + n > words.size()) continue;
    const size_t size = words.begins[i + n] - words.begins[i];
    if (size < kHeadBytes) visit(Head::of(words.text.data() + words.begins[i], size).hash(size));
  }
}

/// Fills `list` with the numbers below n that have the flag, without a branch.
template <typename Flag>
void collect(size_t n, std::vector<uint32_t>& list, Flag flag) {
  list.resize(n);
  uint32_t* to = list.data();
  for (size_t i = 0; i < n; ++i) {
    *to = static_cast<uint32_t>(i);
    to += flag(i) ? 1 : 0;
  }
  list.resize(static_cast<size_t>(to - list.data()));
}

/// Words from which on an n-gram of one of the lengths may be equal to another.
void find_candidates(const JoinedWords& words, const std::vector<NgramLimit>& limits,
                     FilterScratch::Impl& scratch) {
  const auto least = static_cast<size_t>(std::min_element(limits.begin(), limits.end())->first);
  const size_t n = words.size();
  const uint32_t* begins = words.begins.data();
  RepeatSketch& heads = scratch.heads;
  heads.reset(n);
  scratch.keys.resize(n);
  uint64_t* keys = scratch.keys.data();
  for (size_t i = 0; i < n; ++i) {
    keys[i] = Head::of(words.text.data() + begins[i], kHeadBytes).hash(kHeadBytes);
    heads.add(keys[i]);
  }
  collect(n - std::min(n, least - 1), scratch.shorts,
          [&](size_t i) { return begins[i + least] - begins[i] < kHeadBytes; });
  for (const uint32_t i : scratch.shorts) {
    each_short_ngram(words, limits, i, [&heads](uint64_t key) { heads.add(key); });
  }
  // A short n-gram that may repeat lends its word its key.
  for (const uint32_t i : scratch.shorts) {
    each_short_ngram(words, limits, i, [&](uint64_t key) {
      if (heads.may_repeat(key)) keys[i] = key;
    });
  }
  collect(n, scratch.candidates, [&heads, keys](size_t i) { return heads.may_repeat(keys[i]); });
}

/// Characters of all n-grams that begin at a candidate: at least those of the duplicates.
uint64_t covered_chars(const JoinedWords& words, size_t n,
                       const std::vector<uint32_t>& candidates) {
  uint64_t chars = 0;
  size_t next = 0;
  for (const uint32_t i : candidates) {
    if (i + n > words.size()) break;
    const size_t begin = std::max<size_t>(i, next);
    next = i + n;
    chars += words.chars(begin, next - begin);
  }
  return chars;
}

/// Characters of n-grams that have occurred before; one that has is passed over as a whole.
uint64_t duplicate_chars(const JoinedWords& words, size_t n, FilterScratch::Impl& scratch) {
  uint64_t chars = 0;
  size_t next = 0;
  scratch.counter.reset(scratch.candidates.size());
  for (const uint32_t i : scratch.candidates) {
    if (i < next) continue;
    if (i + n > words.size()) break;
    KeyCounter::Entry& entry = scratch.counter.add(hash64(words.join(i, n)));
    if (entry.count == 1) continue;
    chars += words.chars(i, n);
    next = i + n;
  }
  return chars;
}

/// Paragraphs of the stripped text, parted by two line feeds and more.
Duplicates duplicate_paragraphs(const CharClasses& classes, std::string_view text,
                                KeyCounter& counter) {
  std::string_view rest = strip_spaces(classes, text);
  counter.reset(count_byte(rest, '\n') / 2 + 1);
  Duplicates duplicates;
  while (true) {
    const size_t end = rest.find("\n\n");
    duplicates.add(rest.substr(0, end), counter);
    if (end == std::string_view::npos) return duplicates;
    rest.remove_prefix(rest.find_first_not_of('\n', end));
  }
}

/// Lines, parted by one line feed and more; a text that begins or ends with one has an empty line
/// there.
Duplicates duplicate_lines(std::string_view text, KeyCounter& counter) {
  Duplicates duplicates;
  counter.reset(count_byte(text, '\n') + 1);
  while (true) {
    const size_t end = text.find('\n');
    duplicates.add(text.substr(0, end), counter);
    if (end == std::string_view::npos) return duplicates;
    text.remove_prefix(std::min(text.find_first_not_of('\n', end), text.size()));
  }
}

bool exceeds(uint64_t a, uint64_t b, double limit) { return limit != 0 && ratio(a, b) > limit; }

}  // namespace

std::string judge_gopher_repetition(const GopherRepetitionOptions& options,
                                    const EnglishWords& english, std::string_view text,
                                    FilterScratch::Impl& scratch) {
  const uint64_t chars = count_code_points(text);
  const Duplicates paragraphs = duplicate_paragraphs(english.classes(), text, scratch.counter);
  if (exceeds(paragraphs.duplicates, paragraphs.elements, options.dup_para_frac)) {
    return "dup_para_frac";
  }
  if (exceeds(paragraphs.duplicate_chars, chars, options.dup_para_char_frac)) {
    return "dup_para_char_frac";
  }
  const Duplicates lines = duplicate_lines(text, scratch.counter);
  if (exceeds(lines.duplicates, lines.elements, options.dup_line_frac)) return "dup_line_frac";
  if (exceeds(lines.duplicate_chars, chars, options.dup_line_char_frac)) {
    return "dup_line_char_frac";
  }

  english.split(text, scratch.words);
  const JoinedWords words = join_words(text, scratch);
  TopBounds bounds(words, scratch);
  TopNgrams top(words, scratch);
  for (const auto& [n, limit] : options.top_n_grams) {
    const auto size = static_cast<size_t>(n);
    if (words.size() >= size && ratio(bounds.top_chars(size), chars) > limit &&
        ratio(top.top_chars(size), chars) > limit) {
      return "top_" + std::to_string(n) + "_gram";
    }
  }
  if (options.dup_n_grams.empty()) return {};
  find_candidates(words, options.dup_n_grams, scratch);
  for (const auto& [n, limit] : options.dup_n_grams) {
    const auto size = static_cast<size_t>(n);
    if (ratio(covered_chars(words, size, scratch.candidates), chars) > limit &&
        ratio(duplicate_chars(words, size, scratch), chars) > limit) {
      return "duplicated_" + std::to_string(n) + "_n_grams";
    }
  }
  return {};
}

}  // namespace lauter::internal
