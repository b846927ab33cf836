#include "io/parquet/parquet_chunks.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "io/parquet/parquet_access.h"
#include "io/parquet/parquet_columns.h"

namespace lauter::internal {

struct ParquetChunks::State {
  ChunkOptions options;
  size_t file_index;
  ChunkPosition position;
  uint64_t rows_left;
  bool all_columns;
  ParquetTable table;
  DuckSession session;
  DuckRows rows;
  std::vector<std::string_view> batch{};  ///< rows of `rows` that are not used up
  size_t next_in_batch = 0;
  bool at_end = false;
  bool done = false;
  std::string line{};  ///< reused

  /// Looks at the next row; nothing at the end.
  Result<bool> peek() {
    while (next_in_batch == batch.size() && !at_end) {
      auto more = rows.next();
      if (!more.ok()) return table.named(std::move(more.error()));
      batch = std::move(*more);
      next_in_batch = 0;
      at_end = batch.empty();
    }
    if (at_end) return false;
    if (all_columns) line = without_nan(batch[next_in_batch]);
    return true;
  }
  std::string_view row() const { return all_columns ? line : batch[next_in_batch]; }
};

ParquetChunks::ParquetChunks(std::unique_ptr<State> state) : state_(std::move(state)) {}
ParquetChunks::~ParquetChunks() = default;

Result<std::unique_ptr<ParquetChunks>> ParquetChunks::open(const InputFile& file, size_t file_index,
                                                           const ChunkOptions& options,
                                                           ChunkPosition from) {
  if (file.parquet == nullptr) {
    return unimplemented(file.path + ": Parquet is not read here; convert it to JSONL first");
  }
  const ParquetOptions& wanted = file.parquet->options();
  LAUTER_ASSIGN(DuckSession session, file.parquet->reader());
  LAUTER_ASSIGN(ParquetTable table, ParquetTable::open(file, session));
  if (auto fits = check_columns(table.columns(), wanted.fields.text); !fits.ok()) {
    return std::move(fits.error()).context(file.path);
  }
  std::string sql = "SELECT " + row_as_json(table.columns(), wanted) + " FROM " + table.sql();
  if (from.record > 0) {
    sql += std::string(" WHERE ") + kRowNumber + " >= " + std::to_string(from.record);
  }
  auto rows = session.stream(sql);
  if (!rows.ok()) return table.named(std::move(rows.error()));
  return std::unique_ptr<ParquetChunks>(
      new ParquetChunks(std::make_unique<State>(State{.options = options,
                                                      .file_index = file_index,
                                                      .position = from,
                                                      .rows_left = options.limit_rows,
                                                      .all_columns = wanted.all_columns,
                                                      .table = std::move(table),
                                                      .session = std::move(session),
                                                      .rows = std::move(*rows)})));
}

Result<bool> ParquetChunks::next(Chunk& chunk) {
  State& state = *state_;
  if (state.done) return false;
  chunk.file_index = state.file_index;
  chunk.position = state.position;
  chunk.bytes.clear();
  chunk.size_bytes = 0;
  chunk.n_records = 0;
  chunk.oversized = false;
  bool has_next = false;
  while (chunk.n_records < state.rows_left) {
    LAUTER_ASSIGN(has_next, state.peek());
    if (!has_next) break;
    const std::string_view row = state.row();
    const uint64_t size = row.size() + 1;
    if (chunk.n_records > 0 && chunk.size_bytes + size > state.options.target_bytes) break;
    // A shorter row is among others, and too long for who reads it.
    chunk.oversized = size > std::max(state.options.max_record_bytes, state.options.target_bytes);
    if (!chunk.oversized) (chunk.bytes += row) += '\n';
    chunk.size_bytes += size;
    ++chunk.n_records;
    ++state.next_in_batch;
    if (size > state.options.target_bytes) {
      LAUTER_ASSIGN(has_next, state.peek());
      break;
    }
  }
  chunk.n_rows = chunk.n_records;
  state.rows_left -= chunk.n_rows;
  chunk.last = !has_next || state.rows_left == 0;
  state.done = chunk.last;
  state.position = chunk.next_position();
  return true;
}

}  // namespace lauter::internal
