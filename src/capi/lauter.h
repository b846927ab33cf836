/* lauter as a library of C: a recipe, a key and models, compiled once into an engine, and batches of
 * texts that go through it.
 *
 *   lauter_engine* engine;
 *   lauter_error* error = NULL;
 *   if (lauter_engine_open("{\"recipe\":\"anonymize\"}", key, 32, &engine, &error) != LAUTER_OK) ...
 *   lauter_view texts[] = {{"Mail bob@corp.com", 17}, {NULL, 0}};
 *   lauter_call call = {.size = sizeof call, .threads = 1};
 *   lauter_batch* batch;
 *   lauter_refine(engine, texts, 2, &call, &batch, &error);
 *   lauter_row row = {.size = sizeof row};
 *   lauter_batch_row(batch, 0, &row);          // row.state == LAUTER_EDITED
 *   lauter_batch_free(batch);
 *
 * Text is UTF-8 with its length; strings that are said to be C strings end with NUL. No C++ type and no
 * exception crosses. Every function that can fail returns LAUTER_OK or one of lauter_status, and then sets
 * *error (if error is not NULL), which the caller frees. No message holds a value of a text.
 * An engine is immutable and may be used by any number of threads at once, and by a child process after
 * fork(): it keeps no threads between calls. A batch belongs to its caller: one thread at a time. */
#ifndef LAUTER_CAPI_LAUTER_H
#define LAUTER_CAPI_LAUTER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define LAUTER_API __attribute__((visibility("default")))
#else
#define LAUTER_API
#endif

/* Arrow's C data interface, as its specification prints it
 * (https://arrow.apache.org/docs/format/CDataInterface.html). */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  void (*release)(struct ArrowSchema*);
  void* private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  void (*release)(struct ArrowArray*);
  void* private_data;
};
#endif /* ARROW_C_DATA_INTERFACE */

typedef struct lauter_engine lauter_engine; /* recipe + key + models, compiled */
typedef struct lauter_batch lauter_batch;   /* what one call gave */
typedef struct lauter_error lauter_error;

/* ---- versions and errors ---- */

/* Major << 16 | minor. The minor grows with what is added, the major with what is changed. */
LAUTER_API uint32_t lauter_abi_version(void);
LAUTER_API const char* lauter_version(void); /* C string, static: "0.2.0" */

typedef enum lauter_status {
  LAUTER_OK = 0,
  LAUTER_BAD_CALL = 1,      /* an argument is wrong: fix the call */
  LAUTER_BAD_RECIPE = 2,    /* the recipe or an option of it; the message names file, line, column */
  LAUTER_BAD_KEY = 3,
  LAUTER_BAD_FIELD = 4,     /* a column of a type that cannot be read; texts alone, of which the recipe says more */
  LAUTER_NO_MODEL = 5,      /* this build has no such weights */
  LAUTER_BAD_INPUT = 6,     /* a file or folder */
  LAUTER_UNAVAILABLE = 7,   /* a server, or a library that is loaded on demand */
  LAUTER_STOPPED = 8,       /* lauter_call.stop said so */
  LAUTER_NO_MEMORY = 9,
  LAUTER_INTERNAL = 10      /* a bug */
} lauter_status;

LAUTER_API int lauter_error_code(const lauter_error*);
LAUTER_API const char* lauter_error_message(const lauter_error*); /* C string, lives as long as the error */
LAUTER_API void lauter_error_free(lauter_error*);                 /* NULL is fine */

/* Strings that lauter gives away (char**) are freed here. NULL is fine. */
LAUTER_API void lauter_string_free(char*);

/* ---- an engine ---- */

/* `config_json`, a C string: {"recipe": NAME or PATH, or "recipe_yaml": the YAML itself,
 *   "set": ["surrogates.default=mask"], "model": "small", "scope": "private" | "all",
 *   "mode": "text" (the default) | "code"}; all but one of the first two may be left out. `key`: 16 to 64 bytes.
 * Takes as long as compiling the recipe, some 30 ms, and memory of its models. */
