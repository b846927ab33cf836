/// Relaxed views: a short stretch of text read as a person would dictate or mangle a value.
///
///   "four one five, double five"    -> 41555        digits as words
///   "Bravo seven K-A-Y"             -> B7KAY        spelling alphabets, letter by letter
///   "4 1 5 - 5 5 . 5"               -> 415555       spaced and dotted
///   "415-55\n> 5-2671"              -> 415555 2671  broken lines with quote prefixes
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"

namespace lauter::scan {

struct RelaxedView {
  std::string text;  ///< letters and digits only, words of digits resolved
  /// For each byte of `text`, the source token it came from: page bytes [begin, end).
  std::vector<ByteSpan> source;
  size_t spelled = 0;     ///< how many characters came from words
  size_t separators = 0;  ///< how many separators were dropped

  void clear() {
    text.clear();
    source.clear();
    spelled = separators = 0;
  }
  /// Page bytes of the view's characters [begin, end).
  ByteSpan span(size_t begin, size_t end) const {
    return {source[begin].begin, source[end - 1].end};
  }
  /// Whether a source token ends before character `i` (so a value may end there).
  bool token_ends(size_t i) const {
    return i >= text.size() || source[i].begin != source[i - 1].begin;
  }
};

/// Reads page text from `pos` until a word that cannot be part of a value, a sentence end, or 64
/// characters of result. At most 400 bytes are looked at.
void relax(std::string_view text, size_t pos, RelaxedView& out);

/// The digit that scanners take for the letter `c`, or `c`.
char digit_lookalike(char c);

/// Turns letters that scanners confuse with digits into digits (O 0, l 1, I 1, S 5, B 8, Z 2, G 6),
/// from character `kept` on; false, and nothing changed, when fewer than two fifths of the letters
/// and digits are digits.
bool digits_for_lookalikes(std::string& text, size_t kept = 0);

/// Whether the spoken digit at `word` stands by itself, as in prose: neither the word before it nor
/// the one behind could be part of a view with it.
bool is_lone_spoken(std::string_view text, ByteSpan word);

/// Begin of the run of spoken digits, spelling-alphabet words and single characters that holds the
/// word at `at`; at most 200 bytes back, within its line.
size_t spoken_run_begin(std::string_view text, size_t at);

/// Characters of the view that make one run: in one line, and spoken, or each standing alone. 0 if
/// hardly any are.
size_t one_run(std::string_view text, const RelaxedView& view);

/// First token in text[at, at + limit) that a dictated or mangled value could begin with: it holds
/// a digit, or it and the next one are spoken digits or letters; not beyond the sentence or line.
/// text.size() if none.
size_t next_value_start(std::string_view text, size_t at, size_t limit);

}  // namespace lauter::scan
