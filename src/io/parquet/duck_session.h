/// A connection of DuckDB: statements, streamed rows of strings. Internal to src/io/parquet.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "io/parquet/duck_api.h"
#include "io/parquet/plain_rows.h"

namespace lauter::internal {

/// An empty database in memory, which only reads and writes Parquet files. It loads no extensions
/// and leaves no files anywhere.
class DuckStore {
 public:
  /// `threads`: of each query, the caller's included.
  static Result<std::shared_ptr<DuckStore>> open(std::shared_ptr<const DuckApi> api, int threads);
  ~DuckStore();
  DuckStore(const DuckStore&) = delete;
  DuckStore& operator=(const DuckStore&) = delete;

  const DuckApi& api() const { return *api_; }
  DuckDatabase database() const { return database_; }

 private:
  explicit DuckStore(std::shared_ptr<const DuckApi> api) : api_(std::move(api)) {}
  std::shared_ptr<const DuckApi> api_;
  DuckDatabase database_ = nullptr;
};

/// The type of a column, as far as it matters here.
struct DuckColumn {
  std::string name;
  int type = 0;
  std::string alias{};                 ///< `JSON`, or empty
  std::vector<DuckColumn> children{};  ///< of a struct; of a list its elements
};

/// The rows of a query while it runs. All columns are strings.
class DuckRows : public RowValues {
 public:
  DuckRows(std::shared_ptr<DuckStore> store, DuckResult result);
  DuckRows(DuckRows&&) noexcept;
  DuckRows& operator=(DuckRows&&) noexcept = delete;
  ~DuckRows() override;

  Result<uint64_t> next() override;
  std::optional<std::string_view> value(size_t column, uint64_t row) const override;

 private:
  std::shared_ptr<DuckStore> store_;
  DuckResult result_;
  DuckChunk chunk_ = nullptr;
  struct Column {
    const DuckString* strings = nullptr;
    const uint64_t* valid = nullptr;  ///< a bit a row; null: all are
  };
  std::vector<Column> columns_;  ///< of chunk_
};

/// One thread at a time uses it.
class DuckSession {
 public:
  static Result<DuckSession> open(std::shared_ptr<DuckStore> store);
  DuckSession(DuckSession&& other) noexcept;
  DuckSession& operator=(DuckSession&&) noexcept = delete;
  ~DuckSession();

  /// Errors are kDataLoss with the first line of DuckDB's message.
  Result<void> run(const std::string& sql);
  Result<DuckRows> stream(const std::string& sql);
  Result<std::vector<DuckColumn>> columns(const std::string& sql);
  DuckConnection connection() const { return connection_; }

 private:
  explicit DuckSession(std::shared_ptr<DuckStore> store) : store_(std::move(store)) {}
  Result<DuckResult> query(const std::string& sql);
  std::shared_ptr<DuckStore> store_;
  DuckConnection connection_ = nullptr;
};

std::string sql_string(std::string_view text);  ///< 'it''s'
std::string sql_name(std::string_view name);    ///< "a ""name"""

}  // namespace lauter::internal
