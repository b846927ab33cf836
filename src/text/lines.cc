#include "text/lines.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"

namespace lauter {

LineIndex::LineIndex(std::string_view text)
    : size_(text.size()), ends_with_newline_(!text.empty() && text.back() == '\n') {
  if (text.empty()) return;
  begins_.push_back(0);
  const char* const data = text.data();
  const char* p = data;
  const char* const end = data + text.size();
  while ((p = static_cast<const char*>(std::memchr(p, '\n', static_cast<size_t>(end - p))))) {
    ++p;
    if (p == end) break;
    begins_.push_back(static_cast<uint64_t>(p - data));
  }
}

ByteSpan LineIndex::line_with_end(uint64_t number) const {
  LAUTER_CHECK(number >= 1 && number <= begins_.size(), "no such line");
  return {begins_[number - 1], number < begins_.size() ? begins_[number] : size_};
}

ByteSpan LineIndex::line(uint64_t number) const {
  ByteSpan span = line_with_end(number);
  if (number < begins_.size() || ends_with_newline_) --span.end;
  return span;
}

uint64_t LineIndex::line_of(uint64_t offset) const {
  LAUTER_CHECK(offset <= size_, "an offset beyond the text");
  if (begins_.empty()) return 1;
  const auto after = std::upper_bound(begins_.begin(), begins_.end(), offset);
  return static_cast<uint64_t>(after - begins_.begin());
}

uint64_t count_lines(std::string_view text) {
  const auto newlines = std::count(text.begin(), text.end(), '\n');
  return static_cast<uint64_t>(newlines) + (!text.empty() && text.back() != '\n' ? 1 : 0);
}

}  // namespace lauter
