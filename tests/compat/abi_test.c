/* A caller of C that was compiled against the header of the release before (abi-*), linked with today's library: all functions are there, no
 * field has moved, a struct that has no size of its own has not grown, and a call gives what it gave. */
#include <stdio.h>
#include <string.h>

#include "capi/lauter.h"

struct place {
  const char* type;
  const char* field;
  size_t value;
};
extern const struct place layout_before[];
extern const struct place layout_today[];

#define STRUCT(type)
#define FIELD(type, field)
#define FUNCTION(name) (void (*)(void))name,
static void (*const functions[])(void) = {
#include "members.inc"
};

static int failed = 0;
#define EXPECT(condition)                                              \
  do {                                                                 \
    if (!(condition)) {                                                \
      fprintf(stderr, "abi_test: line %d: %s\n", __LINE__, #condition); \
      failed = 1;                                                      \
    }                                                                  \
  } while (0)

static int says_its_size(const char* type) {
  const struct place* p = layout_before;
  for (; p->type != NULL; ++p) {
    if (strcmp(p->type, type) == 0 && strcmp(p->field, "size") == 0) return p->value == 0;
  }
  return 0;
}

static void check_layout(void) {
  const struct place* before = layout_before;
  const struct place* today = layout_today;
  for (; before->type != NULL; ++before, ++today) {
    const int may_grow = before->field[0] == '\0' && says_its_size(before->type);
    if (may_grow ? today->value >= before->value : today->value == before->value) continue;
    fprintf(stderr, "abi_test: %s.%s: was %zu, is %zu: callers break; the major version of the ABI has to grow\n", before->type, before->field,
            before->value, today->value);
    failed = 1;
  }
}

static void check_call(void) {
  const unsigned char key[32] = {1, 2, 3};
  lauter_engine* engine = NULL;
  lauter_error* error = NULL;
  EXPECT(lauter_engine_open("{\"recipe\":\"anonymize\",\"model\":\"none\"}", key, sizeof key, &engine, &error) == LAUTER_OK);
  if (engine == NULL) return;
  const char* mail = "Mail oswin@tarquell-mail.net";
  const lauter_view texts[] = {{mail, strlen(mail)}, {"A river.", 8}, {NULL, 0}};
  lauter_call call;
  memset(&call, 0, sizeof call);
  call.size = sizeof call;
  call.threads = 1;
  lauter_batch* batch = NULL;
  EXPECT(lauter_refine(engine, texts, 3, &call, &batch, &error) == LAUTER_OK);
  const int states[] = {LAUTER_EDITED, LAUTER_KEPT, LAUTER_NULL};
  for (size_t i = 0; i < 3; ++i) {
    lauter_row row;
    memset(&row, 0, sizeof row);
    row.size = sizeof row;
    lauter_batch_row(batch, i, &row);
    EXPECT(row.state == states[i]);
    EXPECT(row.n_edits == (i == 0 ? 1U : 0U));
    if (row.n_edits != 1) continue;
    EXPECT(row.edits[0].byte_start == 5 && row.edits[0].byte_end == strlen(mail));
    EXPECT(row.edits[0].label.size == 13 && memcmp(row.edits[0].label.data, "EMAIL_ADDRESS", 13) == 0);
  }
  lauter_batch_free(batch);
  lauter_engine_close(engine);
  EXPECT(lauter_engine_open("{\"recipe\":\"none such\"}", key, sizeof key, &engine, &error) == LAUTER_BAD_RECIPE);
  EXPECT(error != NULL && lauter_error_code(error) == LAUTER_BAD_RECIPE && strlen(lauter_error_message(error)) > 0);
  lauter_error_free(error);
}

int main(void) {
  for (size_t i = 0; i < sizeof functions / sizeof *functions; ++i) EXPECT(functions[i] != NULL);
  EXPECT(lauter_abi_version() >> 16 == BEFORE_MAJOR && (lauter_abi_version() & 0xFFFF) >= BEFORE_MINOR);
  check_layout();
  check_call();
  return failed;
}
