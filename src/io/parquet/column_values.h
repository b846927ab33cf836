/// The values of one column of a row group, in order. Internal to src/io/parquet.
///
/// DuckDB reads every kind of column; this reads strings and whole numbers, in the encodings and
/// codecs that nearly all files have, at a third of its cost: a page is decompressed into memory
/// that the one before it had, and values are not copied.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "io/parquet/page_codec.h"
#include "io/parquet/parquet_groups.h"

namespace lauter::internal {

/// A run of small numbers, packed by Parquet's hybrid of run lengths and bits.
class PackedNumbers {
 public:
  PackedNumbers() = default;
  /// Numbers of `bits` bits, up to 32.
  PackedNumbers(std::string_view bytes, unsigned bits) : bytes_(bytes), bits_(bits) {}
  /// Nothing behind the last, and where the bytes are broken.
  std::optional<uint32_t> next();

 private:
  std::string_view bytes_;
  unsigned bits_ = 0;
  uint64_t left_ = 0;  ///< of the run
  bool is_packed_ = false;
  uint32_t value_ = 0;  ///< of a run of equal ones
  uint64_t word_ = 0;   ///< bits that were taken from bytes_
  unsigned in_word_ = 0;
};

class ColumnValues {
 public:
  /// Whether such a column of a row group can be read here.
  static bool can_read(const FlatColumn& column, const ColumnBytes& bytes);

  /// `fd` is of the file and stays open.
  ColumnValues(int fd, FlatColumn column, const ColumnBytes& bytes);

  /// Goes on with the same column of another row group, in the same memory.
  void begin(const ColumnBytes& bytes);

  /// The next value, a number in decimal; nothing inside for null. Valid until the next call.
  /// Errors: kDataLoss, also behind the last one; those of reading.
  Result<std::optional<std::string_view>> next();

 private:
  /// Memory that is used again for page after page.
  struct Bytes {
    struct Free {
      void operator()(char* bytes) const { std::free(bytes); }
    };
    std::unique_ptr<char, Free> data{};
    size_t capacity = 0;
    /// Room for `size` bytes, whatever they are.
    char* resize(size_t size);
  };
  struct Header;
  Result<void> next_page();
  Result<Header> read_header();
  Result<void> begin_values(const Header& header, std::string_view values);
  Result<void> read_dictionary(const Header& header, std::string_view values);
  std::optional<std::string_view> take_plain(std::string_view& from);

  int fd_;
  FlatColumn column_;
  uint64_t at_ = 0;  ///< byte of the file where the next page begins
  uint64_t end_ = 0;
  uint64_t raw_size_ = 0;
  int64_t codec_number_;
  PageCodec codec_;
  Bytes compressed_;
  Bytes page_;
  Bytes dictionary_bytes_;
  std::vector<std::string_view> dictionary_;
  // Of the page:
  uint64_t left_ = 0;  ///< values and nulls
  PackedNumbers levels_;
  std::string_view plain_;
  PackedNumbers indices_;
  bool has_indices_ = false;
  char number_[24] = {};
};

}  // namespace lauter::internal
