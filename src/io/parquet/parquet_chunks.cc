#include "io/parquet/parquet_chunks.h"

#include <algorithm>
#include <string>
#include <utility>

#include "io/parquet/parquet_access.h"
#include "io/parquet/parquet_columns.h"

namespace lauter::internal {

namespace {

/// A page after the other is read in one thread at some 800 MB/s. Where more threads than this wait
/// for rows, DuckDB reads row groups side by side.
constexpr int kThreadsOfPlainRows = 8;

/// What a row begins with behind the target, so that few chunks have to grow.
constexpr size_t kChunkReserve = 64 << 10;

/// The rows of a table from `from` on.
Result<std::unique_ptr<RowValues>> open_rows(const ParquetTable& table, const RowForm& form,
                                             DuckSession& session, int threads, uint64_t from) {
  const auto plain = form.plain_columns();
  if (plain && threads <= kThreadsOfPlainRows) {
    LAUTER_ASSIGN(std::unique_ptr<RowValues> rows, PlainRows::open(table.place(), *plain, from));
    if (rows != nullptr) return rows;
  }
  std::string sql = "SELECT " + form.sql() + " FROM " + table.sql();
  if (from > 0) sql += std::string(" WHERE ") + kRowNumber + " >= " + std::to_string(from);
  LAUTER_ASSIGN(DuckRows rows, session.stream(sql));
  return std::unique_ptr<RowValues>(std::make_unique<DuckRows>(std::move(rows)));
}

}  // namespace

struct ParquetChunks::State {
  ChunkOptions options;
  size_t file_index;
  ChunkPosition position;
  uint64_t rows_left;
  ParquetTable table;
  RowForm form;
  DuckSession session;
  std::unique_ptr<RowValues> rows;
  uint64_t n_batch = 0;  ///< rows of the batch that `rows` stands at
  uint64_t next_in_batch = 0;
  bool at_end = false;
  bool done = false;
  std::string pending{};  ///< a row that did not fit into the chunk before

  /// Whether there is another row.
  Result<bool> has_row() {
    if (!pending.empty()) return true;
    if (next_in_batch == n_batch && !at_end) {
      auto more = rows->next();
      if (!more.ok()) return table.named(std::move(more.error()));
      n_batch = *more;
      next_in_batch = 0;
      at_end = n_batch == 0;
    }
    return !at_end;
  }

  void append_row(std::string& out) {
    if (!pending.empty()) {
      out += std::exchange(pending, {});
      return;
    }
    form.append(*rows, next_in_batch++, out);
    out += '\n';
  }
};

ParquetChunks::ParquetChunks(std::unique_ptr<State> state) : state_(std::move(state)) {}
ParquetChunks::~ParquetChunks() = default;

Result<std::unique_ptr<ParquetChunks>> ParquetChunks::open(const InputFile& file, size_t file_index,
                                                           const ChunkOptions& options,
                                                           ChunkPosition from) {
  if (file.parquet == nullptr) {
    return unimplemented(file.path + ": Parquet is not read here; convert it to JSONL first");
  }
  ParquetOptions wanted = file.parquet->options();
  LAUTER_ASSIGN(DuckSession session, file.parquet->reader());
  LAUTER_ASSIGN(ParquetTable table, ParquetTable::open(file, session));
  if (auto fits = table.set_fields(wanted); !fits.ok()) {
    return std::move(fits.error()).context(file.path);
  }
  RowForm form(table.columns(), wanted);
  auto rows = open_rows(table, form, session, wanted.threads, from.record);
  if (!rows.ok()) return table.named(std::move(rows.error()));
  return std::unique_ptr<ParquetChunks>(
      new ParquetChunks(std::make_unique<State>(State{.options = options,
                                                      .file_index = file_index,
                                                      .position = from,
                                                      .rows_left = options.limit_rows,
                                                      .table = std::move(table),
                                                      .form = std::move(form),
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
  const uint64_t target = state.options.target_bytes;
  chunk.bytes.reserve(target + kChunkReserve);
  LAUTER_ASSIGN(bool has_row, state.has_row());
  while (has_row && chunk.n_records < state.rows_left && chunk.size_bytes <= target) {
    const size_t begin = chunk.bytes.size();
    state.append_row(chunk.bytes);
    const uint64_t size = chunk.bytes.size() - begin;
    if (chunk.n_records > 0 && chunk.size_bytes + size > target) {
      state.pending = chunk.bytes.substr(begin);
      chunk.bytes.resize(begin);
      break;
    }
    chunk.size_bytes += size;
    ++chunk.n_records;
    LAUTER_ASSIGN(has_row, state.has_row());
  }
  // A row that is too long for who reads it, but shorter than a chunk, is among others.
  if (chunk.size_bytes > std::max(state.options.max_record_bytes, target)) {
    chunk.oversized = true;
    chunk.bytes.clear();
  }
  chunk.n_rows = chunk.n_records;
  state.rows_left -= chunk.n_rows;
  chunk.last = !has_row || state.rows_left == 0;
  state.done = chunk.last;
  state.position = chunk.next_position();
  return true;
}

}  // namespace lauter::internal
