// The functions of lauter.h: what they are given, checked and converted; errors and exceptions turned into codes.
#include "capi/lauter.h"

#include <algorithm>
#include <cstdlib>
#include <cstddef>
#include <cstring>
#include <exception>
#include <new>
#include <string>
#include <typeinfo>
#include <vector>

#include "capi/arrow_in.h"
#include "capi/arrow_out.h"
#include "capi/batch.h"
#include "capi/rows.h"
#include "catalog/category.h"
#include "cli/categories.h"
#include "cli/commands/commands.h"
#include "cli/doctor.h"
#include "cli/job_setup.h"
#include "cli/refine_files.h"
#include "edit/dialect/dialect.h"
#include "edit/program_json.h"
#include "io/files/sink.h"
#include "json/value.h"
#include "run/output/report_json.h"
#include "run/rows/row_hash.h"

struct lauter_error {
  int code;
  std::string message;
};

namespace lauter::capi {
namespace {

constexpr size_t kLeastKey = 16;
constexpr size_t kMostKey = 64;

/// What an error is about: the code for mistakes, where the error does not say it.
int code_of(ErrorCode code, int about) {
  switch (code) {
    case ErrorCode::kUnavailable:
    case ErrorCode::kDeadlineExceeded: return LAUTER_UNAVAILABLE;
    case ErrorCode::kResourceExhausted: return about == LAUTER_BAD_INPUT ? LAUTER_BAD_INPUT : LAUTER_NO_MEMORY;
    case ErrorCode::kInternal: return LAUTER_INTERNAL;
    default: return about;
  }
}

int set_error(lauter_error** out, int code, std::string message) {
  if (out != nullptr) *out = new (std::nothrow) lauter_error{code, std::move(message)};
  return code;
}

int set_error(lauter_error** out, const Error& error, int about) {
  return set_error(out, code_of(error.code, about), error.message);
}

/// Runs `body`, which returns a code: no exception crosses.
template <typename Body>
int guarded(lauter_error** error, Body body) {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    return set_error(error, LAUTER_NO_MEMORY, "out of memory");
  } catch (const std::exception& e) {
    // what() of a library may quote what it was given.
    return set_error(error, LAUTER_INTERNAL, std::string("unexpected ") + typeid(e).name());
  }
}

char* give_away(std::string_view text) {
  auto* copy = static_cast<char*>(std::malloc(text.size() + 1));
  if (copy == nullptr) throw std::bad_alloc();
  std::memcpy(copy, text.data(), text.size());
  copy[text.size()] = '\0';
  return copy;
}

Result<Dialect> dialect_of(const char* name) {
  const auto dialect = dialect_of_name(name == nullptr ? "" : name);
  if (!dialect) return invalid_argument("dialect: lauter, refinex, prox and ultrax are known");
  return *dialect;
}

bool has_values(const lauter_call& call) { return call.size == sizeof call && call.values != nullptr; }

/// Whether the recipe says of single fields what a call on texts alone cannot do.
bool needs_values(const Recipe& recipe) {
  return !recipe.field_values.empty() || !recipe.dropped_fields.empty() || recipe.all_fields;
}

/// `call.values`, of a call whose texts and rows are read.
Result<void> read_values(const lauter_call& call, const Recipe& recipe, Question& question) {
  if (!has_values(call)) return {};
  question.values.assign(call.values, call.values + question.texts.size());
  for (size_t row = 0; row < question.n_rows(); ++row) {
    for (size_t i = question.first_text(row); i < question.last_text(row); ++i) {
      if (question.values[i] > recipe.field_values.size()) return invalid_argument("call: values names no field of the recipe");
      const bool is_first = i == question.first_text(row);
      if (question.values[i] == 0 && !is_first && question.values[i - 1] != 0) {
        return invalid_argument("call: values: a text stands behind a private value of its row");
      }
    }
  }
  return {};
}

Result<Question> question_of(const lauter_view* texts, size_t n, const lauter_call& call, const Recipe& recipe, bool only_find) {
  Question question{.texts = {texts, texts + n}, .offsets = call.offsets, .only_find = only_find};
  if (call.size != sizeof(lauter_call) && call.size != offsetof(lauter_call, values)) return invalid_argument("call: size is not that of this version's lauter_call");
  if (call.threads < 1) return invalid_argument("call: threads is below 1");
  if (call.offsets < LAUTER_OFFSETS_BYTE || call.offsets > LAUTER_OFFSETS_UTF16) {
    return invalid_argument("call: offsets is not a known unit");
  }
  if (call.rows != nullptr) {
    question.rows.assign(call.rows, call.rows + call.n_rows + 1);
    if (call.rows[0] != 0 || call.rows[call.n_rows] != n || !std::ranges::is_sorted(question.rows)) {
      return invalid_argument("call: rows do not go from 0 to the number of texts, in order");
    }
  }
  LAUTER_TRY(read_values(call, recipe, question));
  if (call.ids != nullptr) question.ids.assign(call.ids, call.ids + question.n_rows());
  if (call.fields != nullptr && call.fields_schema != nullptr) {
    LAUTER_ASSIGN(question.fields, read_fields(*call.fields_schema, *call.fields));
    if (question.fields.size() != question.n_rows()) return invalid_argument("fields: not one entry for each row");
  }
  return question;
}

Result<std::string> program_text(const Batch& batch, size_t number, const char* dialect) {
  LAUTER_ASSIGN(const Dialect known, dialect_of(dialect));
  if (number >= batch.rows().size()) return invalid_argument("there is no such row");
  const RowResult& row = batch.rows()[number];
  const size_t text = batch.question().first_text(number);
  if (batch.question().last_text(number) - text != 1) return invalid_argument("a row of several texts has no one program");
  EditProgram program;
  for (const lauter_edit& edit : row.edits) {
    const auto word = [](const lauter_view& view) { return std::string(view_of(view)); };
    program.edits.push_back({{edit.byte_start, edit.byte_end}, word(edit.replacement),
                             {word(edit.stage), word(edit.rule), word(edit.label), edit.score, word(edit.reason)}});
  }
  const std::string_view original = view_of(batch.question().texts[text]);
  std::string out;
  if (known == Dialect::kUltrax) return invalid_argument("dialect ultrax is read, not written");
  if (known != Dialect::kLauter) {
    // A program that leaves edits out would give the private text back.
    DialectText said = print_dialect(program, original, known);
    if (said.lost_total() > 0) return invalid_argument("this dialect cannot say all edits of the row");
    return std::move(said.program);
  }
  append_program_json(out, program, view_of(row.id), original, AuditWriter(batch.engine().key(), AuditMode::kHmac));
  return out;
}

int work(const lauter_engine* engine, const lauter_view* texts, size_t n, const lauter_call* call, bool only_find,
         lauter_batch** out, lauter_error** error) {
  return guarded(error, [&] {
    const Recipe& recipe = engine->engine->job().recipe;
    if (needs_values(recipe) && !has_values(*call)) {
      return set_error(error, LAUTER_BAD_FIELD,
                       "the recipe says what single fields are (fields, all_fields, drop_fields), and these are texts alone: "
                       "give rows with their fields (refine_rows, refine_table, lauter_call.values)");
    }
    auto question = question_of(texts, n, *call, recipe, only_find);
    if (!question.ok()) return set_error(error, question.error(), LAUTER_BAD_CALL);
    std::unique_ptr<lauter_batch> batch(new lauter_batch{Batch(*engine->engine, std::move(*question))});
    bool is_stopped = false;
    const auto stop = [&] {
      is_stopped = is_stopped || (call->stop != nullptr && call->stop(call->stop_data) != 0);
      return is_stopped;
    };
    const auto done = batch->batch.work(call->threads, stop);
    if (is_stopped) return set_error(error, LAUTER_STOPPED, "stopped");
    if (!done.ok()) return set_error(error, done.error(), LAUTER_BAD_RECIPE);
    *out = batch.release();
    return static_cast<int>(LAUTER_OK);
  });
}

}  // namespace
}  // namespace lauter::capi

