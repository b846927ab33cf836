/// Where records of CSV end. Internal to io.
///
/// A quote opens a field only as its first byte; within a quoted field `""` is a quote and any other quote closes it. So
/// a record ends at the first line feed outside of quoted fields: as Python's csv module and most others read it.
#pragma once

#include <cstddef>
#include <string_view>

namespace lauter::internal {

class CsvScanner {
 public:
  static constexpr size_t kGoesOn = std::string_view::npos;

  /// `delimiter` 0: any of those that a file may have, for a header that shows which.
  explicit CsvScanner(char delimiter) : delimiter_(delimiter) {}

  /// Begins a record.
  void begin();
  /// Bytes of `more`, which follows what was fed before, up to and with the record's line feed; kGoesOn if it is not
  /// there. Linear in the bytes fed.
  size_t feed(std::string_view more);

 private:
  enum class State : unsigned char { kOutside, kQuoted, kBehindQuote };
  bool opens_behind(char previous) const;

  char delimiter_;
  char previous_ = '\n';  ///< of the record; a line feed ahead of its first byte
  State state_ = State::kOutside;
};

}  // namespace lauter::internal
