#include "io/parquet/parquet_access.h"

#include <algorithm>

#include "io/files/files.h"
#include "io/parquet/parquet_columns.h"
#include "io/parquet/parquet_footer.h"
#include "io/parquet/text_tree.h"
#include "io/parquet/texts_in_sql.h"

namespace lauter {

using internal::DuckApi;
using internal::DuckSession;
using internal::DuckStore;

bool has_parquet(const Inputs& inputs) {
  return std::ranges::any_of(inputs.files,
                             [](const InputFile& file) { return file.format == Format::kParquet; });
}

Result<void> open_parquet(Inputs& inputs, const ParquetOptions& options) {
  if (!has_parquet(inputs)) return {};
  LAUTER_ASSIGN(auto api, internal::load_duck_api(options.library));
  const auto access = std::make_shared<const ParquetAccess>(std::move(api), options);
  for (InputFile& file : inputs.files) {
    if (file.format == Format::kParquet) file.parquet = access;
  }
  return {};
}

Result<std::string> parquet_library_version(const std::string& library) {
  LAUTER_ASSIGN(const auto api, internal::load_duck_api(library));
  return "DuckDB " + std::string(api->library_version()) + " (" + api->path + ")";
}

Result<DuckSession> ParquetAccess::reader() const {
  const std::lock_guard lock(mutex_);
  if (read_store_ == nullptr) {
    LAUTER_ASSIGN(read_store_, DuckStore::open(api_, options_.threads));
  }
  return DuckSession::open(read_store_);
}

Result<DuckSession> ParquetAccess::writer() const {
  const std::lock_guard lock(mutex_);
  if (write_store_ == nullptr) {
    LAUTER_ASSIGN(auto store, DuckStore::open(api_, 1));
    LAUTER_ASSIGN(DuckSession session, DuckSession::open(store));
    LAUTER_TRY(internal::add_text_functions(*store, session));
    write_store_ = std::move(store);
  }
  return DuckSession::open(write_store_);
}

namespace internal {

Result<ParquetTable> ParquetTable::open(const InputFile& file, DuckSession& session) {
  ParquetTable table;
  table.name_ = file.path;
  if (file.is_object()) {
    LAUTER_ASSIGN(table.copy_, file.parquet->local_copy(file));
    table.place_ = table.copy_->place();
  } else {
    LAUTER_ASSIGN(table.place_, real_path(file.path));
  }
  if (table.place_.find_first_of("*?[{") != std::string::npos) {
    LAUTER_ASSIGN(table.fd_, open_for_reading(file.path));
    table.place_ = "/proc/self/fd/" + std::to_string(table.fd_.get());
  }
  if (auto found = find_parquet_footer(table.place_); !found.ok()) {
    return table.named(std::move(found.error()));
  }
  const std::string scan = "read_parquet(" + sql_string(table.place_) +
                           ", hive_partitioning = false, union_by_name = false";
  table.sql_ = scan + ", file_row_number = true)";
  auto columns = session.columns("SELECT * FROM " + scan + ") LIMIT 0");
  if (!columns.ok()) return table.named(std::move(columns.error()));
  table.columns_ = std::move(*columns);
  return table;
}

Result<void> ParquetTable::set_fields(ParquetOptions& options) const {
  RecordFields& fields = options.fields;
  if (fields.dropped != nullptr) {
    for (const TextPath& path : *fields.dropped) {
      if (path.steps.size() == 1) continue;
      return invalid_argument("--drop-fields " + path.written() + ": of Parquet whole columns are dropped");
    }
  }
  fields = fields_of_table(columns_, fields);
  if (fields.texts == nullptr) return check_columns(columns_, fields.text);
  LAUTER_TRY(check_row_number(columns_));
  LAUTER_ASSIGN(const auto trees, find_text_trees(columns_, fields));
  if (!fields.texts->every || options.all_columns) return {};
  // What else is read would be taken for texts, of which the file could not be given other ones.
  std::vector<FieldPath> others = options.more_fields;
  if (fields.id.names.size() > 1) others.push_back(fields.id);
  for (const FieldPath& path : others) {
    const std::string& name = path.names.front();
    const auto column = std::ranges::find(columns_, name, &DuckColumn::name);
    const bool is_dropped = fields.dropped != nullptr && std::ranges::any_of(*fields.dropped, [&](const TextPath& dropped) {
      return dropped.steps.front().name == name;
    });
    if (column == columns_.end() || is_dropped || trees[static_cast<size_t>(column - columns_.begin())].is_text) continue;
    return invalid_argument("field \"" + path.dotted() + "\" cannot be looked at beside --all-fields; name the texts with --fields");
  }
  return {};
}

Error ParquetTable::named(Error error) const {
  for (size_t at = error.message.find(place_); at != std::string::npos;
       at = error.message.find(place_, at + name_.size())) {
    error.message.replace(at, place_.size(), name_);
  }
  return std::move(error).context(name_);
}

}  // namespace internal
}  // namespace lauter
