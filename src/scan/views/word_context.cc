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

std::string_view word_after(std::string_view text, size_t pos) {
  size_t i = pos;
  while (i < text.size() && i - pos < 2 && (text[i] == ' ' || text[i] == '-')) ++i;
  return word_at(text, i);
}

}  // namespace lauter::scan
