#include "io/csv_scan.h"

#include <cstring>

namespace lauter::internal {
namespace {

size_t find_from(std::string_view bytes, char wanted, size_t from, size_t to) {
  const void* found = std::memchr(bytes.data() + from, wanted, to - from);
  return found == nullptr ? to : static_cast<size_t>(static_cast<const char*>(found) - bytes.data());
}

}  // namespace

void CsvScanner::begin() {
  previous_ = '\n';
  state_ = State::kOutside;
}

bool CsvScanner::opens_behind(char previous) const {
  if (previous == '\n') return true;
  return delimiter_ != 0 ? previous == delimiter_ : previous == ',' || previous == ';' || previous == '\t';
}

size_t CsvScanner::feed(std::string_view more) {
  size_t at = 0;
  size_t line_feed = 0;  // the first one at `at` or behind it, once it was looked for
  bool is_known = false;
  while (at < more.size()) {
    if (state_ == State::kBehindQuote) {
      const bool is_pair = more[at] == '"';
      state_ = is_pair ? State::kQuoted : State::kOutside;
      if (is_pair) ++at;
      previous_ = '"';
      continue;
    }
    if (state_ == State::kQuoted) {
      at = find_from(more, '"', at, more.size());
      if (at == more.size()) return kGoesOn;
      state_ = State::kBehindQuote;
      ++at;
      continue;
    }
    if (!is_known || line_feed < at) line_feed = find_from(more, '\n', at, more.size());
    is_known = true;
    size_t quote = find_from(more, '"', at, line_feed);
    while (quote < line_feed && !opens_behind(quote == at ? previous_ : more[quote - 1])) {
      previous_ = '"';
      at = quote + 1;
      quote = find_from(more, '"', at, line_feed);
    }
    if (quote < line_feed) {
      state_ = State::kQuoted;
      at = quote + 1;
    } else if (line_feed < more.size()) {
      return line_feed + 1;
    } else {
      previous_ = more.back();
      return kGoesOn;
    }
  }
  return kGoesOn;
}

}  // namespace lauter::internal
