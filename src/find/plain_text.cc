#include "find/plain_text.h"

#include <algorithm>
#include <iterator>

#include "scan/index/word_set.h"
#include "text/ascii.h"
#include "text/compose.h"
#include "text/utf8.h"

namespace lauter {

namespace {

/// Texts that were PDFs hold them; nothing for any other character.
std::string_view letters_of_ligature(char32_t c) {
  constexpr std::string_view kLetters[] = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};
  return c >= 0xFB00 && c <= 0xFB06 ? kLetters[c - 0xFB00] : std::string_view();
}

}  // namespace

void PlainText::build(std::string_view text) {
  view_ = canonicalize(text, buffer_);
  const std::string_view view = view_.text();
  exact_.clear();
  folded_.clear();
  steps_.clear();
  exact_.reserve(view.size());
  folded_.reserve(view.size());
  for (size_t i = 0; i < view.size();) {
    const char c = view[i];
    if (is_ascii_space(c)) {
      add_blank(++i);
    } else if (is_ascii(c)) {
      exact_.push_back(c);
      folded_.push_back(ascii_lower(c));
      ++i;
    } else {
      const size_t begin = i;
      const char32_t character = decode_utf8(view, i);
      if (add_mark(character, i)) continue;
      if (const std::string_view letters = letters_of_ligature(character); !letters.empty()) {
        exact_ += letters;
        folded_ += letters;
        add_step(exact_.size(), i - exact_.size());
        continue;
      }
      append_utf8(folded_, scan::lower_code_point(character));
      exact_.append(view, begin, i - begin);
    }
  }
}

void PlainText::add_blank(size_t next_in_view) {
  if (exact_.empty() || exact_.back() != ' ') {
    exact_.push_back(' ');
    folded_.push_back(' ');
  } else {
    add_step(exact_.size(), next_in_view - exact_.size());
  }
}

bool PlainText::add_mark(char32_t mark, size_t next_in_view) {
  if (mark < 0x300 || mark > 0x36F || exact_.empty()) return false;
  const size_t last = previous_utf8(exact_, exact_.size());
  size_t at = last;
  const char32_t letter = composed(decode_utf8(exact_, at), mark);
  if (letter == 0) return false;
  exact_.resize(last);
  folded_.resize(last);
  append_utf8(exact_, letter);
  append_utf8(folded_, scan::lower_code_point(letter));
  // The letter begins where its base does, and ends behind the mark.
  add_step(last + 1, next_in_view - exact_.size());
  return true;
}

void PlainText::add_step(uint64_t at, uint64_t shift) {
  if (steps_.empty() || steps_.back().at != at) steps_.push_back({at, 0});
  steps_.back().shift = shift;
}

uint64_t PlainText::shift_at(uint64_t offset) const {
  const auto after = std::partition_point(steps_.begin(), steps_.end(),
                                          [&](const Step& step) { return step.at <= offset; });
  return after == steps_.begin() ? 0 : std::prev(after)->shift;
}

ByteSpan PlainText::to_text(ByteSpan span) const {
  if (span.empty()) return {};
  const uint64_t last = span.end - 1;  // a run of blanks behind the span is not its own
  ByteSpan in_view{span.begin + shift_at(span.begin), last + shift_at(last) + 1};
  // A ligature goes as a whole.
  const std::string_view view = view_.text();
  while (!is_utf8_boundary(view, in_view.begin)) --in_view.begin;
  while (!is_utf8_boundary(view, in_view.end)) ++in_view.end;
  return view_.to_original(in_view);
}

}  // namespace lauter
