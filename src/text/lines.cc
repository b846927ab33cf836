#include "text/lines.h"

#include <algorithm>

#include "base/check.h"
#include "text/byte_block.h"

#ifdef __AVX2__
#include <immintrin.h>
#endif

namespace lauter {

void LineIndex::assign(std::string_view text) {
  size_ = text.size();
  ends_with_newline_ = !text.empty() && text.back() == '\n';
  begins_.clear();
  if (text.empty()) return;
  begins_.push_back(0);
  const char* const data = text.data();
  size_t at = 0;
#ifdef __AVX2__
  const __m256i newline = _mm256_set1_epi8('\n');
  for (; at + 32 <= text.size(); at += 32) {
    const __m256i block = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(data + at));
    auto mask = static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(block, newline)));
    for (; mask != 0; mask &= mask - 1) {
      begins_.push_back(at + static_cast<size_t>(__builtin_ctz(mask)) + 1);
    }
  }
#endif
  for (; at < text.size(); ++at) {
    if (data[at] == '\n') begins_.push_back(at + 1);
  }
  if (ends_with_newline_) begins_.pop_back();
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
  return count_byte(text, '\n') + (!text.empty() && text.back() != '\n' ? 1 : 0);
}

}  // namespace lauter
