#include "curate/detector/detector_style.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <initializer_list>
#include <utility>

#include "base/check.h"
#include "curate/detector/folded_word.h"
#include "known/detector_style.h"
#include "text/ascii.h"
#include "text/byte_block.h"

namespace lauter {
namespace {

constexpr auto kFunctionWords = std::to_array(known::kDetectorStyleFunctionWords);

/// Marks of a text as it came, some of several bytes.
struct Marks {
  std::array<uint32_t, 256> bytes{};
  uint32_t size = 0;           ///< all of them together
  uint32_t double_blanks = 0;  ///< behind a sentence
  uint32_t blank_before_mark = 0;
  uint32_t mark_before_letter = 0;
  uint32_t capital_pairs = 0;
  uint32_t curly_apostrophes = 0;
  uint32_t curly_quotes = 0;
  uint32_t long_dashes = 0;
  uint32_t short_dashes = 0;
  uint32_t ellipses = 0;
};

void count_curly(std::string_view text, size_t at, Marks& marks) {
  if (at + 2 >= text.size() || text[at + 1] != '\x80') return;
  const char third = text[at + 2];
  marks.curly_apostrophes += third == '\x98' || third == '\x99' ? 1 : 0;
  marks.curly_quotes += third == '\x9C' || third == '\x9D' ? 1 : 0;
  marks.long_dashes += third == '\x94' ? 1 : 0;
  marks.short_dashes += third == '\x93' ? 1 : 0;
  marks.ellipses += third == '\xA6' ? 1 : 0;
}

/// Small letters have no part in any number but the size; single blanks are counted many at once.
class MarkCounter {
 public:
  explicit MarkCounter(std::string_view text) : text_(text) {}

  Marks run() {
    constexpr size_t kBlock = 64;
    size_t at = 0;
    for (; at + kBlock <= text_.size(); at += kBlock) {
      look_at(at, ByteBlock(text_.data() + at), ~uint64_t{0});
    }
    if (const size_t rest = text_.size() - at; rest > 0) {
      char bytes[kBlock] = {};
      std::memcpy(bytes, text_.data() + at, rest);
      look_at(at, ByteBlock(bytes), (uint64_t{1} << rest) - 1);
    }
    marks_.size = static_cast<uint32_t>(text_.size()) - wide_;
    return marks_;
  }

 private:
  /// `inside`: the bytes of the block that are of the text.
  void look_at(size_t at, const ByteBlock& block, uint64_t inside) {
    const uint64_t blanks = block.equals(' ');
    const uint64_t gaps = blanks | block.in_range('\t', 5);
    constexpr uint64_t kEdges = uint64_t{1} << 63 | 1;  // their neighbours are in other blocks
    const uint64_t single = inside & blanks & ~(gaps << 1) & ~(gaps >> 1) & ~kEdges;
    marks_.bytes[' '] += static_cast<uint32_t>(std::popcount(single));
    for (uint64_t bits = inside & ~single & ~block.in_range('a', 26); bits != 0; bits &= bits - 1) {
      const size_t i = at + static_cast<size_t>(std::countr_zero(bits));
      if (i < next_) continue;              // of a gap that is counted
      if (i > next_) last_ = text_[i - 1];  // a small letter or a single blank
      if (is_ascii_space(text_[i])) {
        gap(i);
      } else {
        mark(i);
      }
    }
  }

  /// White space in a row counts once, as a line end if it has one: how wide a gap is, is no
  /// evidence, but for the habit of two blanks behind a sentence.
  void gap(size_t begin) {
    size_t end = begin + 1;
    bool line_end = text_[begin] == '\n';
    for (; end < text_.size() && is_ascii_space(text_[end]); ++end) line_end |= text_[end] == '\n';
    const bool ended = last_ == '.' || last_ == '!' || last_ == '?';
    marks_.double_blanks += end > begin + 1 && !line_end && ended ? 1 : 0;
    wide_ += static_cast<uint32_t>(end - begin - 1);
    last_ = line_end ? '\n' : ' ';
    ++marks_.bytes[static_cast<uint8_t>(last_)];
    next_ = end;
  }

