#include "refine/verify/verify_view.h"

#include <algorithm>
#include <cstring>

#include "text/utf8.h"

namespace lauter::internal {
namespace {

constexpr int kStays = -1;
constexpr int kGoes = -2;

/// ASCII byte that the character becomes, kGoes or kStays.
int normal_form(char32_t c) {
  if (c < 0x600) return c == 0xA0 ? ' ' : c == 0xAD ? kGoes : kStays;
  if (c < 0x2000) {
    if (c == 0x1680) return ' ';
    // Blocks of Indic scripts are 0x80 long from U+0900 on, with the digits at 66..6F.
    if (c >= 0x0900 && c < 0x0E00 && (c & 0x7F) >= 0x66 && (c & 0x7F) <= 0x6F) {
      return static_cast<int>('0' + ((c & 0x7F) - 0x66));
    }
    for (const char32_t zero :
         {U'\u0660', U'\u06F0', U'\u0E50', U'\u0ED0', U'\u0F20', U'\u1040', U'\u17E0'}) {
      if (c >= zero && c < zero + 10) return static_cast<int>('0' + (c - zero));
    }
    return kStays;
  }
  if (c < 0x2100) {
    if (c <= 0x200A || c == 0x202F || c == 0x205F) return ' ';
    if (c <= 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069)) return kGoes;
    if (c >= 0x2010 && c <= 0x2015) return '-';
    return c == 0x20E3 ? kGoes : kStays;
  }
  if (c == 0x2212 || c == 0xFE63) return '-';
  if (c == 0x3000) return ' ';
  if (c == 0xFEFF || c == 0xFE0F) return kGoes;
  if (c >= 0xFF01 && c <= 0xFF5E) return static_cast<int>(c - 0xFF00 + 0x20);
  if (c >= 0x1D7CE && c <= 0x1D7FF) return static_cast<int>('0' + (c - 0x1D7CE) % 10);
  if (c >= 0x1D400 && c <= 0x1D6A3) {
    const char32_t letter = (c - 0x1D400) % 52;
    return static_cast<int>(letter < 26 ? 'A' + letter : 'a' + (letter - 26));
  }
  return kStays;
}

/// Whether no character that this lead byte begins has a normal form of its own: most scripts'
/// letters.
bool always_stays(uint8_t lead) {
  switch (lead) {
    case 0xC2:
    case 0xD9:
    case 0xDB:
    case 0xE0:
    case 0xE1:
    case 0xE2:
    case 0xE3:
    case 0xEF:
    case 0xF0:
      return false;
    default:
      return true;
  }
}

/// The first byte at or after `i` that is not ASCII, or the end.
size_t skip_ascii(std::string_view text, size_t i) {
  while (i + 8 <= text.size()) {
    uint64_t word;
    std::memcpy(&word, text.data() + i, 8);
    if ((word & 0x8080808080808080) != 0) break;
    i += 8;
  }
  while (i < text.size() && static_cast<uint8_t>(text[i]) < 0x80) ++i;
  return i;
}

}  // namespace

void VerifyView::build(std::string_view text) {
  text_ = text;
  steps_.clear();
  buffer_.clear();
  size_t copied = 0;
  size_t i = 0;
  while ((i = skip_ascii(text, i)) < text.size()) {
    if (always_stays(static_cast<uint8_t>(text[i]))) {
      i += utf8_length(text[i]);
      continue;
    }
    const size_t begin = i;
    const int form = normal_form(decode_utf8(text, i));
    if (form == kStays) continue;
    buffer_.append(text, copied, begin - copied);
    if (form != kGoes) buffer_.push_back(static_cast<char>(form));
    copied = i;
    steps_.push_back({buffer_.size(), i - buffer_.size()});
  }
  if (steps_.empty()) {
    view_ = text;
    return;
  }
  buffer_.append(text, copied);
  view_ = buffer_;
}

uint64_t VerifyView::shift_at(uint64_t offset, bool including) const {
  const auto after = std::partition_point(steps_.begin(), steps_.end(), [&](const Step& step) {
    return including ? step.at <= offset : step.at < offset;
  });
  return after == steps_.begin() ? 0 : (after - 1)->shift;
}

ByteSpan VerifyView::to_text(ByteSpan span) const {
  uint64_t begin = span.begin + shift_at(span.begin, true);
  // Counted from what lies before the end, so that what vanished behind it stays outside; the last
  // character may have been longer than its form, so go on to where it ends.
  uint64_t end = std::max(begin, span.end + shift_at(span.end, false));
  while (begin > 0 && !is_utf8_boundary(text_, begin)) --begin;
  while (end < text_.size() && !is_utf8_boundary(text_, end)) ++end;
  return {begin, std::min<uint64_t>(end, text_.size())};
}

uint64_t VerifyView::from_text(uint64_t offset) const {
  const auto after = std::partition_point(steps_.begin(), steps_.end(), [&](const Step& step) {
    return step.at + step.shift <= offset;
  });
  const uint64_t in_view = after == steps_.begin() ? offset : offset - (after - 1)->shift;
  return after == steps_.end() ? in_view : std::min(in_view, after->at);
}

}  // namespace lauter::internal
