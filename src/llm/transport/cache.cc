#include "llm/transport/cache.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <mutex>
#include <utility>

#include "base/seal.h"
#include "json/value.h"

namespace lauter::llm {
namespace {

constexpr int kVersion = 1;
constexpr int kBusyMs = 30'000;
constexpr const char* kSchema =
    "CREATE TABLE IF NOT EXISTS meta(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS replies(request BLOB PRIMARY KEY, reply TEXT) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS accounts(name TEXT PRIMARY KEY, tokens INTEGER, picomoney INTEGER,"
    " requests INTEGER) WITHOUT ROWID;";

struct CloseStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using Statement = std::unique_ptr<sqlite3_stmt, CloseStatement>;
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

Error failure_of(sqlite3* database) {
  return unavailable("cache: " + std::string(sqlite3_errmsg(database)));
}

Result<void> execute(sqlite3* database, const char* sql) {
  if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return failure_of(database);
}

Result<Database> open_database(const std::string& path) {
  sqlite3* raw = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX, nullptr);
  Database database(raw);
  if (code != SQLITE_OK) return unavailable("cache " + path + ": cannot be opened");
  sqlite3_busy_timeout(raw, kBusyMs);
  // WAL with NORMAL: a commit is with the system when it returns, so it outlives the process; what
  // a power cut could take is the last commits, never the file.
  LAUTER_TRY(execute(raw, "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"));
  return database;
}

/// A statement that is bound, run and reset, again and again.
class Prepared {
 public:
  static Result<Prepared> make(sqlite3* database, const char* sql) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr) !=
        SQLITE_OK) {
      return failure_of(database);
    }
    return Prepared(database, Statement(raw));
  }

  Prepared& blob(int at, const Sha256Digest& bytes) {
    sqlite3_bind_blob(get(), at, bytes.data(), static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
    return *this;
  }
  Prepared& text(int at, std::string_view text) {
    sqlite3_bind_text(get(), at, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
    return *this;
  }
  Prepared& integer(int at, int64_t value) {
    sqlite3_bind_int64(get(), at, value);
    return *this;
  }
  Prepared& cost(int at, const Cost& cost) {
    return integer(at, cost.tokens).integer(at + 1, cost.picomoney).integer(at + 2, cost.requests);
  }

  /// Runs to the first row, or to the end; tells which. `read` sees the row.
  template <typename Read>
  Result<bool> run(Read read) {
    const int code = sqlite3_step(get());
    if (code == SQLITE_ROW) read(get());
    const Error error = code == SQLITE_ROW || code == SQLITE_DONE ? Error{} : failure_of(database_);
    sqlite3_reset(get());
    if (!error.message.empty()) return error;
    return code == SQLITE_ROW;
  }
  Result<void> run() {
    LAUTER_ASSIGN([[maybe_unused]] const bool has_row, run([](sqlite3_stmt*) {}));
    return {};
  }

 private:
  Prepared(sqlite3* database, Statement statement)
      : database_(database), statement_(std::move(statement)) {}
  sqlite3_stmt* get() const { return statement_.get(); }

  sqlite3* database_;
  Statement statement_;
};

std::string column_text(sqlite3_stmt* statement, int column) {
  const auto* bytes = sqlite3_column_text(statement, column);
  const auto size = static_cast<size_t>(sqlite3_column_bytes(statement, column));
  return bytes == nullptr ? "" : std::string(reinterpret_cast<const char*>(bytes), size);
}

Cost column_cost(sqlite3_stmt* statement) {
  return {.tokens = sqlite3_column_int64(statement, 0),
          .picomoney = sqlite3_column_int64(statement, 1),
          .requests = sqlite3_column_int64(statement, 2)};
}

std::string print_reply(const Reply& reply) {
  JsonValue value;
  value.set("failure", static_cast<int>(reply.failure));
  value.set("content", reply.content);
  value.set("why", reply.why);
  value.set("endpoint", reply.endpoint);
  return value.to_string();
}

Result<Reply> parse_reply(std::string_view text) {
  LAUTER_ASSIGN(const JsonValue value, parse_json(text));
  const auto text_of = [&](const char* name) {
    const JsonValue* member = value.find(name);
    return std::string(member == nullptr ? "" : member->string_or(""));
  };
  const JsonValue* failure = value.find("failure");
  const int64_t code = failure == nullptr ? -1 : failure->int_or(-1);
  if (code < 0 || code > static_cast<int64_t>(Failure::kPending)) {
    return data_loss("cache: a reply that is none");
  }
  Reply reply;
  reply.failure = static_cast<Failure>(code);
  reply.content = text_of("content");
  reply.why = text_of("why");
  reply.endpoint = text_of("endpoint");
  reply.from_cache = true;
  return reply;
}

/// SQLite makes its side files with the mode of the main one.
Result<void> make_private_file(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (fd < 0) return unavailable("cache " + path + ": cannot be opened");
  const bool is_private = ::fchmod(fd, S_IRUSR | S_IWUSR) == 0;
  ::close(fd);
  if (!is_private) return unavailable("cache " + path + ": cannot be made readable to us only");
  return {};
}

}  // namespace

/// Two connections: callers read by one while the pool's thread writes by the other.
struct Cache::State {
  State(const SecretKey& key, Database read, Database write)
      : sealer(key, "llm cache"),
        hash(key, "llm cache key"),
        reader(std::move(read)),
        writer(std::move(write)) {}

  Sealer sealer;
  KeyedHash hash;
  Database reader, writer;
  std::mutex read_mutex;
  std::optional<Prepared> find, put, get_account, make_account, add_to_account;