using namespace lauter;
using namespace lauter::capi;

uint32_t lauter_abi_version() { return 1U << 16U | 1U; }
const char* lauter_version() { return lauter::lauter_version().data(); }

int lauter_error_code(const lauter_error* error) { return error->code; }
const char* lauter_error_message(const lauter_error* error) { return error->message.c_str(); }
void lauter_error_free(lauter_error* error) { delete error; }
void lauter_string_free(char* text) { std::free(text); }

int lauter_engine_open(const char* config_json, const uint8_t* key, size_t key_size, lauter_engine** out,
                       lauter_error** error) {
  return guarded(error, [&] {
    if (key == nullptr || key_size < kLeastKey || key_size > kMostKey) {
      return set_error(error, LAUTER_BAD_KEY, "a key has 16 to 64 bytes");
    }
    int about = LAUTER_BAD_RECIPE;
    auto engine = Engine::open(config_json, {std::string(key, key + key_size)}, about);
    if (!engine.ok()) return set_error(error, engine.error(), about);
    *out = new lauter_engine{std::move(*engine)};
    return static_cast<int>(LAUTER_OK);
  });
}

void lauter_engine_close(lauter_engine* engine) { delete engine; }

int lauter_engine_describe(const lauter_engine* engine, char** json, lauter_error** error) {
  return guarded(error, [&] {
    *json = give_away(engine->engine->describe());
    return static_cast<int>(LAUTER_OK);
  });
}

