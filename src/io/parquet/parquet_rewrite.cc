// A row group of the input becomes a row group of the output, in one of two ways, which the rows of
// the whole file decide.
//
// Where no row is left out, all columns but the text are taken over as the bytes that they are, and
// the text is encoded by us (text_column.h). Else, and where columns cannot be taken over
// (parquet_groups.h), DuckDB writes each group as a file of its own, in one thread, so that its
// bytes depend on its rows alone; then these bytes are put one behind the other, under one footer.
// Row groups of Parquet are self-contained but for the offsets in the footer.
#include <algorithm>
#include <array>

#include "io/files/files.h"
#include "io/files/sink.h"
#include "io/parquet.h"
#include "io/parquet/parquet_access.h"
#include "io/parquet/parquet_columns.h"
#include "io/parquet/parquet_fields.h"
#include "io/parquet/parquet_footer.h"
#include "io/parquet/parquet_groups.h"
#include "io/parquet/text_column.h"
#include "io/parquet/text_tree.h"
#include "io/parquet/texts_in_sql.h"
#include "io/staged_rows.h"

namespace lauter {

using internal::DuckRows;
using internal::DuckSession;
using internal::ParquetFooter;
using internal::ParquetFooterJoin;
using internal::ParquetGroups;
using internal::ParquetTable;
using internal::PlainRows;
using internal::RowValues;
using internal::sql_string;
using internal::TextColumnSize;
using internal::TextTree;

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
  size_t in_file = 0;  ///< index of the row group
};

/// Row groups with rows among the first `n_rows`.
std::vector<GroupRows> group_rows(const ParquetFooter& footer, uint64_t n_rows) {
  std::vector<GroupRows> groups;
  uint64_t begin = 0;
  for (size_t i = 0; i < footer.group_rows.size(); ++i) {
    const uint64_t end = begin + std::min(footer.group_rows[i], n_rows - begin);
    if (end > begin) groups.push_back({begin, end, i});
    begin = end;
  }
  return groups;
}

/// The row groups of a file whose columns can be taken over beside a text of ours; nothing if they
/// cannot.
Result<std::optional<ParquetGroups>> groups_to_take(const std::string& place,
                                                    const FieldPath& text) {
  LAUTER_ASSIGN(auto groups, ParquetGroups::open(place));
  const auto column = groups ? groups->flat_column(text.names) : std::nullopt;
  if (!column || column->physical_type != internal::fields::kByteArray) {
    return std::optional<ParquetGroups>();
  }
  for (size_t i = 0; i < groups->n_groups(); ++i) {
    if (!internal::PageCodec::is_known(groups->columns(i)[column->index].codec)) {
      return std::optional<ParquetGroups>();
    }
  }
  LAUTER_ASSIGN(const bool is_whole, groups->pages_fill_columns(place));
  if (!is_whole) groups.reset();
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

  /// `FROM ... WHERE ...`: the rows of a group.
  std::string rows_sql(const GroupRows& rows) const {
    const std::string row = internal::kRowNumber;
    return " FROM " + table.sql() + " WHERE " + row + " >= " + std::to_string(rows.begin) +
           " AND " + row + " < " + std::to_string(rows.end);
  }
  /// Their texts.
  Result<std::unique_ptr<RowValues>> texts_of(const GroupRows& rows, const FieldPath& text) {
    LAUTER_ASSIGN(std::unique_ptr<RowValues> plain,
                  PlainRows::open(table.place(), {text}, rows.begin));
    if (plain != nullptr) return plain;
    LAUTER_ASSIGN(DuckRows stream,
                  session.stream("SELECT " + internal::column_sql(text) + rows_sql(rows)));
    return std::unique_ptr<RowValues>(std::make_unique<DuckRows>(std::move(stream)));
  }
  /// The same, of those that are kept, or of those that are not.
  std::string rows_sql(const GroupRows& rows, bool is_kept) {
    return rows_sql(rows) + " AND " + (is_kept ? "" : "NOT ") + "lauter_kept(" +
           internal::texts_handle(texts) + ", " + internal::kRowNumber + ")";
  }
};

/// The texts that rows of the input have, one after the other.
class OldTexts {
 public:
  explicit OldTexts(std::unique_ptr<RowValues> rows) : rows_(std::move(rows)) {}

