/// Where the records of CSV, TSV and JSON values end: one way to walk both. Internal to io.
///
/// Such a file begins with a head, which its records cannot be read without: the header of CSV; what stands ahead of the
/// first value of JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/stop.h"
#include "io/csv_scan.h"
#include "io/input.h"
#include "io/json_scan.h"

namespace lauter::internal {

/// A longer head is none.
inline constexpr size_t kMaxHeadBytes = size_t{1} << 20;

/// Whether a file of this format has one.
inline bool has_head(Format format) { return is_csv(format) || format == Format::kJson; }

/// Bytes of the head, if `bytes` shows them or the input is `at_end`.
std::optional<size_t> head_size(Format format, std::string_view bytes, bool at_end);

/// Whether the head can be worked with. Errors: kInvalidArgument `FILE: why`.
Result<void> check_head(const InputFile& file, std::string_view head);

/// That no head ends where one must.
Error head_too_long(const InputFile& file);

/// Reads the head of a file that is not stdin. Errors: those of reading and check_head().
Result<std::string> read_head(const InputFile& file, StopToken stop = {});

class RecordScan {
 public:
  enum class State : uint8_t {
    kGoesOn,
    kRow,
    kNoRow,   ///< the header, a blank line, the end of an array: written as it is
    kBroken,  ///< of JSON: nothing can be read from here on
  };

  /// `head`: as head_size() cuts it off the file.
  RecordScan(Format format, std::string_view head);

  /// Begins a record; `at_file_begin`: the first one, with the head.
  void begin(bool at_file_begin);
  /// Goes on with `more`, of which `used` bytes belong to the record (all if it goes on).
  State feed(std::string_view more, size_t& used);
  /// What the record is if the input ends here. Never kGoesOn.
  State end_of_input();
  /// Of a row of JSON: its bytes ahead of the value.
  uint64_t lead() const { return lead_ + json_.lead(); }

 private:
  State after_csv() const;

  Format format_;
  size_t head_size_;
  CsvScanner csv_;
  JsonScanner json_;
  size_t to_skip_ = 0;  ///< of the head
  uint64_t lead_ = 0;
  uint64_t size_ = 0;  ///< bytes of the record so far
  char first_ = 0;
};

}  // namespace lauter::internal