LAUTER_API int lauter_engine_open(const char* config_json, const uint8_t* key, size_t key_size,
                                  lauter_engine** out, lauter_error** error);
LAUTER_API void lauter_engine_close(lauter_engine*); /* no call may be under way; NULL is fine */

/* A JSON object: {"version", "recipe": the canonical recipe as an object, "recipe_name", "recipe_hash", "mode",
 * "key_id", "models": [names], "values": [paths of fields that are private values], "hash": of all that decides about bytes,
 * the same on every machine}. */
LAUTER_API int lauter_engine_describe(const lauter_engine*, char** json, lauter_error** error);

/* A JSON list of the built-in categories: [{"name","group","description","example",
 * "aliases":[{"name","of"}]}]. */
LAUTER_API int lauter_categories(char** json, lauter_error** error);

/* ---- texts through it ---- */

typedef struct lauter_view { /* borrowed text; `data` NULL: null */
  const char* data;
  size_t size;
} lauter_view;

enum { LAUTER_OFFSETS_BYTE = 0, LAUTER_OFFSETS_CHAR = 1, LAUTER_OFFSETS_UTF16 = 2 };

typedef struct lauter_call {
  size_t size;          /* sizeof(lauter_call): fields may be added */
  int threads;          /* >= 1; the result never depends on it. One batch of less than 64 KB is done by the caller */
  int offsets;          /* unit of lauter_edit.start, end, refined_start, refined_end */
  /* Called by the calling thread, ten times a second; true ends the call with LAUTER_STOPPED. May be NULL. */
  int (*stop)(void* stop_data);
  void* stop_data;
  const lauter_view* ids; /* one for each row, or NULL: then, and for a null, the key's hash of the row's texts. */
  /* Rows of several texts (the turns of a chat): n_rows + 1 indices into the texts, row i is texts[rows[i]] to
   * texts[rows[i + 1]]. They are refined as one document, their texts apart from one another by a blank line, and are
   * kept, edited or rejected together. NULL: each text is a row. */
  const size_t* rows;
  size_t n_rows;
  /* What a recipe's `where:` looks at: a struct array, one entry for each row. NULL: no fields. */
  const struct ArrowSchema* fields_schema;
  const struct ArrowArray* fields;
  /* For recipes that say what single fields are. One number for each text: 0 of a text, else of a string that is one
   * private value as a whole its place, from 1, in "values" of lauter_engine_describe(). In a row private values stand
   * behind all texts. NULL: no row has any, which is LAUTER_BAD_FIELD if the recipe has `fields` with operators or
   * categories, all_fields or drop_fields: the caller finds the strings and leaves out what is dropped. (ABI 1.1) */
  const size_t* values;
} lauter_call;

/* Refines the texts. Their bytes, and those of ids, must live and not change until the batch is freed; the arrays of
 * views need not. Texts that are not UTF-8 are
 * rejected rows, never errors. */
LAUTER_API int lauter_refine(const lauter_engine*, const lauter_view* texts, size_t n, const lauter_call*,
                             lauter_batch**, lauter_error**);
/* What the engine finds, nothing changed: rows with edits that have no replacement; `public` finds are left out.
 * For recipes that ask a model: what would be edited. */
LAUTER_API int lauter_find(const lauter_engine*, const lauter_view* texts, size_t n, const lauter_call*,
                           lauter_batch**, lauter_error**);

/* The texts of an Arrow array of type utf8, large_utf8, utf8_view or a dictionary of one of these: writes
 * array->length views, which live as long as the array. With `check` all offsets are checked against one another first
 * (linear), else only those that cost nothing. */
LAUTER_API int lauter_arrow_views(const struct ArrowSchema*, const struct ArrowArray*, int check, lauter_view* out,
                                  lauter_error**);

/* Applies a program to a text, nothing is looked for. `dialect`: a C string, "lauter" (a JSON list of ops, as logs have
 * them), "refinex", "prox" or "ultrax". `*out` is freed by lauter_string_free and ends with NUL behind *out_size. */
LAUTER_API int lauter_apply(const char* text, size_t text_size, const char* program, size_t program_size,
                            const char* dialect, char** out, size_t* out_size, lauter_error**);

