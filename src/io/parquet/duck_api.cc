#include "io/parquet/duck_api.h"

#include <dlfcn.h>

#include "io/files/files.h"

namespace lauter::internal {
namespace {

constexpr const char* kLibrary = "libduckdb.so";
constexpr const char* kHowToGet =
    "get libduckdb.so of DuckDB 1.3 or later (`npm pack @duckdb/node-bindings-linux-x64 && tar xzf "
    "duckdb-node-bindings-*.tgz`, or libduckdb-linux-*.zip of its releases) and name it with "
    "--duckdb PATH or LAUTER_DUCKDB";

/// Looks functions up by name and remembers the first one that is not there.
class Symbols {
 public:
  explicit Symbols(void* library) : library_(library) {}

  template <typename Function>
  void find(const char* name, Function*& function) {
    void* symbol = ::dlsym(library_, name);
    if (symbol == nullptr && missing_.empty()) missing_ = name;
    function = reinterpret_cast<Function*>(symbol);
  }
  const std::string& missing() const { return missing_; }

 private:
  void* library_;
  std::string missing_;
};

void find_all(Symbols& symbols, DuckApi& api) {
  symbols.find("duckdb_library_version", api.library_version);
  symbols.find("duckdb_free", api.free);
  symbols.find("duckdb_open", api.open);
  symbols.find("duckdb_close", api.close);
  symbols.find("duckdb_connect", api.connect);
  symbols.find("duckdb_disconnect", api.disconnect);
  symbols.find("duckdb_query", api.query);
  symbols.find("duckdb_prepare", api.prepare);
  symbols.find("duckdb_prepare_error", api.prepare_error);
  symbols.find("duckdb_destroy_prepare", api.destroy_prepare);
  symbols.find("duckdb_execute_prepared_streaming", api.execute_streaming);
  symbols.find("duckdb_result_error", api.result_error);
  symbols.find("duckdb_destroy_result", api.destroy_result);
  symbols.find("duckdb_fetch_chunk", api.fetch_chunk);
  symbols.find("duckdb_destroy_data_chunk", api.destroy_chunk);
  symbols.find("duckdb_data_chunk_get_size", api.chunk_size);
  symbols.find("duckdb_data_chunk_get_vector", api.chunk_vector);
  symbols.find("duckdb_column_count", api.column_count);
  symbols.find("duckdb_column_name", api.column_name);
  symbols.find("duckdb_column_logical_type", api.column_type);
  symbols.find("duckdb_get_type_id", api.type_id);
  symbols.find("duckdb_logical_type_get_alias", api.type_alias);
  symbols.find("duckdb_list_type_child_type", api.list_type);
  symbols.find("duckdb_struct_type_child_count", api.struct_size);
  symbols.find("duckdb_struct_type_child_name", api.struct_name);
  symbols.find("duckdb_struct_type_child_type", api.struct_type);
  symbols.find("duckdb_create_logical_type", api.create_type);
  symbols.find("duckdb_destroy_logical_type", api.destroy_type);
  symbols.find("duckdb_vector_get_data", api.vector_data);
  symbols.find("duckdb_vector_get_validity", api.vector_validity);
  symbols.find("duckdb_vector_assign_string_element_len", api.assign_string);
  symbols.find("duckdb_create_scalar_function", api.create_function);
  symbols.find("duckdb_destroy_scalar_function", api.destroy_function);
  symbols.find("duckdb_scalar_function_set_name", api.function_name);
  symbols.find("duckdb_scalar_function_add_parameter", api.function_parameter);
  symbols.find("duckdb_scalar_function_set_return_type", api.function_return);
  symbols.find("duckdb_scalar_function_set_volatile", api.function_volatile);
  symbols.find("duckdb_scalar_function_set_function", api.function_body);
  symbols.find("duckdb_register_scalar_function", api.register_function);
  symbols.find("duckdb_scalar_function_set_error", api.call_error);
}

std::string beside_program() {
  const auto program = real_path("/proc/self/exe");
  return program.ok() ? join_path(parent_path(*program), kLibrary) : std::string();
}

}  // namespace

Result<std::shared_ptr<const DuckApi>> load_duck_api(const std::string& path) {
  std::string place = path;
  if (path.empty()) {
    place = beside_program();
    if (!path_exists(place)) place = kLibrary;
  } else if (path.find('/') == std::string::npos) {
    place = "./" + path;  // else it would be looked up in the system's folders
  }
  void* library = ::dlopen(place.c_str(), RTLD_LAZY | RTLD_LOCAL);
  if (library == nullptr) {
    const char* why = ::dlerror();
    return unimplemented("Parquet needs DuckDB's library, which cannot be loaded (" +
                         std::string(why == nullptr ? place : why) + "); " + kHowToGet);
  }
  auto api = std::make_shared<DuckApi>();
  Symbols symbols(library);
  find_all(symbols, *api);
  if (!symbols.missing().empty()) {
    return unimplemented("Parquet: " + place + " has no function " + symbols.missing() + "; " +
                         kHowToGet);
  }
  api->path = place;
  return std::shared_ptr<const DuckApi>(std::move(api));
}

}  // namespace lauter::internal
