#include "scan/views/word_context.h"

#include <cstring>

#include "scan/views/page.h"
#include "text/utf8.h"

namespace lauter::scan {
namespace {

/// Offset behind the last line break of `text`; 0 if there is none.
size_t last_line(std::string_view text) {
  const void* const found = memrchr(text.data(), '\n', text.size());
  return found == nullptr ? 0
                          : static_cast<size_t>(static_cast<const char*>(found) - text.data()) + 1;
}

/// Whether the last byte but one speaks against `ending`: most of a bucket are out by it.
bool may_end(std::string_view text, std::string_view ending) {
  if (ending.size() < 2) return true;
  if (text.size() < 2) return false;
  const char want = ending[ending.size() - 2];
  return (want & 0x80) != 0 || want == ' ' || lower(text[text.size() - 2]) == want;
}

/// Whether `text` ends with `ending` in any case; `begin` is then where it begins.
bool match_end(std::string_view text, std::string_view ending, size_t& begin) {
  size_t i = text.size(), k = ending.size();
  while (k > 0) {
    if (i == 0) return false;
    const char want = ending[k - 1], c = text[i - 1];
    if (want == ' ') {
      if (!is_space(c)) return false;
      while (i > 0 && is_space(text[i - 1])) --i;
      --k;
    } else if ((want & 0x80) == 0) {
      if (lower(c) != want) return false;
      --i;
      --k;
    } else {
      if ((c & 0x80) == 0) return false;
      i = previous_utf8(text, i);
      k = previous_utf8(ending, k);
      size_t i_end = i, k_end = k;
      if (lower_code_point(decode_utf8(text, i_end)) != decode_utf8(ending, k_end)) return false;
    }
  }
  begin = i;
  return true;
}

}  // namespace

std::string_view line_before(std::string_view text, size_t pos, size_t reach) {
  const size_t lowest = pos > reach ? pos - reach : 0;
  size_t begin = lowest + last_line(text.substr(lowest, pos - lowest));
  if (begin == lowest && lowest > 0) {
    // A word may go on here: it is left out whole.
    begin += word_rest_at(text.substr(0, pos), begin);
  }
  while (begin < pos && is_space(text[begin])) ++begin;
  return text.substr(begin, pos - begin);
}

std::string_view line_after(std::string_view text, size_t pos, size_t reach) {
  size_t end = std::min(text.size(), pos + reach);
  while (end > pos && end < text.size() && is_utf8_continuation(text[end])) --end;
  const std::string_view rest = text.substr(pos, end - pos);
  const void* const line_end = std::memchr(rest.data(), '\n', rest.size());
  return line_end == nullptr
             ? rest
             : rest.substr(0,
                           static_cast<size_t>(static_cast<const char*>(line_end) - rest.data()));
}

std::string_view last_word(std::string_view said) {
  size_t begin = said.size();
  while (begin > 0 && !is_space(said[begin - 1])) --begin;
  return said.substr(begin);
}

std::string_view word_after(std::string_view text, size_t pos) {
  size_t i = pos;
  while (i < text.size() && i - pos < 2 && (text[i] == ' ' || text[i] == '-')) ++i;
  return word_at(text, i);
}

size_t match_words(std::string_view text, std::string_view words) {
  size_t i = 0;
  for (const char want : words) {
    if (i >= text.size()) return 0;
    if (want == ' ') {
      if (!is_space(text[i])) return 0;
      while (i < text.size() && is_space(text[i])) ++i;
    } else {
      if (lower(text[i]) != want) return 0;
      ++i;
    }
  }
  return i;
}

Endings::Endings(std::string_view list, Bound bound) : bound_(bound) {
  std::array<std::vector<std::string_view>, 32> buckets;
  while (!list.empty()) {
    const size_t bar = std::min(list.find('|'), list.size());
    const std::string_view ending = list.substr(0, bar);
    if (!ending.empty()) buckets[bucket_of(ending)].push_back(ending);
    list.remove_prefix(std::min(bar + 1, list.size()));
  }
  for (size_t b = 0; b < buckets.size(); ++b) {
    first_[b] = static_cast<uint16_t>(endings_.size());
    endings_.insert(endings_.end(), buckets[b].begin(), buckets[b].end());
  }
  first_[32] = static_cast<uint16_t>(endings_.size());
}

/// Of the last byte in lower case.
uint8_t Endings::bucket_of(std::string_view text) {
  const char last = text.back();
  if ((last & 0x80) == 0) return static_cast<uint8_t>(last & 31);
  size_t at = previous_utf8(text, text.size());
  return static_cast<uint8_t>(lower_code_point(decode_utf8(text, at)) & 31);
}

bool Endings::match(std::string_view said, size_t before) const {
  if (said.empty()) return false;
  const uint8_t bucket = bucket_of(said);
  for (size_t i = first_[bucket]; i < first_[bucket + 1]; ++i) {
    if (!may_end(said, endings_[i])) continue;
    size_t begin = 0;
    if (!match_end(said, endings_[i], begin) || begin < before) continue;
    if (bound_ == Bound::kNone || begin == 0 || !is_wordish(said[begin - 1])) return true;
  }
  return false;
}

}  // namespace lauter::scan
