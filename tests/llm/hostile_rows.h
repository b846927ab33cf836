/// 500 rows whose text wants to steer the model that refines them, in ten kinds of fifty, and what
/// of each must be edited all the same. Made from phrases by counting: the same rows always.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/byte_span.h"
#include "llm/question/ask.h"

namespace lauter::llm {

struct HostileRow {
  std::string id;
  std::string kind;
  Task task = Task::kAnonymize;
  std::string text{};
  std::vector<ByteSpan> spans{};  ///< what the row's task must edit, sorted
  std::string category{};         ///< of all of them
  /// The reply that the text asks for: of a model that does what it reads.
  std::string dictated{};
};

std::vector<HostileRow> hostile_rows();

}  // namespace lauter::llm
