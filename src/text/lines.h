/// The definition of a line, the only one in this project: lines end at LF (0x0A) and nowhere else;
/// they are numbered from 1. CR, VT, FF, U+2028 are ordinary bytes of a line.
///
/// A text that ends with LF has no further empty line behind it: "a\nb\n" and "a\nb" both have two
/// lines. The empty text has none.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/byte_span.h"

namespace lauter {

/// Where the lines of one text begin. Built in one pass at memory speed; 8 bytes a line.
/// Does not keep the text.
class LineIndex {
 public:
  LineIndex() = default;
  explicit LineIndex(std::string_view text) { assign(text); }

  /// Becomes the index of another text; keeps its memory.
  void assign(std::string_view text);

  uint64_t line_count() const { return begins_.size(); }
  /// Whether the last line has an LF.
  bool ends_with_newline() const { return ends_with_newline_; }

  /// Bytes of line `number` (1-based, at most line_count()) without its LF.
  ByteSpan line(uint64_t number) const;
  /// The same with its LF, if it has one.
  ByteSpan line_with_end(uint64_t number) const;

  /// Number of the line that holds byte `offset` (its LF counts as part of it). An offset at the
  /// end of the text gives the last line; an empty text gives 1. O(log lines).
  uint64_t line_of(uint64_t offset) const;

 private:
  std::vector<uint64_t> begins_;
  uint64_t size_ = 0;
  bool ends_with_newline_ = false;
};

/// Lines of `text`, without building an index. Memory speed.
uint64_t count_lines(std::string_view text);

/// Takes the first line (without LF) off `rest`; the LF goes with it. Empty `rest`: returns "".
inline std::string_view take_line(std::string_view& rest) {
  const size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

}  // namespace lauter