int lauter_categories(char** json, lauter_error** error) {
  return guarded(error, [&] {
    *json = give_away(categories_json().to_string());
    return static_cast<int>(LAUTER_OK);
  });
}

int lauter_refine(const lauter_engine* engine, const lauter_view* texts, size_t n, const lauter_call* call,
                  lauter_batch** out, lauter_error** error) {
  return work(engine, texts, n, call, /*only_find=*/false, out, error);
}

int lauter_find(const lauter_engine* engine, const lauter_view* texts, size_t n, const lauter_call* call,
                lauter_batch** out, lauter_error** error) {
  return work(engine, texts, n, call, /*only_find=*/true, out, error);
}

int lauter_arrow_views(const ArrowSchema* schema, const ArrowArray* array, int check, lauter_view* out,
                       lauter_error** error) {
  return guarded(error, [&] {
    const size_t n = array->length < 0 ? 0 : static_cast<size_t>(array->length);
    const auto read = read_strings(*schema, *array, check != 0, {out, n});
    return read.ok() ? static_cast<int>(LAUTER_OK) : set_error(error, read.error(), LAUTER_BAD_FIELD);
  });
}

int lauter_apply(const char* text, size_t text_size, const char* program, size_t program_size, const char* dialect,
                 char** out, size_t* out_size, lauter_error** error) {
  return guarded(error, [&] {
    const std::string_view original(text, text_size);
    const auto refined = [&]() -> Result<std::string> {
      LAUTER_ASSIGN(const Dialect known, dialect_of(dialect));
      LAUTER_ASSIGN(const EditProgram edits, parse_dialect({program, program_size}, original, known));
      return apply_program(edits, original);
    }();
    if (!refined.ok()) return set_error(error, refined.error(), LAUTER_BAD_CALL);
    *out = give_away(*refined);
    *out_size = refined->size();
    return static_cast<int>(LAUTER_OK);
  });
}

size_t lauter_batch_rows(const lauter_batch* batch) { return batch->batch.rows().size(); }

int lauter_batch_row(const lauter_batch* batch, size_t number, lauter_row* out) {
  if (number >= batch->batch.rows().size() || out->size != sizeof(lauter_row)) return LAUTER_BAD_CALL;
  const RowResult& row = batch->batch.rows()[number];
  const size_t first = batch->batch.question().first_text(number);
  *out = {.size = out->size,
          .state = row.state,
          .id = row.id,
          .reason = row.reason,
          .edits = row.edits.data(),
          .n_edits = row.edits.size(),
          .first_text = first,
          .n_texts = batch->batch.question().last_text(number) - first,
          .verified = row.verified ? 1 : 0,
          .rounds = row.rounds,
          .found = row.found,
          .repaired = row.repaired,
          .failed = row.failed.data(),
          .n_failed = row.failed.size()};
  return LAUTER_OK;
}

lauter_view lauter_batch_text(const lauter_batch* batch, size_t text) {
  return text < batch->batch.refined().size() ? batch->batch.refined()[text] : lauter_view{nullptr, 0};
}

int lauter_batch_counts(const lauter_batch* batch, lauter_counts* out) {
  if (out->size != sizeof(lauter_counts)) return LAUTER_BAD_CALL;
  *out = lauter_counts{};
  out->size = sizeof(lauter_counts);
  for (const RowResult& row : batch->batch.rows()) {
    ++out->rows;
    ++(row.state == LAUTER_KEPT     ? out->kept
       : row.state == LAUTER_EDITED ? out->edited
       : row.state == LAUTER_NULL   ? out->null
                                    : out->rejected);
    out->edits += row.edits.size();
  }
  for (const lauter_view& text : batch->batch.question().texts) out->bytes += text.data == nullptr ? 0 : text.size;
  return LAUTER_OK;
}

int lauter_batch_program(const lauter_batch* batch, size_t number, const char* dialect, char** out, lauter_error** error) {
  return guarded(error, [&] {
    const auto program = program_text(batch->batch, number, dialect);
    if (!program.ok()) return set_error(error, program.error(), LAUTER_BAD_CALL);
    *out = give_away(*program);
    return static_cast<int>(LAUTER_OK);
  });
}

int lauter_batch_text_array(const lauter_batch* batch, int type, ArrowSchema* schema, ArrowArray* array,
                            lauter_error** error) {
  return guarded(error, [&] {
    if (type < LAUTER_UTF8 || type > LAUTER_UTF8_VIEW) return set_error(error, LAUTER_BAD_CALL, "not a type of strings");
    const auto done = export_texts(batch->batch, type, schema, array);
    return done.ok() ? static_cast<int>(LAUTER_OK) : set_error(error, LAUTER_BAD_CALL, done.error().message);
  });
}

int lauter_batch_table(const lauter_batch* batch, ArrowSchema* schema, ArrowArray* array, lauter_error** error) {
  return guarded(error, [&] {
    export_table(batch->batch, schema, array);
    return static_cast<int>(LAUTER_OK);
  });
}

