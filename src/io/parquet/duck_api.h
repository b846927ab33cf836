/// The functions of DuckDB's C API that are used, from a library that is loaded at run time. Names,
/// order of arguments and numbers are those of its documentation; no header of it is needed.
/// Internal to src/io/parquet.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"

namespace lauter::internal {

using DuckDatabase = struct DuckDatabaseTag*;
using DuckConnection = struct DuckConnectionTag*;
using DuckStatement = struct DuckStatementTag*;
using DuckChunk = struct DuckChunkTag*;
using DuckVector = struct DuckVectorTag*;
using DuckType = struct DuckTypeTag*;
using DuckFunction = struct DuckFunctionTag*;
using DuckCall = struct DuckCallTag*;

/// `duckdb_state`.
inline constexpr int kDuckOk = 0;
/// `duckdb_type`, as far as needed.
enum DuckTypeId : int {
  kDuckBoolean = 1,
  kDuckInteger = 4,
  kDuckBigint = 5,
  kDuckUbigint = 9,
  kDuckVarchar = 17,
  kDuckBlob = 18,
  kDuckList = 24,
  kDuckStruct = 25,
  kDuckMap = 26,
  kDuckArray = 33,
};

/// `duckdb_result`: passed by value, so its size counts. Its members are not used.
struct DuckResult {
  uint64_t counts[3] = {};
  void* pointers[3] = {};
};

/// `duckdb_string_t`, 16 bytes: up to 12 bytes stand inside.
struct DuckString {
  uint32_t size = 0;
  char begin[4] = {};
  const char* pointer = nullptr;

  const char* data() const { return size <= 12 ? begin : pointer; }
};
static_assert(sizeof(DuckString) == 16 && sizeof(DuckResult) == 48);

struct DuckApi {
  const char* (*library_version)();
  void (*free)(void*);
  int (*open)(const char* path, DuckDatabase*);
  void (*close)(DuckDatabase*);
  int (*connect)(DuckDatabase, DuckConnection*);
  void (*disconnect)(DuckConnection*);

  int (*query)(DuckConnection, const char* sql, DuckResult*);
  int (*prepare)(DuckConnection, const char* sql, DuckStatement*);
  const char* (*prepare_error)(DuckStatement);
  void (*destroy_prepare)(DuckStatement*);
  int (*execute_streaming)(DuckStatement, DuckResult*);
  const char* (*result_error)(DuckResult*);
  void (*destroy_result)(DuckResult*);
  DuckChunk (*fetch_chunk)(DuckResult);
  void (*destroy_chunk)(DuckChunk*);
  uint64_t (*chunk_size)(DuckChunk);
  DuckVector (*chunk_vector)(DuckChunk, uint64_t column);

  uint64_t (*column_count)(DuckResult*);
  const char* (*column_name)(DuckResult*, uint64_t column);
  DuckType (*column_type)(DuckResult*, uint64_t column);
  int (*type_id)(DuckType);
  char* (*type_alias)(DuckType);  ///< to be freed; may be null
  uint64_t (*struct_size)(DuckType);
  char* (*struct_name)(DuckType, uint64_t index);  ///< to be freed
  DuckType (*list_type)(DuckType);
  DuckType (*struct_type)(DuckType, uint64_t index);
  DuckType (*create_type)(int id);
  void (*destroy_type)(DuckType*);

  void* (*vector_data)(DuckVector);
  uint64_t* (*vector_validity)(DuckVector);  ///< null: all are valid; else bit i of word i / 64
  void (*assign_string)(DuckVector, uint64_t index, const char*, uint64_t size);

  DuckFunction (*create_function)();
  void (*destroy_function)(DuckFunction*);
  void (*function_name)(DuckFunction, const char*);
  void (*function_parameter)(DuckFunction, DuckType);
  void (*function_return)(DuckFunction, DuckType);
  void (*function_volatile)(DuckFunction);
  void (*function_body)(DuckFunction, void (*body)(DuckCall, DuckChunk input, DuckVector output));
  int (*register_function)(DuckConnection, DuckFunction);
  void (*call_error)(DuckCall, const char*);

  std::string path;  ///< where the library was found
};

/// Loads the library: of `path`, or, if that is empty, libduckdb.so beside this program or where
/// the system's loader looks. It is never unloaded. Errors: kUnimplemented with what was tried and
/// how to get it, or with the function that it lacks.
Result<std::shared_ptr<const DuckApi>> load_duck_api(const std::string& path);

}  // namespace lauter::internal