  /// Valid until the next call.
  Result<std::string_view> next() {
    if (at_ == n_) {
      LAUTER_ASSIGN(n_, rows_->next());
      at_ = 0;
    }
    const auto text = at_ < n_ ? rows_->value(0, at_++) : std::nullopt;
    if (!text) return data_loss("rows have changed since they were read");
    return *text;
  }

 private:
  std::unique_ptr<RowValues> rows_;
  uint64_t n_ = 0;
  uint64_t at_ = 0;
};

}  // namespace

struct ParquetRewrite::State {
  std::string scratch;
  RecordFields fields;  ///< of the table
  std::vector<TextTree> trees;  ///< of its columns; empty: rows have one text
  int compression_level;
  ParquetFooter original;
  std::vector<GroupRows> groups;
  std::optional<ParquetGroups> taken;  ///< if columns are taken over
  mutable std::vector<Worker> workers;
  AppendFile out;
  ParquetFooterJoin footer{};
  bool is_empty = true;  ///< nothing was appended yet
  // With `taken`:
  internal::Fd input{};
  internal::FlatColumn text_column{};
  mutable std::vector<std::optional<TextColumnSize>> new_texts{};  ///< of each group, once made
  std::string row_groups{};                                        ///< for the footer

  Result<TextColumnSize> write_texts(Worker& worker, const GroupRows& rows, bool has_kept,
                                     const std::string& path) const;
  Result<void> take_over(const Group& group);
  /// Appends bytes [begin, end) of a file.
  Result<void> append_bytes(int fd, uint64_t begin, uint64_t end, const std::string& name);

  std::string columns_sql(Worker& worker, const StagedTexts::Counts& counts) const;
  Result<void> copy(Worker& worker, const GroupRows& rows, const StagedTexts::Counts& counts,
                    const std::string& path) const;
};

/// All columns that stay, with the staged texts.
std::string ParquetRewrite::State::columns_sql(Worker& worker, const StagedTexts::Counts& counts) const {
  const std::string of_row = internal::texts_handle(worker.texts) + ", " + internal::kRowNumber + ", ";
  std::vector<std::string> dropped;
  if (fields.dropped != nullptr) {
    for (const TextPath& path : *fields.dropped) dropped.push_back(path.steps.front().name);
  }
  const auto& columns = worker.table.columns();
  const std::vector<std::string> millis = millis_columns(original);
  if (trees.empty()) {
    return internal::columns_with_text(columns, fields.text, dropped, millis, [&](const std::string& old_text) {
      // Where all texts are new, the old ones need not be decompressed again.
      return "lauter_text(" + of_row + (counts.kept > 0 ? old_text : "''") + ")";
    });
  }
  const auto new_text = [&](const std::string& name, const std::string& old_text) {
    return "lauter_field(" + of_row + name + ", " + old_text + ")";
  };
  return internal::columns_with(columns, dropped, millis, [&](const internal::DuckColumn& column) -> std::optional<std::string> {
    const TextTree& tree = trees[static_cast<size_t>(&column - columns.data())];
    if (!tree.has_texts()) return std::nullopt;
    return internal::with_texts_sql(column, tree, fields.texts->every, new_text);
  });
}

/// Writes the rows of a group that stay, of which there are so many, as a file.
Result<void> ParquetRewrite::State::copy(Worker& worker, const GroupRows& rows,
                                         const StagedTexts::Counts& counts,
                                         const std::string& path) const {
  const std::string columns = columns_sql(worker, counts);
  const uint64_t n_rows = counts.kept + counts.replaced;
  const uint64_t vectors = std::max<uint64_t>(1, (n_rows + kVectorRows - 1) / kVectorRows);
  const std::string_view codec = codec_name(original.codec);
  const std::string level = compression_level > 0 && codec == "zstd"
                                ? ", COMPRESSION_LEVEL " + std::to_string(compression_level)
                                : "";
  const std::string sql = "COPY (SELECT " + columns + worker.rows_sql(rows, true) + ") TO " +
                          sql_string(path) + " (FORMAT parquet, COMPRESSION " + std::string(codec) +
                          level + ", ROW_GROUP_SIZE " + std::to_string(vectors * kVectorRows) + ")";
  if (auto done = worker.session.run(sql); !done.ok()) {
    return worker.table.named(std::move(done.error()));
  }
  return {};
}

