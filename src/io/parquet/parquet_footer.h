/// What the footer of a Parquet file says, and one footer for row groups of several files. Internal
/// to src/io/parquet. Field numbers are those of parquet-format's parquet.thrift.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lauter::internal {

struct ParquetSchemaNode {
  std::vector<std::string> path{};  ///< from the top; that of the root is empty
  int64_t field_id = -1;            ///< -1: none
  int64_t physical_type = -1;       ///< Type; -1: none
  int64_t repetition = -1;          ///< FieldRepetitionType; -1: none
  bool is_leaf = false;
  bool is_millis = false;  ///< a time stamp in milliseconds without a time zone
};

struct ParquetFooter {
  std::vector<uint64_t> group_rows{};
  std::vector<ParquetSchemaNode> schema{};
  std::string key_values{};  ///< the list as its thrift bytes; empty: none
  int64_t codec = 0;         ///< CompressionCodec of the column that was asked for; 0: none

  uint64_t n_rows() const;
};

/// Reads the footer of a file; `codec_of` is a column. Errors: kDataLoss if it is none,
/// kInvalidArgument if it is encrypted.
Result<ParquetFooter> read_parquet_footer(const std::string& path,
                                          const std::vector<std::string>& codec_of);

/// The byte where the footer of a file begins. Errors: kDataLoss if it is no whole Parquet file,
/// kInvalidArgument if it is encrypted.
Result<uint64_t> find_parquet_footer(const std::string& path);

/// The footer's bytes themselves (without what stands around them), and where they begin.
struct ParquetFooterBytes {
  std::string bytes{};
  uint64_t begin = 0;
};
Result<ParquetFooterBytes> read_parquet_footer_bytes(const std::string& path);
/// The list of SchemaElement in a footer. Errors: kDataLoss, kResourceExhausted.
Result<std::vector<ParquetSchemaNode>> read_parquet_schema(std::string_view bytes);
Result<ParquetFooter> parse_parquet_footer(std::string_view bytes,
                                           const std::vector<std::string>& codec_of);

/// Makes the footer of a file that consists of the row groups of others, one after the other. All
/// have the same schema.
class ParquetFooterJoin {
 public:
  /// The row groups of a file whose bytes stand `shift` bytes later in the joined file. Errors:
  /// kDataLoss; kInternal if the schema is another.
  Result<void> add(std::string_view footer, int64_t shift);
  /// The footer's bytes, with field ids and key-value metadata of `original`.
  Result<std::string> finish(const ParquetFooter& original) const;

 private:
  std::string version_;
  std::string schema_;
  std::string created_by_;
  std::string column_orders_;
  std::string groups_;
  uint64_t n_groups_ = 0;
  int64_t n_rows_ = 0;
};

}  // namespace lauter::internal
