/* Where the fields of the structs are, by the header that the include path gives: compiled with that of the release before and with today's. */
#include <stddef.h>

#include "capi/lauter.h"

#define STRUCT(type) {#type, "", sizeof(struct type)},
#define FIELD(type, field) {#type, #field, offsetof(struct type, field)},
#define FUNCTION(name)
const struct place {
  const char* type;
  const char* field;
  size_t value;
} LAYOUT[] = {
#include "members.inc"
    {0, 0, 0}};
