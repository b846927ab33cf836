/// `lauter explain`: refines one row and keeps everything that is known about it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "doc/document.h"
#include "refine/outcome.h"
#include "run/jobs/refine_job.h"

namespace lauter {

struct Explanation {
  Document document{};
  std::string file{};
  uint64_t row = 0;
  bool chosen = true;  ///< a step of the recipe is for this row
  Outcome outcome{};
};

/// The row with this id, or the first row; reads until it is found. Errors: kNotFound; kDataLoss
/// with the reason if the row cannot be read.
Result<Explanation> explain_row(const JobOptions& job, const SecretKey& key,
                                const std::optional<std::string>& id);

}  // namespace lauter