  void mark(size_t i) {
    const char c = text_[i];
    ++marks_.bytes[static_cast<uint8_t>(c)];
    if (c == ',' || c == '.') {
      marks_.blank_before_mark += last_ == ' ' ? 1 : 0;
      marks_.mark_before_letter += i + 1 < text_.size() && is_ascii_alpha(text_[i + 1]) ? 1 : 0;
      marks_.ellipses += c == '.' && last_ == '.' ? 1 : 0;
    } else if (c == '\xE2') {
      count_curly(text_, i, marks_);
    }
    marks_.capital_pairs += is_ascii_upper(c) && is_ascii_upper(last_) ? 1 : 0;
    last_ = c;
    next_ = i + 1;
  }

  std::string_view text_;
  Marks marks_;
  char last_ = '\n';   ///< the byte before next_; of a gap, as it counts
  size_t next_ = 0;    ///< behind what was looked at last
  uint32_t wide_ = 0;  ///< bytes of gaps beyond their first
};

struct Moments {
  double n = 0;
  double sum = 0;
  double squares = 0;

  void add(double x) {
    n += 1;
    sum += x;
    squares += x * x;
  }
  double mean() const { return n > 0 ? sum / n : 0; }
  double deviation() const {
    return n > 0 ? std::sqrt(std::max(0.0, squares / n - mean() * mean())) : 0;
  }
};

/// The last four bytes of a word, the last one highest. The word has three or more.
uint32_t tail_of(std::string_view word) {
  uint32_t tail;
  std::memcpy(&tail, word.data() + word.size() - sizeof tail, sizeof tail);
  return tail;
}

constexpr uint32_t packed(std::string_view ending) {
  uint32_t bytes = 0;
  for (size_t i = ending.size(); i-- > 0;) bytes = bytes << 8 | static_cast<uint8_t>(ending[i]);
  return bytes << (32 - 8 * ending.size());
}

/// 1 if the tail ends so.
template <size_t kSize>
constexpr uint32_t ends_with(uint32_t tail, uint32_t ending) {
  return tail >> (32 - 8 * kSize) == ending >> (32 - 8 * kSize) ? 1 : 0;
}

/// Words by length, form and ending, and the sentences that they make.
struct WordCounts {
  Moments sentences;
  uint32_t in_sentence = 0;
  uint32_t long_words = 0;
  uint32_t short_words = 0;
  uint32_t negations = 0;
  uint32_t contractions = 0;
  uint32_t ly = 0;
  uint32_t ing = 0;
  uint32_t ed = 0;
  uint32_t comma_ing = 0;
  uint32_t comma_and = 0;
  uint32_t n_words = 0;
  uint64_t length_sum = 0;
  uint64_t length_squares = 0;

  void add(std::string_view word, uint32_t after_comma, uint32_t is_and) {
    const size_t size = word.size();
    ++in_sentence;
    ++n_words;
    length_sum += size;
    length_squares += size * size;
    long_words += size > 6 ? 1 : 0;
    short_words += size < 4 ? 1 : 0;
    if (size <= 2) return;
    const uint32_t tail = tail_of(word);
    const uint32_t is_ing = ends_with<3>(tail, packed("ing")) & (size > 4 ? 1 : 0);
    ing += is_ing;
    comma_ing += is_ing & after_comma;
    ly += ends_with<2>(tail, packed("ly"));
    ed += ends_with<2>(tail, packed("ed"));
    const uint32_t not_contraction = ends_with<3>(tail, packed("n't"));
    negations += not_contraction;
    contractions += (tail >> 16 & 0xFF) == '\'' || (tail >> 8 & 0xFF) == '\'' ? 1 - not_contraction : 0;
    comma_and += after_comma & is_and;
  }

  void end_sentence() {
    if (in_sentence > 0) sentences.add(in_sentence);
    in_sentence = 0;
  }
};

/// The numbers in the order of the header.
class NumberList {
 public:
  explicit NumberList(double n_words) : n_words_(n_words) {}

  void put(double x) { numbers_[at_++] = static_cast<float>(x); }
  void share(double count) { put(count / n_words_); }

  StyleNumbers finish() const {
    LAUTER_CHECK(at_ == kStyleNumbers, "the header counts other numbers");
    return numbers_;
  }

