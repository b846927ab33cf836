#include "curate/detector_style.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "base/check.h"
#include "text/ascii.h"

namespace lauter {
namespace {

constexpr std::array<std::string_view, kStyleFunctionWords> kFunctionWords = {
    "the",  "of",    "and",   "to",   "a",    "in",   "is",   "that",   "it",   "for",
    "was",  "on",    "with",  "as",   "be",   "at",   "by",   "this",   "from", "or",
    "an",   "are",   "not",   "but",  "have", "they", "you",  "we",     "i",    "he",
    "she",  "his",   "her",   "its",  "which", "so",  "if",   "their",  "there", "been",
    "would", "what", "when",  "who",  "will", "more", "no",   "can",    "has",  "had",
    "do",   "just",  "very",  "really", "also", "while"};

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

/// Bytes that may mean more than themselves, beside their neighbours.
constexpr uint8_t kBlank = 1;
constexpr uint8_t kStop = 2;  ///< comma and full stop
constexpr uint8_t kUpper = 4;
constexpr uint8_t kLead = 8;  ///< of quotes, dashes and the like

constexpr std::array<uint8_t, 256> kKinds = [] {
  std::array<uint8_t, 256> kinds{};
  for (const char c : std::string_view(" \t\n\v\f\r")) kinds[static_cast<uint8_t>(c)] = kBlank;
  for (unsigned c = 'A'; c <= 'Z'; ++c) kinds[c] = kUpper;
  kinds[','] = kinds['.'] = kStop;
  kinds[0xE2] = kLead;
  return kinds;
}();

void count_curly(std::string_view text, size_t at, Marks& marks) {
  if (at + 2 >= text.size() || text[at + 1] != '\x80') return;
  const char third = text[at + 2];
  marks.curly_apostrophes += third == '\x98' || third == '\x99' ? 1 : 0;
  marks.curly_quotes += third == '\x9C' || third == '\x9D' ? 1 : 0;
  marks.long_dashes += third == '\x94' ? 1 : 0;
  marks.short_dashes += third == '\x93' ? 1 : 0;
  marks.ellipses += third == '\xA6' ? 1 : 0;
}

/// White space in a row counts once, as a line end if it has one: how wide a gap is, is no
/// evidence, but for the habit of two blanks behind a sentence.
Marks count_marks(std::string_view text) {
  Marks marks;
  char last = '\n';
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    const uint8_t kind = kKinds[static_cast<uint8_t>(c)];
    if (((kind | kKinds[static_cast<uint8_t>(last)]) & (kBlank | kStop | kUpper | kLead)) != 0) {
      if (kind == kBlank) {
        const size_t begin = i;
        bool line_end = c == '\n';
        for (; i + 1 < text.size() && is_ascii_space(text[i + 1]); ++i) line_end |= text[i + 1] == '\n';
        c = line_end ? '\n' : ' ';
        const bool ended = last == '.' || last == '!' || last == '?';
        marks.double_blanks += i > begin && !line_end && ended ? 1 : 0;
      }
      marks.blank_before_mark += kind == kStop && last == ' ' ? 1 : 0;
      marks.mark_before_letter += (last == ',' || last == '.') && is_ascii_alpha(c) ? 1 : 0;
      marks.capital_pairs += kind == kUpper && is_ascii_upper(last) ? 1 : 0;
      marks.ellipses += c == '.' && last == '.' ? 1 : 0;
      if (kind == kLead) count_curly(text, i, marks);
    }
    ++marks.bytes[static_cast<uint8_t>(c)];
    ++marks.size;
    last = c;
  }
  return marks;
}

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

bool is_word(const FoldedWord& word) { return !is_ascii_punct(word.bytes[0]); }

bool ends_sentence(const FoldedWord& word) {
  return word.bytes == "." || word.bytes == "!" || word.bytes == "?";
}

}  // namespace

