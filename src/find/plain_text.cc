#include "find/plain_text.h"

#include <algorithm>
#include <iterator>

#include "scan/word_set.h"
#include "text/ascii.h"
#include "text/utf8.h"

namespace lauter {

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
      const bool again = !exact_.empty() && exact_.back() == ' ';
      ++i;
      if (again) {
        // One step for each run: its last blank is where the next word begins.
        if (steps_.empty() || steps_.back().at != exact_.size()) steps_.push_back({exact_.size(), 0});
        steps_.back().shift = i - exact_.size();
        continue;
      }
      exact_.push_back(' ');
      folded_.push_back(' ');
    } else if (is_ascii(c)) {
      exact_.push_back(c);
      folded_.push_back(ascii_lower(c));
      ++i;
    } else {
      const size_t begin = i;
      append_utf8(folded_, scan::lower_code_point(decode_utf8(view, i)));
      exact_.append(view, begin, i - begin);
    }
  }
}

uint64_t PlainText::shift_at(uint64_t offset) const {
  const auto after = std::partition_point(steps_.begin(), steps_.end(),
                                          [&](const Step& step) { return step.at <= offset; });
  return after == steps_.begin() ? 0 : std::prev(after)->shift;
}

ByteSpan PlainText::to_text(ByteSpan span) const {
  if (span.empty()) return {};
  const uint64_t last = span.end - 1;  // a run of blanks behind the span is not its own
  return view_.to_original(
      ByteSpan{span.begin + shift_at(span.begin), last + shift_at(last) + 1});
}

}  // namespace lauter