 private:
  double n_words_;
  StyleNumbers numbers_{};
  size_t at_ = 0;
};

void put_words(const WordCounts& counts, NumberList& list) {
  const Moments lengths{static_cast<double>(counts.n_words), static_cast<double>(counts.length_sum),
                        static_cast<double>(counts.length_squares)};
  list.put(std::log1p(lengths.n));
  list.put(std::log1p(counts.sentences.n));
  list.put(counts.sentences.mean());
  list.put(counts.sentences.deviation());
  list.put(lengths.mean());
  list.put(lengths.deviation());
  for (const uint32_t count : {counts.long_words, counts.short_words, counts.negations, counts.contractions, counts.ly, counts.ing, counts.ed,
                               counts.comma_ing, counts.comma_and}) {
    list.share(count);
  }
}

void put_marks(std::string_view text, const Marks& marks, NumberList& list) {
  const auto sum_of = [&](std::initializer_list<unsigned char> set) {
    double sum = 0;
    for (const unsigned char c : set) sum += marks.bytes[c];
    list.share(sum);
  };
  const auto range = [&](size_t first, size_t last) {
    double sum = 0;
    for (size_t c = first; c <= last; ++c) sum += marks.bytes[c];
    list.share(sum);
  };
  for (const char c : std::string_view(",;:('!?-\n\"")) sum_of({static_cast<unsigned char>(c)});
  range('0', '9');
  range('A', 'Z');
  range(0xC0, 0xFF);
  sum_of({'<', '>', '#', '*', '_', '/', '@', '&'});
  for (const uint32_t count :
       {marks.double_blanks, marks.blank_before_mark, marks.mark_before_letter, marks.capital_pairs,
        marks.curly_apostrophes, marks.curly_quotes, marks.long_dashes, marks.short_dashes,
        marks.ellipses}) {
    list.share(count);
  }
  const char first = text.empty() ? ' ' : text.front();
  const char last = text.empty() ? ' ' : text.back();
  list.put(is_ascii_upper(first) ? 1 : is_ascii_lower(first) ? -1 : 0);
  list.put(last == '.' || last == '!' || last == '?' ? 1 : 0);
  list.put(is_ascii_space(last) ? 1 : is_ascii_alnum(last) ? -1 : 0);
}

}  // namespace

StyleReader::StyleReader() {
  const auto fits = [this] {
    std::array<bool, kSlots> taken{};
    return std::none_of(kFunctionWords.begin(), kFunctionWords.end(), [&](std::string_view word) {
      return std::exchange(taken[slot_of(word_hash(word))], true);
    });
  };
  while (!fits()) LAUTER_CHECK(++shift_ < 54, "function words share a slot for every shift");
  numbers_.fill(kStyleFunctionWords);
  for (size_t i = 0; i < kFunctionWords.size(); ++i) {
    const uint64_t hash = word_hash(kFunctionWords[i]);
    hashes_[slot_of(hash)] = hash;
    numbers_[slot_of(hash)] = static_cast<uint8_t>(i);
  }
}

StyleNumbers StyleReader::read(std::string_view text, std::span<const std::string_view> words,
                               std::span<const uint64_t> hashes) const {
  constexpr uint64_t kComma = word_hash(",");
  constexpr uint64_t kAnd = word_hash("and");
  WordCounts counts;
  std::array<uint32_t, kStyleFunctionWords + 1> function{};  // the last: all other words
  uint32_t after_comma = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    const uint64_t hash = hashes[i];
    if (is_ascii_punct(words[i][0])) {
      after_comma = hash == kComma ? 1 : 0;
      if (ends_sentence(hash)) counts.end_sentence();
      continue;
    }
    const size_t slot = slot_of(hash);
    ++function[hashes_[slot] == hash ? numbers_[slot] : kStyleFunctionWords];
    counts.add(words[i], after_comma, hash == kAnd ? 1 : 0);
    after_comma = 0;
  }
  counts.end_sentence();

  NumberList list(std::max(1.0, static_cast<double>(counts.n_words)));
  const Marks marks = MarkCounter(text).run();
  list.put(std::log1p(static_cast<double>(marks.size)));
  put_words(counts, list);
  put_marks(text, marks, list);
  for (size_t i = 0; i < kStyleFunctionWords; ++i) list.share(function[i]);
  return list.finish();
}

}  // namespace lauter
