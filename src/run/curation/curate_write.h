/// The last pass of `lauter curate`: texts in their final order, and a row about every document.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "run/curation/curate_corpus.h"

namespace lauter {

struct WrittenFigures {
  uint64_t files = 0;       ///< in data/
  uint64_t bytes = 0;       ///< uncompressed, in data/
  uint64_t sorted_runs = 0; ///< that did not fit into memory
};

/// Writes OUT/data (or OUT/weights.jsonl.zst), OUT/manifest.jsonl.zst and OUT/rejected. Rows are
/// brought into order by a sort on disk; memory: output.memory and some chunks. Errors: those of
/// reading and writing; kDataLoss if an input changed since the first pass.
Result<WrittenFigures> write_corpus(const Corpus& corpus, const std::string& out);

}  // namespace lauter