/* ---- a batch ---- */

enum { LAUTER_KEPT = 0, LAUTER_EDITED = 1, LAUTER_REJECTED = 2, LAUTER_NULL = 3 };

typedef struct lauter_edit {
  uint64_t start, end;                 /* of the text that it is in, half-open, in the unit of the call */
  uint64_t byte_start, byte_end;       /* the same in bytes */
  uint64_t refined_start, refined_end; /* of the replacement in the refined text, in the unit of the call */
  uint32_t text;                       /* which of the row's texts, from 0 */
  float score;                         /* 0 to 1 */
  lauter_view replacement;             /* empty: deleted. A find's has data NULL */
  lauter_view label, rule, stage;
  lauter_view reason;                  /* in words without values; may be empty */
} lauter_edit;

typedef struct lauter_row {
  size_t size;              /* set by the caller: sizeof(lauter_row) */
  int state;                /* LAUTER_KEPT and so on */
  lauter_view id;
  lauter_view reason;       /* of a rejected row, in words without values */
  const lauter_edit* edits; /* in order; of a rejected row none */
  size_t n_edits;
  size_t first_text, n_texts;            /* into the call's texts */
  int verified;                          /* the verifier ran and passed */
  uint32_t rounds, found, repaired;      /* of finding, editing, verifying; see CheckSummary of docs/GUIDE.md */
  const lauter_view* failed;             /* checks that failed in some round: `rescan:EMAIL_ADDRESS` */
  size_t n_failed;
} lauter_row;

/* Everything that the row points to lives as long as the batch. */
LAUTER_API size_t lauter_batch_rows(const lauter_batch*);
LAUTER_API int lauter_batch_row(const lauter_batch*, size_t row, lauter_row*);

/* The refined text of text number `text` of the call; data NULL if it is null or its row is rejected. A text that did
 * not change is the caller's own view, the same pointer. */
LAUTER_API lauter_view lauter_batch_text(const lauter_batch*, size_t text);

typedef struct lauter_counts {
  size_t size;
  uint64_t rows, kept, edited, rejected, null, edits; /* rows == kept + edited + rejected + null */
  uint64_t bytes;                                     /* of the texts, null ones none */
} lauter_counts;
LAUTER_API int lauter_batch_counts(const lauter_batch*, lauter_counts*);

/* The row's program as `lauter apply` reads it; `dialect` as of lauter_apply(). In "lauter" originals are keyed hashes.
 * LAUTER_BAD_CALL for rows of several texts, and where the dialect cannot say all edits. */
LAUTER_API int lauter_batch_program(const lauter_batch*, size_t row, const char* dialect, char** out, lauter_error**);

/* Arrow, owned by the caller from then on and independent of the batch. */
enum { LAUTER_UTF8 = 0, LAUTER_LARGE_UTF8 = 1, LAUTER_UTF8_VIEW = 2 };
/* The refined texts, null where lauter_batch_text() is. LAUTER_BAD_CALL if LAUTER_UTF8 would need more than 2 GiB. */
LAUTER_API int lauter_batch_text_array(const lauter_batch*, int type, struct ArrowSchema*, struct ArrowArray*,
                                       lauter_error**);
/* One entry for each row: struct<state: dictionary<int8, utf8>, reason: utf8, edits: list<struct<start: int64, end: int64,
 * replacement: utf8, label: dictionary<int16, utf8>, rule: dictionary<int16, utf8>, stage: dictionary<int16, utf8>,
 * score: float32, refined_start: int64, refined_end: int64, reason: utf8, text: int32>>>. Originals are no part of it. */
LAUTER_API int lauter_batch_table(const lauter_batch*, struct ArrowSchema*, struct ArrowArray*, lauter_error**);

LAUTER_API void lauter_batch_free(lauter_batch*); /* NULL is fine */

/* ---- what a run read and wrote ---- */

typedef struct lauter_rows lauter_rows; /* one file, from some chunk on; one thread at a time */

typedef struct lauter_source_text { /* one of several texts of a row */
  lauter_view field;                /* `messages[2].content`, as ops of the log name it */
  uint64_t start, end;              /* bytes of lauter_source_row.text */
} lauter_source_text;

