/// The rows of a file of OUT/edits in order, as many at a time as a chunk of rows needs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "io/files/file_bytes.h"

namespace lauter {

class LogLines {
 public:
  explicit LogLines(std::string path) : path_(std::move(path)) {}

  /// The next line without its LF, good until the next call; nothing at the end. Errors: those of
  /// FileLines; kNotFound.
  Result<std::optional<std::string_view>> next();
  uint64_t number() const { return lines_ ? lines_->number() : 0; }  ///< of the last line, from 1

  /// Appends the lines of `n_rows` rows to `out`, or fewer at the end. Without `with_rejected` those
  /// of rejected rows that stand before them come along and do not count.
  Result<void> take(uint64_t n_rows, bool with_rejected, std::string& out);
  /// Appends up to `most` lines, whatever they say; returns how many.
  Result<uint64_t> take_more(uint64_t most, std::string& out);

 private:
  std::string path_;
  std::optional<FileLines> lines_;
};

/// Without reading it: quotes within a string would be escaped.
inline bool says_rejected(std::string_view log_row) {
  return log_row.find(R"("state":"rejected")") != std::string_view::npos;
}

}  // namespace lauter
