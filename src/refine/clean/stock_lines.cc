#include "refine/clean/stock_lines.h"

#include "known/stock_lines.h"
#include "scan/index/word_set.h"
#include "text/ascii.h"

namespace lauter::internal {
namespace {

constexpr auto& kStockLines = known::kStockLines;

constexpr size_t kLongest = 120;  // bytes

/// Bytes of a mark that may stand around such a phrase at the begin of `text`; 0 if none.
size_t mark_at(std::string_view text) {
  constexpr auto& kMarks = known::kStockLinesMarks;
  for (const std::string_view mark : kMarks) {
    if (text.starts_with(mark)) return mark.size();
  }
  return 0;
}

/// The same at its end.
size_t mark_before(std::string_view text) {
  for (size_t size = 1; size <= 3 && size <= text.size(); ++size) {
    if (mark_at(text.substr(text.size() - size)) == size) return size;
  }
  return 0;
}

}  // namespace

bool is_stock_line(std::string_view line) {
  if (line.size() > kLongest) return false;
  while (const size_t size = mark_at(line)) line.remove_prefix(size);
  while (const size_t size = mark_before(line)) line.remove_suffix(size);
  return scan::set_of<kStockLines>().has(line);
}

}  // namespace lauter::internal