uint64_t folded_word_hash(std::string_view word) {
  uint64_t hash = word.size();
  for (const char c : word) hash = (hash ^ static_cast<uint8_t>(c)) * 0x9E3779B97F4A7C15;
  hash = (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93;
  return hash ^ (hash >> 32);
}

StyleReader::StyleReader() {
  for (size_t i = 0; i < kFunctionWords.size(); ++i) {
    const uint64_t hash = folded_word_hash(kFunctionWords[i]);
    size_t slot = hash % kSlots;
    while (hashes_[slot] != 0) slot = (slot + 1) % kSlots;
    hashes_[slot] = hash;
    numbers_[slot] = static_cast<uint8_t>(i);
  }
}

StyleNumbers StyleReader::read(std::string_view text, const std::vector<FoldedWord>& words) const {
  const Marks marks = count_marks(text);
  Moments lengths;
  Moments sentences;
  std::array<uint32_t, kStyleFunctionWords> function{};
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
  bool after_comma = false;
  for (const FoldedWord& word : words) {
    if (!is_word(word)) {
      after_comma = word.bytes == ",";
      if (ends_sentence(word) && in_sentence > 0) {
        sentences.add(in_sentence);
        in_sentence = 0;
      }
      continue;
    }
    const std::string_view bytes = word.bytes;
    ++in_sentence;
    lengths.add(static_cast<double>(bytes.size()));
    long_words += bytes.size() > 6 ? 1 : 0;
    short_words += bytes.size() < 4 ? 1 : 0;
    if (bytes.size() > 2) {
      const bool not_contraction = bytes.ends_with("n't");
      negations += not_contraction ? 1 : 0;
      contractions += !not_contraction && bytes.find('\'') != bytes.npos ? 1 : 0;
      const bool is_ing = bytes.size() > 4 && bytes.ends_with("ing");
      ing += is_ing ? 1 : 0;
      comma_ing += is_ing && after_comma ? 1 : 0;
      ly += bytes.ends_with("ly") ? 1 : 0;
      ed += bytes.ends_with("ed") ? 1 : 0;
      comma_and += after_comma && bytes == "and" ? 1 : 0;
    }
    for (size_t slot = word.hash % kSlots; hashes_[slot] != 0; slot = (slot + 1) % kSlots) {
      if (hashes_[slot] != word.hash) continue;
      ++function[numbers_[slot]];
      break;
    }
    after_comma = false;
  }
  if (in_sentence > 0) sentences.add(in_sentence);

  StyleNumbers numbers{};
  size_t at = 0;
  const auto put = [&](double x) { numbers[at++] = static_cast<float>(x); };
  const double n = std::max(1.0, lengths.n);
  const auto share = [&](double count) { put(count / n); };
  const auto bytes_of = [&](std::initializer_list<unsigned char> set) {
    double sum = 0;
    for (const unsigned char c : set) sum += marks.bytes[c];
    share(sum);
  };
  const auto range = [&](size_t first, size_t last) {
    double sum = 0;
    for (size_t c = first; c <= last; ++c) sum += marks.bytes[c];
    share(sum);
  };
  put(std::log1p(static_cast<double>(marks.size)));
  put(std::log1p(lengths.n));
  put(std::log1p(sentences.n));
  put(sentences.mean());
  put(sentences.deviation());
  put(lengths.mean());
  put(lengths.deviation());
  for (const uint32_t count : {long_words, short_words, negations, contractions, ly, ing, ed,
                               comma_ing, comma_and}) {
    share(count);
  }
  for (const unsigned char c : std::string_view(",;:('!?-\n\"")) bytes_of({c});
  range('0', '9');
  range('A', 'Z');
  range(0xC0, 0xFF);
  bytes_of({'<', '>', '#', '*', '_', '/', '@', '&'});
  for (const uint32_t count :
       {marks.double_blanks, marks.blank_before_mark, marks.mark_before_letter,
        marks.capital_pairs, marks.curly_apostrophes, marks.curly_quotes, marks.long_dashes,
        marks.short_dashes, marks.ellipses}) {
    share(count);
  }
  const char first = text.empty() ? ' ' : text.front();
  const char last = text.empty() ? ' ' : text.back();
  put(is_ascii_upper(first) ? 1 : is_ascii_lower(first) ? -1 : 0);
  put(last == '.' || last == '!' || last == '?' ? 1 : 0);
  put(is_ascii_space(last) ? 1 : is_ascii_alnum(last) ? -1 : 0);
  for (const uint32_t count : function) share(count);
  LAUTER_CHECK(at == kStyleNumbers, "the header counts other numbers");
  return numbers;
}

}  // namespace lauter
