// A row group of the input becomes a row group of the output: each is written as a file of its own
// by one thread, so that its bytes depend on its rows alone; then their bytes are put one behind
// the other, under one footer. Row groups of Parquet are self-contained but for the offsets in the
// footer, so nothing is encoded twice.
#include <algorithm>
#include <array>

#include "io/files.h"
#include "io/parquet.h"
#include "io/parquet/parquet_access.h"
#include "io/parquet/parquet_columns.h"
#include "io/parquet/parquet_footer.h"
#include "io/parquet/texts_in_sql.h"
#include "io/sink.h"
#include "io/staged_rows.h"

namespace lauter {

using internal::DuckSession;
using internal::ParquetFooter;
using internal::ParquetFooterJoin;
using internal::ParquetTable;
using internal::sql_string;

namespace {

constexpr std::string_view kParquetMagic = "PAR1";
/// The unit in which DuckDB collects rows, of which a row group holds whole ones.
constexpr uint64_t kVectorRows = 2048;
constexpr size_t kCopyBytes = size_t{1} << 20;

/// CompressionCodec of parquet.thrift as COPY calls it. LZO, and what will come, is written as
/// zstd.
std::string_view codec_name(int64_t codec) {
  constexpr std::array<std::string_view, 8> kNames = {"uncompressed", "snappy",  "gzip", "zstd",
                                                      "brotli",       "lz4_raw", "zstd", "lz4_raw"};
  return codec >= 0 && codec < 8 ? kNames[static_cast<size_t>(codec)] : "zstd";
}

/// Rows [begin, end) of the input.
struct GroupRows {
  uint64_t begin = 0;
  uint64_t end = 0;
};

/// Row groups with rows among the first `n_rows`.
std::vector<GroupRows> group_rows(const ParquetFooter& footer, uint64_t n_rows) {
  std::vector<GroupRows> groups;
  uint64_t begin = 0;
  for (const uint64_t rows : footer.group_rows) {
    const uint64_t end = begin + std::min(rows, n_rows - begin);
    if (end > begin) groups.push_back({begin, end});
    begin = end;
  }
  return groups;
}

/// Columns at the top whose unit DuckDB would change.
std::vector<std::string> millis_columns(const ParquetFooter& footer) {
  std::vector<std::string> names;
  for (const auto& node : footer.schema) {
    if (node.is_millis && node.path.size() == 1) names.push_back(node.path.front());
  }
  return names;
}

/// What one thread works with.
struct Worker {
  DuckSession session;
  ParquetTable table;
  StagedTexts texts;

  static Result<Worker> open(const InputFile& file, const std::string& texts) {
    LAUTER_ASSIGN(DuckSession session, file.parquet->writer());
    LAUTER_ASSIGN(ParquetTable table, ParquetTable::open(file, session));
    LAUTER_ASSIGN(StagedTexts staged, StagedTexts::open(texts));
    return Worker{std::move(session), std::move(table), std::move(staged)};
  }

  /// `FROM ... WHERE ...`: those rows of a group that are kept, or those that are not.
  std::string rows_sql(const GroupRows& rows, bool is_kept) {
    const std::string row = internal::kRowNumber;
    return " FROM " + table.sql() + " WHERE " + row + " >= " + std::to_string(rows.begin) +
           " AND " + row + " < " + std::to_string(rows.end) + " AND " + (is_kept ? "" : "NOT ") +
           "lauter_kept(" + internal::texts_handle(texts) + ", " + row + ")";
  }
};

}  // namespace

struct ParquetRewrite::State {
  std::string scratch;
  FieldPath text;
  ParquetFooter original;
  std::vector<GroupRows> groups;
  mutable std::vector<Worker> workers;
  AppendFile out;
  ParquetFooterJoin footer{};
  bool is_empty = true;  ///< nothing was appended yet

