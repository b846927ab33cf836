#include "io/parquet/duck_session.h"

#include <utility>

namespace lauter::internal {
namespace {

/// DuckDB's messages begin with their kind and may have a hint below.
Error duck_error(const char* message) {
  std::string_view text = message == nullptr ? "unknown error" : message;
  text = text.substr(0, text.find('\n'));
  return data_loss(std::string(text));
}

std::string quoted(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote) out += quote;
    out += c;
  }
  return out + quote;
}

std::string take_string(const DuckApi& api, char* text) {
  if (text == nullptr) return {};
  std::string copy(text);
  api.free(text);
  return copy;
}

/// Takes `type` over. `depth` bounds what a file's schema can ask of the stack.
DuckColumn describe(const DuckApi& api, std::string name, DuckType type, int depth) {
  DuckColumn column{.name = std::move(name), .type = api.type_id(type)};
  column.alias = take_string(api, api.type_alias(type));
  if (column.type == kDuckStruct && depth > 0) {
    for (uint64_t i = 0; i < api.struct_size(type); ++i) {
      column.children.push_back(describe(api, take_string(api, api.struct_name(type, i)),
                                         api.struct_type(type, i), depth - 1));
    }
  }
  if (column.type == kDuckList && depth > 0) {
    column.children.push_back(describe(api, "", api.list_type(type), depth - 1));
  }
  api.destroy_type(&type);
  return column;
}

}  // namespace

std::string sql_string(std::string_view text) { return quoted(text, '\''); }
std::string sql_name(std::string_view name) { return quoted(name, '"'); }

Result<std::shared_ptr<DuckStore>> DuckStore::open(std::shared_ptr<const DuckApi> api,
                                                   int threads) {
  std::shared_ptr<DuckStore> store(new DuckStore(std::move(api)));
  if (store->api_->open(nullptr, &store->database_) != kDuckOk) {
    return unavailable("DuckDB cannot open a database in memory");
  }
  LAUTER_ASSIGN(DuckSession session, DuckSession::open(store));
  for (const char* setting :
       {"autoinstall_known_extensions = false", "autoload_known_extensions = false",
        "temp_directory = ''", "preserve_insertion_order = true"}) {
    LAUTER_TRY(session.run(std::string("SET ") + setting));
  }
  LAUTER_TRY(session.run("SET threads = " + std::to_string(threads)));
  return store;
}

DuckStore::~DuckStore() {
  if (database_ != nullptr) api_->close(&database_);
}

DuckRows::DuckRows(std::shared_ptr<DuckStore> store, DuckResult result)
    : store_(std::move(store)), result_(result) {}

DuckRows::DuckRows(DuckRows&& other) noexcept
    : store_(std::move(other.store_)),
      result_(other.result_),
      chunk_(std::exchange(other.chunk_, nullptr)),
      columns_(std::move(other.columns_)) {}

DuckRows::~DuckRows() {
  if (store_ == nullptr) return;
  if (chunk_ != nullptr) store_->api().destroy_chunk(&chunk_);
  store_->api().destroy_result(&result_);
}

Result<uint64_t> DuckRows::next() {
  const DuckApi& api = store_->api();
  if (chunk_ != nullptr) api.destroy_chunk(&chunk_);
  chunk_ = api.fetch_chunk(result_);
  if (chunk_ == nullptr) {
    const char* error = api.result_error(&result_);
    if (error != nullptr && *error != '\0') return duck_error(error);
    return uint64_t{0};
  }
  columns_.clear();
  for (uint64_t i = 0; i < api.column_count(&result_); ++i) {
    const DuckVector vector = api.chunk_vector(chunk_, i);
    columns_.push_back(
        {static_cast<const DuckString*>(api.vector_data(vector)), api.vector_validity(vector)});
  }
  return api.chunk_size(chunk_);
}

std::optional<std::string_view> DuckRows::value(size_t column, uint64_t row) const {
  const auto& [strings, valid] = columns_[column];
  if (valid != nullptr && (valid[row / 64] >> (row % 64) & 1U) == 0) return std::nullopt;
  return std::string_view(strings[row].data(), strings[row].size);
}

Result<DuckSession> DuckSession::open(std::shared_ptr<DuckStore> store) {
  DuckSession session(std::move(store));
  if (session.store_->api().connect(session.store_->database(), &session.connection_) != kDuckOk) {
    return unavailable("DuckDB cannot open a connection");
  }
  return session;
}

DuckSession::DuckSession(DuckSession&& other) noexcept
    : store_(std::move(other.store_)), connection_(std::exchange(other.connection_, nullptr)) {}

DuckSession::~DuckSession() {
  if (connection_ != nullptr) store_->api().disconnect(&connection_);
}

Result<DuckResult> DuckSession::query(const std::string& sql) {
  const DuckApi& api = store_->api();
  DuckResult result;
  if (api.query(connection_, sql.c_str(), &result) != kDuckOk) {
    Error error = duck_error(api.result_error(&result));
    api.destroy_result(&result);
    return error;
  }
  return result;
}

Result<void> DuckSession::run(const std::string& sql) {
  LAUTER_ASSIGN(DuckResult result, query(sql));
  store_->api().destroy_result(&result);
  return {};
}

Result<DuckRows> DuckSession::stream(const std::string& sql) {
  const DuckApi& api = store_->api();
  DuckStatement statement = nullptr;
  if (api.prepare(connection_, sql.c_str(), &statement) != kDuckOk) {
    Error error = duck_error(api.prepare_error(statement));
    api.destroy_prepare(&statement);
    return error;
  }
  DuckResult result;
  const int state = api.execute_streaming(statement, &result);
  api.destroy_prepare(&statement);
  DuckRows rows(store_, result);
  if (state != kDuckOk) return duck_error(api.result_error(&result));
  return rows;
}

Result<std::vector<DuckColumn>> DuckSession::columns(const std::string& sql) {
  constexpr int kMaxDepth = 32;
  LAUTER_ASSIGN(DuckResult result, query(sql));
  const DuckApi& api = store_->api();
  std::vector<DuckColumn> columns;
  for (uint64_t i = 0; i < api.column_count(&result); ++i) {
    columns.push_back(
        describe(api, api.column_name(&result, i), api.column_type(&result, i), kMaxDepth));
  }
  api.destroy_result(&result);
  return columns;
}

}  // namespace lauter::internal
