/// The first pass of `lauter curate`: counts, duplicates, contents and folds.
#pragma once

#include "base/result.h"
#include "run/curation/curate_corpus.h"

namespace lauter {

/// Fills corpus.documents: words, fates of malformed and empty texts and of duplicates, and groups:
/// texts that duplicate each other or have equal values of their group fields are of one group, and
/// a group is in one fold. Memory: the sketches, 140 bytes a document, while it runs. Errors: those
/// of reading; kResourceExhausted from 2^32 documents on.
Result<void> read_corpus(Corpus& corpus);

}  // namespace lauter