typedef struct lauter_source_row {
  uint64_t number;    /* 1-based line (blank ones count), record or file, as in rejected/ */
  lauter_view id;     /* FILE:ROW where the row has none */
  lauter_view raw;    /* the row as it stands in its file */
  lauter_view text;   /* what was refined; data NULL if `reason` says why there is none */
  const lauter_source_text* texts; /* of a row with several texts, which `text` joins; else none */
  size_t n_texts;
  lauter_view reason;
} lauter_source_row;

typedef struct lauter_chunk {
  size_t size;                    /* set by the caller: sizeof(lauter_chunk) */
  int is_there;                   /* 0: the file has ended */
  uint64_t index, offset, record; /* where it begins: with these in its config lauter_rows_open() begins there */
  size_t n_rows;                  /* blank lines do not count */
  const lauter_source_row* rows;  /* NULL unless asked for; lives until the next call for these rows */
} lauter_chunk;

/* `config_json`, a C string: {"path", "relative": its name in the run, "format": as of --format, "text_field": as the journal has it, "id_field",
 * "duckdb": the library for Parquet, "max_record_bytes", "chunk_bytes", "index", "offset", "record"}; all but the path may
 * be left out. To begin at a chunk the other members must be those that gave it. */
LAUTER_API int lauter_rows_open(const char* config_json, lauter_rows** out, lauter_error** error);
LAUTER_API void lauter_rows_close(lauter_rows*); /* NULL is fine */
/* The next chunk; without `with_rows` it is only found and counted, at the speed of memory. */
LAUTER_API int lauter_rows_next(lauter_rows*, int with_rows, lauter_chunk* out, lauter_error** error);

/* All zstd frames of `data`, decompressed: logs of a run are frames of some MiB. `*out` is freed by lauter_string_free.
 * LAUTER_BAD_INPUT if they are broken, or hold more than `limit` bytes. */
LAUTER_API int lauter_decompress_zstd(const char* data, size_t size, uint64_t limit, char** out, size_t* out_size,
                                      lauter_error** error);

/* What a log has as "raw_hash" of a row with this text: 32 hex digits and NUL into `hex`. */
LAUTER_API int lauter_text_hash(const uint8_t* key, size_t key_size, const char* text, size_t size, char hex[33],
                                lauter_error** error);

/* The original of an op of a log that was written with --reversible: `sealed` is its "was_sealed", `id` its row's id, `start` its
 * first byte. `*out` is freed by lauter_string_free. LAUTER_BAD_KEY if it does not open. */
LAUTER_API int lauter_unseal(const uint8_t* key, size_t key_size, const char* id, size_t id_size, uint64_t start,
                             const char* sealed, size_t sealed_size, char** out, size_t* out_size, lauter_error** error);

/* ---- files, and the command line ---- */

typedef struct lauter_progress {
  size_t size;
  uint64_t rows, rows_rejected, edits, bytes;
  double seconds;
  double done; /* share of the input in [0, 1]; negative: not known */
} lauter_progress;

/* `lauter refine ARG...` in this process: the arguments as on the command line, without `lauter` and `refine`. `progress` is called
 * ten times a second, by the calling thread; true ends the run so that --resume goes on, with LAUTER_STOPPED. Nothing is
 * printed, but where a new key was stored if the arguments name none.
 * `*report_json`: what report.json holds. One run at a time in a process. */
LAUTER_API int lauter_refine_files(int argc, const char* const* argv, int (*progress)(void* data, const lauter_progress*),
                                   void* data, char** report_json, lauter_error**);

/* What `lauter doctor ARG...` prints, a JSON object of words by name: what this machine has, what is missing. */
LAUTER_API int lauter_doctor(int argc, const char* const* argv, char** json, lauter_error** error);

/* The command line whole: argv[0] is ignored; prints, and returns the exit code. */
LAUTER_API int lauter_cli_main(int argc, char** argv);

#ifdef __cplusplus
}
#endif
#endif /* LAUTER_CAPI_LAUTER_H */
