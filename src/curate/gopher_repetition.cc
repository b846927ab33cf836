// Lines, paragraphs and n-grams that repeat (Rae et al. 2021), in datatrove's order.
//
// n-grams by brute force are nine hash-table operations a word. Here it is two for nearly all words:
//   top n-grams   an n-gram repeats only if the shorter n-grams at its begin and its end do; so pairs
//                 are counted in full, and longer ones only where pairs repeat.
//   duplicates    datatrove joins the words of an n-gram without blanks. Two equal joins share their
//                 first 16 bytes; so only words from which on 16 bytes of the joined text occur
//                 twice, or whose n-gram is shorter than that, are looked at for any n.
#include <algorithm>
#include <cstring>

#include "curate/filter_scratch.h"

namespace lauter::internal {
namespace {

constexpr size_t kHeadBytes = 16;

uint64_t mix(uint64_t x) {
  x ^= x >> 32U;
  x *= 0x9E3779B97F4A7C15U;  // 2^64 / golden ratio
  x ^= x >> 29U;
  return x;
}

uint64_t load64(const char* p) {
  uint64_t bytes = 0;
  std::memcpy(&bytes, p, sizeof bytes);
  return bytes;
}

/// The words of a document without what is between them.
struct JoinedWords {
  std::string_view text;  ///< joined; kHeadBytes zero bytes lie behind it
  const std::vector<uint32_t>& begins;       ///< n + 1 offsets into it
  const std::vector<uint32_t>& char_begins;  ///< the same in characters

  size_t size() const { return begins.size() - 1; }
  std::string_view join(size_t i, size_t n) const {
    return text.substr(begins[i], begins[i + n] - begins[i]);
  }
  uint64_t chars(size_t i, size_t n) const { return char_begins[i + n] - char_begins[i]; }
};

JoinedWords join_words(std::string_view text, bool ascii, FilterScratch::Impl& scratch) {
  const size_t n = scratch.words.size();
  scratch.joined.resize(text.size() + kHeadBytes);
  scratch.begins.resize(n + 1);
  scratch.char_begins.resize(n + 1);
  char* to = scratch.joined.data();
  uint32_t chars = 0;
  for (size_t i = 0; i < n; ++i) {
    const Word word = scratch.words[i];
    const size_t size = word.end - word.begin;
    scratch.begins[i] = static_cast<uint32_t>(to - scratch.joined.data());
    scratch.char_begins[i] = chars;
    // A copy of fixed size costs no call; what is too much is overwritten by the next word.
    const bool fixed = size <= kHeadBytes && word.begin + kHeadBytes <= text.size();
    if (fixed) {
      std::memcpy(to, text.data() + word.begin, kHeadBytes);
    } else {
      std::memcpy(to, text.data() + word.begin, size);
    }
    chars += static_cast<uint32_t>(ascii ? size : char_count({to, size}));
    to += size;
  }
  const auto total = static_cast<size_t>(to - scratch.joined.data());
  scratch.begins[n] = static_cast<uint32_t>(total);
  scratch.char_begins[n] = chars;
  std::memset(to, 0, kHeadBytes);
  return {{scratch.joined.data(), total}, scratch.begins, scratch.char_begins};
}

/// Hashes of the single words. Different words of one length up to 8 bytes never share one.
void hash_words(const JoinedWords& words, std::vector<uint64_t>& hashes) {
  hashes.resize(words.size());
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words.join(i, 1);
    if (word.size() <= 8) {
      const uint64_t bytes = load64(word.data());
      hashes[i] = mix((bytes << (64 - 8 * word.size())) + word.size());
    } else if (word.size() <= kHeadBytes) {
      const uint64_t last = load64(word.data() + word.size() - 8);
      hashes[i] = mix(mix(load64(word.data()) + word.size()) + last);
    } else {
      hashes[i] = hash64(word);
    }
  }
}

/// Counts n-grams of rising length over one document.
class TopNgrams {
 public:
  TopNgrams(const JoinedWords& words, FilterScratch::Impl& scratch)
      : words_(words), scratch_(scratch) {
    hash_words(words, scratch.hashes);
  }

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

/// Words from which on an n-gram of at least `least_n` words may be equal to another.
void find_candidates(const JoinedWords& words, size_t least_n, FilterScratch::Impl& scratch) {
  const size_t n = words.size();
  scratch.repeated.assign(n, 0);
  scratch.counter.reset(n);
  for (size_t i = 0; i < n; ++i) {
    const char* head = words.text.data() + words.begins[i];
    const uint64_t key = mix(mix(load64(head)) + load64(head + 8));
    const KeyCounter::Entry& entry = scratch.counter.add(key, static_cast<uint32_t>(i));
    if (entry.count == 1) continue;
    scratch.repeated[i] = 1;
    scratch.repeated[entry.first] = 1;
  }
  scratch.candidates.resize(n);
  size_t n_candidates = 0;
  for (size_t i = 0; i < n; ++i) {
    const size_t last = std::min(i + least_n, n);
    const bool is_short = words.begins[last] - words.begins[i] < kHeadBytes;
    scratch.candidates[n_candidates] = static_cast<uint32_t>(i);
    n_candidates += scratch.repeated[i] != 0 || is_short ? 1 : 0;
  }
  scratch.candidates.resize(n_candidates);
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
  counter.reset(static_cast<size_t>(std::count(rest.begin(), rest.end(), '\n')) / 2 + 1);
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
  counter.reset(static_cast<size_t>(std::count(text.begin(), text.end(), '\n')) + 1);
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
  const uint64_t chars = char_count(text);
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
  const JoinedWords words = join_words(text, chars == text.size(), scratch);
  TopNgrams top(words, scratch);
  for (const auto& [n, limit] : options.top_n_grams) {
    const auto size = static_cast<size_t>(n);
    if (words.size() >= size && ratio(top.top_chars(size), chars) > limit) {
      return "top_" + std::to_string(n) + "_gram";
    }
  }
  if (options.dup_n_grams.empty()) return {};
  const auto least = std::min_element(options.dup_n_grams.begin(), options.dup_n_grams.end());
  find_candidates(words, static_cast<size_t>(least->first), scratch);
  for (const auto& [n, limit] : options.dup_n_grams) {
    if (ratio(duplicate_chars(words, static_cast<size_t>(n), scratch), chars) > limit) {
      return "duplicated_" + std::to_string(n) + "_n_grams";
    }
  }
  return {};
}

}  // namespace lauter::internal