  Result<void> check_key() {
    // Sealed with the context as its own content: opens under the same key only.
    static constexpr std::string_view kSign = "lauter llm cache";
    LAUTER_ASSIGN(Prepared get,
                  Prepared::make(writer.get(), "SELECT value FROM meta WHERE name='key'"));
    std::string sealed;
    LAUTER_ASSIGN(const bool found,
                  get.run([&](sqlite3_stmt* row) { sealed = column_text(row, 0); }));
    if (found) {
      const auto opened = sealer.open(sealed, "key");
      if (opened.ok() && *opened == kSign) return {};
      return invalid_argument("cache: made under another key");
    }
    LAUTER_ASSIGN(Prepared set,
                  Prepared::make(writer.get(), "INSERT OR IGNORE INTO meta VALUES('key',?1)"));
    return set.text(1, sealer.seal(kSign, "key")).run();
  }

  Result<void> check_version() {
    LAUTER_ASSIGN(Prepared get, Prepared::make(writer.get(), "PRAGMA user_version"));
    int version = 0;
    LAUTER_ASSIGN([[maybe_unused]] const bool found,
                  get.run([&](sqlite3_stmt* row) { version = sqlite3_column_int(row, 0); }));
    if (version > kVersion) return unimplemented("cache: made by a newer lauter");
    return {};
  }

  Result<void> prepare() {
    const auto make = [](std::optional<Prepared>& statement, const Database& database,
                         const char* sql) -> Result<void> {
      LAUTER_ASSIGN(statement, Prepared::make(database.get(), sql));
      return {};
    };
    LAUTER_TRY(make(find, reader, "SELECT reply FROM replies WHERE request=?1"));
    LAUTER_TRY(make(put, writer, "INSERT OR REPLACE INTO replies VALUES(?1,?2)"));
    LAUTER_TRY(
        make(get_account, writer, "SELECT tokens,picomoney,requests FROM accounts WHERE name=?1"));
    LAUTER_TRY(make(make_account, writer, "INSERT OR IGNORE INTO accounts VALUES(?1,0,0,0)"));
    return make(add_to_account, writer,
                "UPDATE accounts SET tokens=tokens+?2, picomoney=picomoney+?3,"
                " requests=requests+?4 WHERE name=?1");
  }
};

Cache::Cache(std::unique_ptr<State> state) : state_(std::move(state)) {}
Cache::~Cache() = default;

Result<std::unique_ptr<Cache>> Cache::open(const std::string& path, const SecretKey& key) {
  LAUTER_TRY(make_private_file(path));
  LAUTER_ASSIGN(Database writer, open_database(path));
  LAUTER_ASSIGN(Database reader, open_database(path));
  auto state = std::make_unique<State>(key, std::move(reader), std::move(writer));
  sqlite3* const database = state->writer.get();
  LAUTER_TRY(state->check_version());
  // Immediate, so that two processes that start together do not both find nothing.
  LAUTER_TRY(execute(database, "BEGIN IMMEDIATE"));
  LAUTER_TRY(execute(database, kSchema));
  LAUTER_TRY(execute(database, ("PRAGMA user_version=" + std::to_string(kVersion)).c_str()));
  LAUTER_TRY(state->check_key());
  LAUTER_TRY(execute(database, "COMMIT"));
  LAUTER_TRY(state->prepare());
  return std::unique_ptr<Cache>(new Cache(std::move(state)));
}

Sha256Digest Cache::key_of(std::string_view body) const { return state_->hash.digest(body); }

Result<std::optional<Reply>> Cache::find(const Sha256Digest& key) {
  std::string sealed;
  {
    const std::lock_guard lock(state_->read_mutex);
    LAUTER_ASSIGN(const bool found, state_->find->blob(1, key).run(
                                        [&](sqlite3_stmt* row) { sealed = column_text(row, 0); }));
    if (!found) return std::optional<Reply>();
  }
  LAUTER_ASSIGN(const std::string text,
                state_->sealer.open(sealed, to_hex(key.data(), key.size())));
  LAUTER_ASSIGN(Reply reply, parse_reply(text));
  return std::optional<Reply>(std::move(reply));
}

Result<void> Cache::begin() { return execute(state_->writer.get(), "BEGIN IMMEDIATE"); }
Result<void> Cache::commit() { return execute(state_->writer.get(), "COMMIT"); }
void Cache::rollback() { static_cast<void>(execute(state_->writer.get(), "ROLLBACK")); }

Result<void> Cache::put(const Sha256Digest& key, const Reply& reply) {
  const std::string sealed =
      state_->sealer.seal(print_reply(reply), to_hex(key.data(), key.size()));
  return state_->put->blob(1, key).text(2, sealed).run();
}

Result<bool> Cache::reserve(const std::string& account, const Cost& bound,
                            const BudgetLimits& limits) {
  LAUTER_ASSIGN(const Cost so_far, committed(account));
  if (!fits(so_far, bound, limits)) return false;
  LAUTER_TRY(state_->make_account->text(1, account).run());
  LAUTER_TRY(state_->add_to_account->text(1, account).cost(2, bound).run());
  return true;
}

Result<void> Cache::release(const std::string& account, const Cost& back) {
  Cost negative;
  negative -= back;
  return state_->add_to_account->text(1, account).cost(2, negative).run();
}

Result<Cost> Cache::committed(const std::string& account) {
  Cost cost;
  LAUTER_ASSIGN([[maybe_unused]] const bool found,
                state_->get_account->text(1, account).run([&](sqlite3_stmt* row) {
                  cost = column_cost(row);
                }));
  return cost;
}

}  // namespace lauter::llm