void lauter_batch_free(lauter_batch* batch) { delete batch; }

int lauter_rows_open(const char* config_json, lauter_rows** out, lauter_error** error) {
  return guarded(error, [&] {
    auto rows = SourceRows::open(config_json);
    if (!rows.ok()) return set_error(error, rows.error(), LAUTER_BAD_INPUT);
    *out = new lauter_rows{std::move(*rows)};
    return static_cast<int>(LAUTER_OK);
  });
}

void lauter_rows_close(lauter_rows* rows) { delete rows; }

int lauter_rows_next(lauter_rows* rows, int with_rows, lauter_chunk* out, lauter_error** error) {
  return guarded(error, [&] {
    if (out->size != sizeof(lauter_chunk)) return set_error(error, LAUTER_BAD_CALL, "chunk: size is not that of this version");
    const auto done = rows->rows->next(with_rows != 0, *out);
    return done.ok() ? static_cast<int>(LAUTER_OK) : set_error(error, done.error(), LAUTER_BAD_INPUT);
  });
}

int lauter_decompress_zstd(const char* data, size_t size, uint64_t limit, char** out, size_t* out_size,
                           lauter_error** error) {
  return guarded(error, [&] {
    const auto content = decompress_all(Compression::kZstd, {data, size}, limit);
    if (!content.ok()) return set_error(error, content.error(), LAUTER_BAD_INPUT);
    if (content->size() > limit) return set_error(error, LAUTER_BAD_INPUT, "more than the limit when decompressed");
    *out = give_away(*content);
    *out_size = content->size();
    return static_cast<int>(LAUTER_OK);
  });
}

int lauter_text_hash(const uint8_t* key, size_t key_size, const char* text, size_t size, char hex[33],
                     lauter_error** error) {
  return guarded(error, [&] {
    if (key_size < kLeastKey || key_size > kMostKey) return set_error(error, LAUTER_BAD_KEY, "a key has 16 to 64 bytes");
    const SecretKey secret{std::string(key, key + key_size)};
    const std::string hash = text_hash_of(make_text_hash(secret), {text, size});
    std::memcpy(hex, hash.c_str(), hash.size() + 1);
    return static_cast<int>(LAUTER_OK);
  });
}

int lauter_unseal(const uint8_t* key, size_t key_size, const char* id, size_t id_size, uint64_t start, const char* sealed,
                  size_t sealed_size, char** out, size_t* out_size, lauter_error** error) {
  return guarded(error, [&] {
    if (key_size < kLeastKey || key_size > kMostKey) return set_error(error, LAUTER_BAD_KEY, "a key has 16 to 64 bytes");
    const AuditWriter opener({std::string(key, key + key_size)}, AuditMode::kSealed);
    const auto value = opener.unseal({id, id_size}, start, {.hmac = {}, .sealed = std::string(sealed, sealed_size)});
    if (!value.ok()) return set_error(error, value.error(), LAUTER_BAD_KEY);
    *out = give_away(*value);
    *out_size = value->size();
    return static_cast<int>(LAUTER_OK);
  });
}

int lauter_refine_files(int argc, const char* const* argv, int (*progress)(void*, const lauter_progress*), void* data,
                        char** report_json, lauter_error** error) {
  return guarded(error, [&] {
    bool is_stopped = false;
    const auto show = [&](const Progress& at) {
      const lauter_progress now{.size = sizeof(lauter_progress), .rows = at.rows, .rows_rejected = at.rows_rejected,
                                .edits = at.edits, .bytes = at.bytes, .seconds = at.seconds, .done = at.done};
      if (progress != nullptr && !is_stopped) is_stopped = progress(data, &now) != 0;
      return !is_stopped;
    };
    const auto result = refine_files({argv, argv + argc}, show);
    if (!result.ok()) return set_error(error, result.error(), LAUTER_BAD_INPUT);
    *report_json = give_away(report_text(result->report));
    if (!result->interrupted) return static_cast<int>(LAUTER_OK);
    return set_error(error, LAUTER_STOPPED, "stopped; the same call with --resume goes on");
  });
}

int lauter_doctor(int argc, const char* const* argv, char** json, lauter_error** error) {
  return guarded(error, [&] {
    const auto facts = examine_machine({argv, argv + argc});
    if (!facts.ok()) return set_error(error, facts.error(), LAUTER_BAD_RECIPE);
    JsonValue::Object members;
    for (const auto& [name, words] : *facts) members.emplace_back(name, words);
    *json = give_away(JsonValue(std::move(members)).to_string());
    return static_cast<int>(LAUTER_OK);
  });
}

int lauter_cli_main(int argc, char** argv) { return run_cli({argv + (argc > 0 ? 1 : 0), argv + argc}); }
