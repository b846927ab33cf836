/// What all Parquet inputs of a run have in common. Internal to src/io/parquet; outside it is
/// opaque.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/files/system.h"
#include "io/parquet.h"
#include "io/parquet/duck_session.h"
#include "io/parquet/local_copies.h"

namespace lauter {

class ParquetAccess {
 public:
  ParquetAccess(std::shared_ptr<const internal::DuckApi> api, ParquetOptions options)
      : api_(std::move(api)), options_(std::move(options)), copies_(options_.copies) {}

  const ParquetOptions& options() const { return options_; }
  /// A connection whose queries use all threads. Safe from any thread.
  Result<internal::DuckSession> reader() const;
  /// One whose queries run in the calling thread alone: what it writes depends on no thread, and
  /// many can write at a time. The functions of texts_in_sql.h are known there.
  Result<internal::DuckSession> writer() const;
  /// An object as a file.
  Result<std::shared_ptr<const internal::LocalCopy>> local_copy(const InputFile& object) const {
    return copies_.get(object);
  }

 private:
  std::shared_ptr<const internal::DuckApi> api_;
  ParquetOptions options_;
  mutable internal::LocalCopies copies_;
  mutable std::mutex mutex_;  ///< guards the making of what follows
  mutable std::shared_ptr<internal::DuckStore> read_store_;
  mutable std::shared_ptr<internal::DuckStore> write_store_;
};

namespace internal {

/// A Parquet file as it stands in SQL.
class ParquetTable {
 public:
  /// Errors: those of opening; kDataLoss if it is no Parquet file.
  static Result<ParquetTable> open(const InputFile& file, DuckSession& session);

  const std::vector<DuckColumn>& columns() const { return columns_; }
  /// The table function, with the pseudo column kRowNumber.
  const std::string& sql() const { return sql_; }
  /// A path by which the file can be opened as long as this lives.
  const std::string& place() const { return place_; }
  /// Makes the options' fields those of this table. Errors: those of check_columns() and find_text_trees();
  /// kInvalidArgument for what cannot be dropped, or cannot be read beside every text.
  Result<void> set_fields(ParquetOptions& options) const;
  /// An error of a query with the file's name in front, and without that of DuckDB's view of it.
  Error named(Error error) const;

 private:
  std::string name_;   ///< in messages
  std::string place_;  ///< in SQL
  Fd fd_;              ///< of a file whose name would be a pattern in SQL
  std::shared_ptr<const LocalCopy> copy_;  ///< of an object
  std::string sql_;
  std::vector<DuckColumn> columns_;
};

}  // namespace internal
}  // namespace lauter
