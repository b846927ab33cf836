#include "io/parquet/texts_in_sql.h"

#include <atomic>
#include <exception>
#include <initializer_list>

namespace lauter::internal {
namespace {

/// The arguments of a call: columns of the same number of rows.
struct Arguments {
  uint64_t n = 0;
  StagedTexts* texts = nullptr;
  const int64_t* rows = nullptr;

  Arguments(const DuckApi& api, DuckChunk input) : n(api.chunk_size(input)) {
    const auto* handles = static_cast<const uint64_t*>(api.vector_data(api.chunk_vector(input, 0)));
    rows = static_cast<const int64_t*>(api.vector_data(api.chunk_vector(input, 1)));
    if (n > 0) texts = reinterpret_cast<StagedTexts*>(handles[0]);  // NOLINT: see texts_handle()
  }
};

/// Runs `body(row index, staged)` for all rows; what goes wrong becomes the query's error.
template <typename Body>
void for_each(const DuckApi& api, DuckCall call, const Arguments& arguments, Body body) {
  try {
    for (uint64_t i = 0; i < arguments.n; ++i) {
      const auto staged = arguments.texts->at(static_cast<uint64_t>(arguments.rows[i]));
      if (!staged.ok()) return api.call_error(call, staged.error().message.c_str());
      body(i, *staged);
    }
  } catch (const std::exception& error) {  // no exception may pass through C
    api.call_error(call, error.what());
  }
}

/// DuckDB calls a function without saying which library it belongs to. There is one in a process,
/// and it is never unloaded.
std::atomic<const DuckApi*> g_api{nullptr};

void kept(DuckCall call, DuckChunk input, DuckVector output) {
  const DuckApi& api = *g_api.load();
  auto* out = static_cast<bool*>(api.vector_data(output));
  for_each(api, call, Arguments(api, input), [&](uint64_t i, const StagedTexts::Staged& staged) {
    out[i] = staged.fate != StagedTexts::Fate::kRejected;
  });
}

void text(DuckCall call, DuckChunk input, DuckVector output) {
  const DuckApi& api = *g_api.load();
  const auto* old = static_cast<const DuckString*>(api.vector_data(api.chunk_vector(input, 2)));
  for_each(api, call, Arguments(api, input), [&](uint64_t i, const StagedTexts::Staged& staged) {
    if (staged.fate == StagedTexts::Fate::kReplaced) {
      api.assign_string(output, i, staged.text.data(), staged.text.size());
    } else {
      api.assign_string(output, i, old[i].data(), old[i].size);
    }
  });
}

/// One of several texts of a row, which is none of a null.
void field(DuckCall call, DuckChunk input, DuckVector output) {
  const DuckApi& api = *g_api.load();
  const Arguments arguments(api, input);
  const auto* names = static_cast<const DuckString*>(api.vector_data(api.chunk_vector(input, 2)));
  const auto* old = static_cast<const DuckString*>(api.vector_data(api.chunk_vector(input, 3)));
  try {
    for (uint64_t i = 0; i < arguments.n; ++i) {
      const auto staged = arguments.texts->field_at(static_cast<uint64_t>(arguments.rows[i]), {names[i].data(), names[i].size});
      if (!staged.ok()) return api.call_error(call, staged.error().message.c_str());
      const std::string_view new_text = staged->value_or(std::string_view(old[i].data(), old[i].size));
      api.assign_string(output, i, new_text.data(), new_text.size());
    }
  } catch (const std::exception& error) {  // no exception may pass through C
    api.call_error(call, error.what());
  }
}

Result<void> add_function(DuckSession& session, const DuckApi& api, const char* name,
                          std::initializer_list<int> parameters, int result,
                          void (*body)(DuckCall, DuckChunk, DuckVector)) {
  DuckFunction function = api.create_function();
  api.function_name(function, name);
  for (const int id : parameters) {
    DuckType type = api.create_type(id);
    api.function_parameter(function, type);
    api.destroy_type(&type);
  }
  DuckType type = api.create_type(result);
  api.function_return(function, type);
  api.destroy_type(&type);
  api.function_volatile(function);  // the row decides, not the value of the arguments alone
  api.function_body(function, body);
  const int state = api.register_function(session.connection(), function);
  api.destroy_function(&function);
  if (state != kDuckOk) return internal_error(std::string("DuckDB does not take ") + name);
  return {};
}

}  // namespace

Result<void> add_text_functions(DuckStore& store, DuckSession& session) {
  g_api.store(&store.api());
  LAUTER_TRY(add_function(session, store.api(), "lauter_kept", {kDuckUbigint, kDuckBigint},
                          kDuckBoolean, kept));
  LAUTER_TRY(add_function(session, store.api(), "lauter_text",
                          {kDuckUbigint, kDuckBigint, kDuckVarchar}, kDuckVarchar, text));
  return add_function(session, store.api(), "lauter_field",
                      {kDuckUbigint, kDuckBigint, kDuckVarchar, kDuckVarchar}, kDuckVarchar, field);
}

std::string texts_handle(StagedTexts& texts) {
  return std::to_string(reinterpret_cast<uintptr_t>(&texts)) + "::UBIGINT";
}

}  // namespace lauter::internal
