/// Results as Arrow arrays that own their memory.
#pragma once

#include "base/result.h"
#include "capi/batch.h"

namespace lauter::capi {

/// The refined texts. `type`: LAUTER_UTF8 and so on. Errors: kResourceExhausted if LAUTER_UTF8 would need 2 GiB.
Result<void> export_texts(const Batch& batch, int type, ArrowSchema* schema, ArrowArray* array);

/// What lauter_batch_table() says.
void export_table(const Batch& batch, ArrowSchema* schema, ArrowArray* array);

}  // namespace lauter::capi