/// Writes the texts of a group, of which none is left out, as a column.
Result<TextColumnSize> ParquetRewrite::State::write_texts(Worker& worker, const GroupRows& rows,
                                                          bool has_kept,
                                                          const std::string& path) const {
  std::optional<OldTexts> old_texts;
  if (has_kept) {
    auto texts = worker.texts_of(rows, fields.text);
    if (!texts.ok()) return worker.table.named(std::move(texts.error()));
    old_texts.emplace(std::move(*texts));
  }
  LAUTER_ASSIGN(AppendFile file, AppendFile::open(path));
  const int64_t codec = taken->columns(rows.in_file)[text_column.index].codec;
  internal::TextColumn column(file, internal::PageCodec(codec, compression_level),
                              text_column.level);
  for (uint64_t row = rows.begin; row < rows.end; ++row) {
    std::string_view old_text;
    if (old_texts) {
      auto next = old_texts->next();
      if (!next.ok()) return worker.table.named(std::move(next.error()));
      old_text = *next;
    }
    LAUTER_ASSIGN(const StagedTexts::Staged staged, worker.texts.at(row));
    LAUTER_TRY(column.add(staged.fate == StagedTexts::Fate::kReplaced ? staged.text : old_text));
  }
  LAUTER_ASSIGN(const TextColumnSize size, column.finish());
  LAUTER_TRY(file.commit_unsynced());
  return size;
}

Result<void> ParquetRewrite::State::take_over(const Group& group) {
  const size_t in_file = groups[group.index].in_file;
  const auto& columns = taken->columns(in_file);
  std::vector<uint64_t> begins;
  for (size_t i = 0; i < columns.size(); ++i) {
    begins.push_back(out.size_bytes());
    if (i == text_column.index && !group.path.empty()) {
      LAUTER_TRY(out.append_file(group.path));
    } else {
      LAUTER_TRY(append_bytes(input.get(), columns[i].begin, columns[i].begin + columns[i].size,
                              workers.front().table.place()));
    }
  }
  const auto& size = new_texts[group.index];
  row_groups += taken->row_group(
      in_file, begins,
      size ? std::optional(ParquetGroups::NewText{text_column.index, *size}) : std::nullopt);
  return group.path.empty() ? Result<void>() : remove_file(group.path);
}

Result<void> ParquetRewrite::State::append_bytes(int fd, uint64_t begin, uint64_t end,
                                                 const std::string& name) {
  std::string piece;
  for (uint64_t at = begin; at < end; at += piece.size()) {
    piece.resize(std::min<uint64_t>(kCopyBytes, end - at));
    LAUTER_ASSIGN(const size_t got, internal::read_at(fd, piece.data(), piece.size(), at, name));
    if (got != piece.size()) return data_loss(name + ": has become shorter");
    LAUTER_TRY(out.append(piece));
  }
  return {};
}

ParquetRewrite::ParquetRewrite(std::unique_ptr<State> state) : state_(std::move(state)) {}
ParquetRewrite::ParquetRewrite(ParquetRewrite&&) noexcept = default;
ParquetRewrite& ParquetRewrite::operator=(ParquetRewrite&&) noexcept = default;
ParquetRewrite::~ParquetRewrite() = default;