  Result<void> copy(Worker& worker, const GroupRows& rows, const StagedTexts::Counts& counts,
                    const std::string& path) const;
};

/// Writes the rows of a group that stay, of which there are so many, as a file.
Result<void> ParquetRewrite::State::copy(Worker& worker, const GroupRows& rows,
                                         const StagedTexts::Counts& counts,
                                         const std::string& path) const {
  const std::string new_text =
      "lauter_text(" + internal::texts_handle(worker.texts) + ", " + internal::kRowNumber + ", ";
  const std::string columns = internal::columns_with_text(
      worker.table.columns(), text, millis_columns(original), [&](const std::string& old_text) {
        // Where all texts are new, the old ones need not be decompressed again.
        return new_text + (counts.kept > 0 ? old_text : "''") + ")";
      });
  const uint64_t n_rows = counts.kept + counts.replaced;
  const uint64_t vectors = std::max<uint64_t>(1, (n_rows + kVectorRows - 1) / kVectorRows);
  const std::string sql = "COPY (SELECT " + columns + worker.rows_sql(rows, true) + ") TO " +
                          sql_string(path) + " (FORMAT parquet, COMPRESSION " +
                          std::string(codec_name(original.codec)) + ", ROW_GROUP_SIZE " +
                          std::to_string(vectors * kVectorRows) + ")";
  if (auto done = worker.session.run(sql); !done.ok()) {
    return worker.table.named(std::move(done.error()));
  }
  return {};
}

ParquetRewrite::ParquetRewrite(std::unique_ptr<State> state) : state_(std::move(state)) {}
ParquetRewrite::ParquetRewrite(ParquetRewrite&&) noexcept = default;
ParquetRewrite& ParquetRewrite::operator=(ParquetRewrite&&) noexcept = default;
ParquetRewrite::~ParquetRewrite() = default;

Result<ParquetRewrite> ParquetRewrite::open(const InputFile& file, const std::string& texts,
                                            const std::string& out, const std::string& scratch,
                                            int threads) {
  if (file.parquet == nullptr) return internal_error(file.path + ": was not opened as Parquet");
  const FieldPath& text = file.parquet->options().fields.text;
  std::vector<Worker> workers;
  for (int i = 0; i < threads; ++i) {
    LAUTER_ASSIGN(Worker worker, Worker::open(file, texts));
    workers.push_back(std::move(worker));
  }
  auto original = internal::read_parquet_footer(workers.front().table.place(), text.names);
  if (!original.ok()) return std::move(original.error()).context(file.path);
  LAUTER_TRY(make_dirs(parent_path(scratch)));
  LAUTER_ASSIGN(const std::string folder, real_path(parent_path(scratch)));
  LAUTER_ASSIGN(AppendFile file_out, AppendFile::open(out));
  LAUTER_TRY(file_out.append(kParquetMagic));
  const uint64_t n_rows = workers.front().texts.n_rows();
  if (n_rows > original->n_rows()) return data_loss(file.path + ": has become shorter");
  auto groups = group_rows(*original, n_rows);
  return ParquetRewrite(
      std::make_unique<State>(State{.scratch = join_path(folder, base_name(scratch)),
                                    .text = text,
                                    .original = std::move(*original),
                                    .groups = std::move(groups),
                                    .workers = std::move(workers),
                                    .out = std::move(file_out)}));
}

size_t ParquetRewrite::n_groups() const { return state_->groups.size(); }

Result<ParquetRewrite::Group> ParquetRewrite::make_group(size_t index, int thread) const {
  const GroupRows& rows = state_->groups[index];
  Worker& worker = state_->workers[static_cast<size_t>(thread)];
  LAUTER_ASSIGN(const StagedTexts::Counts counts, worker.texts.count(rows.begin, rows.end));
  Group group;
  if (counts.kept + counts.replaced > 0) {
    group.path = state_->scratch + "." + std::to_string(index);
    LAUTER_TRY(state_->copy(worker, rows, counts, group.path));
  }
  if (counts.rejected == 0) return group;
  const internal::RowForm form(worker.table.columns(), {.all_columns = true});
  auto rejected =
      worker.session.stream("SELECT " + form.sql() + worker.rows_sql(rows, /*is_kept=*/false));
  if (!rejected.ok()) return worker.table.named(std::move(rejected.error()));
  while (group.rejected.size() < counts.rejected) {
    auto n = rejected->next();
    if (!n.ok()) return worker.table.named(std::move(n.error()));
    if (*n == 0) break;
    for (uint64_t i = 0; i < *n; ++i) form.append(*rejected, i, group.rejected.emplace_back());
  }
  return group;
}

Result<void> ParquetRewrite::append(const Group& group) {
  if (group.path.empty()) return {};
  LAUTER_ASSIGN(const auto footer, internal::read_parquet_footer_bytes(group.path));
  const auto shift = static_cast<int64_t>(state_->out.size_bytes() - kParquetMagic.size());
  LAUTER_TRY(state_->footer.add(footer.bytes, shift));
  LAUTER_ASSIGN(const internal::Fd fd, internal::open_for_reading(group.path));
  std::string piece;
  for (uint64_t at = kParquetMagic.size(); at < footer.begin; at += piece.size()) {
    piece.resize(std::min<uint64_t>(kCopyBytes, footer.begin - at));
    LAUTER_ASSIGN(const size_t got,
                  internal::read_at(fd.get(), piece.data(), piece.size(), at, group.path));
    if (got != piece.size()) return data_loss(group.path + ": has become shorter");
    LAUTER_TRY(state_->out.append(piece));
  }
  state_->is_empty = false;
  return remove_file(group.path);
}

Result<AppendFile> ParquetRewrite::finish() {
  if (state_->is_empty) {  // the schema still has to come from somewhere
    Group group{.path = state_->scratch + ".empty"};
    LAUTER_TRY(state_->copy(state_->workers.front(), {0, 0}, {}, group.path));
    LAUTER_TRY(append(group));
  }
  LAUTER_ASSIGN(std::string footer, state_->footer.finish(state_->original));
  const auto size = static_cast<uint32_t>(footer.size());
  for (unsigned shift = 0; shift < 32; shift += 8) footer += static_cast<char>(size >> shift);
  LAUTER_TRY(state_->out.append(footer));
  LAUTER_TRY(state_->out.append(kParquetMagic));
  return std::move(state_->out);
}

}  // namespace lauter