Result<ParquetRewrite> ParquetRewrite::open(const InputFile& file, const std::string& texts,
                                            const std::string& out, const std::string& scratch,
                                            int threads, std::string_view run) {
  if (file.parquet == nullptr) return internal_error(file.path + ": was not opened as Parquet");
  ParquetOptions options = file.parquet->options();
  std::vector<Worker> workers;
  for (int i = 0; i < threads; ++i) {
    LAUTER_ASSIGN(Worker worker, Worker::open(file, texts));
    workers.push_back(std::move(worker));
  }
  if (auto fits = workers.front().table.set_fields(options); !fits.ok()) return std::move(fits.error()).context(file.path);
  const RecordFields& fields = options.fields;
  std::vector<TextTree> trees;
  if (fields.texts != nullptr) {
    LAUTER_ASSIGN(trees, internal::find_text_trees(workers.front().table.columns(), fields));
  }
  const std::vector<std::string> text = trees.empty() ? fields.text.names : std::vector<std::string>();
  auto original = internal::read_parquet_footer(workers.front().table.place(), text);
  if (!original.ok()) return std::move(original.error()).context(file.path);
  LAUTER_TRY(make_dirs(parent_path(scratch)));
  LAUTER_ASSIGN(const std::string folder, real_path(parent_path(scratch)));
  LAUTER_ASSIGN(AppendFile file_out, AppendFile::open(out, 0, AppendFile::Access::kAll, run));
  LAUTER_TRY(file_out.append(kParquetMagic));
  const uint64_t n_rows = workers.front().texts.n_rows();
  if (n_rows > original->n_rows()) return data_loss(file.path + ": has become shorter");
  auto groups = group_rows(*original, n_rows);
  std::optional<ParquetGroups> taken;
  internal::Fd input;
  LAUTER_ASSIGN(const StagedTexts::Counts counts, workers.front().texts.count(0, n_rows));
  if (n_rows == original->n_rows() && counts.rejected == 0 && trees.empty() && fields.dropped == nullptr) {
    const std::string& place = workers.front().table.place();
    LAUTER_ASSIGN(taken, groups_to_take(place, fields.text));
    LAUTER_ASSIGN(input, internal::open_for_reading(place));
  }
  const size_t n_groups = groups.size();
  auto state = std::make_unique<State>(State{.scratch = join_path(folder, base_name(scratch)),
                                             .fields = fields,
                                             .trees = std::move(trees),
                                             .compression_level = options.compression_level,
                                             .original = std::move(*original),
                                             .groups = std::move(groups),
                                             .taken = std::move(taken),
                                             .workers = std::move(workers),
                                             .out = std::move(file_out)});
  state->input = std::move(input);
  if (state->taken) state->text_column = *state->taken->flat_column(state->fields.text.names);
  state->new_texts.resize(n_groups);
  return ParquetRewrite(std::move(state));
}

size_t ParquetRewrite::n_groups() const { return state_->groups.size(); }

Result<ParquetRewrite::Group> ParquetRewrite::make_group(size_t index, int thread) const {
  const GroupRows& rows = state_->groups[index];
  Worker& worker = state_->workers[static_cast<size_t>(thread)];
  LAUTER_ASSIGN(const StagedTexts::Counts counts, worker.texts.count(rows.begin, rows.end));
  Group group{.index = index};
  const std::string path = state_->scratch + "." + std::to_string(index);
  if (state_->taken) {
    if (counts.replaced == 0) return group;
    LAUTER_ASSIGN(state_->new_texts[index],
                  state_->write_texts(worker, rows, counts.kept > 0, path));
    group.path = path;
    return group;
  }
  if (counts.kept + counts.replaced > 0) {
    group.path = path;
    LAUTER_TRY(state_->copy(worker, rows, counts, path));
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
  if (state_->taken) return state_->take_over(group);
  if (group.path.empty()) return {};
  LAUTER_ASSIGN(const auto footer, internal::read_parquet_footer_bytes(group.path));
  const auto shift = static_cast<int64_t>(state_->out.size_bytes() - kParquetMagic.size());
  LAUTER_TRY(state_->footer.add(footer.bytes, shift));
  LAUTER_ASSIGN(const internal::Fd fd, internal::open_for_reading(group.path));
  LAUTER_TRY(state_->append_bytes(fd.get(), kParquetMagic.size(), footer.begin, group.path));
  state_->is_empty = false;
  return remove_file(group.path);
}

Result<AppendFile> ParquetRewrite::finish() {
  if (!state_->taken && state_->is_empty) {  // the schema still has to come from somewhere
    Group group{.path = state_->scratch + ".empty"};
    LAUTER_TRY(state_->copy(state_->workers.front(), {0, 0}, {}, group.path));
    LAUTER_TRY(append(group));
  }
  const auto& taken = state_->taken;
  LAUTER_ASSIGN(std::string footer, taken ? Result<std::string>(taken->footer(
                                                state_->row_groups, state_->groups.size()))
                                          : state_->footer.finish(state_->original));
  const auto size = static_cast<uint32_t>(footer.size());
  for (unsigned shift = 0; shift < 32; shift += 8) footer += static_cast<char>(size >> shift);
  LAUTER_TRY(state_->out.append(footer));
  LAUTER_TRY(state_->out.append(kParquetMagic));
  return std::move(state_->out);
}

}  // namespace lauter
