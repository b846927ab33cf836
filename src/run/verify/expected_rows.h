/// What the careful pass lays side by side: lines that a run wrote, and rows that it must have written.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "run/verify/logged_row.h"
#include "run/verify/refused_row.h"

namespace lauter {

/// A line of edits/, which may be broken.
struct HeldLog {
  std::unique_ptr<const std::string> line{};  ///< which `logged` refers to
  uint64_t number = 0;
  std::optional<LoggedRow> logged{};
  std::string error{};
};

/// What must stand in data/.
struct ExpectedRow {
  std::string id{};
  std::string bytes{};
  std::string text{};
  uint64_t input_row = 0;
  uint64_t log_row = 0;
  bool is_loose = false;  ///< its log row is missing or at fault: any row of this id may be it, or none
  std::string refined_hash{};
};

/// What must stand in rejected/.
struct ExpectedRefusal {
  RefusedRow row{};
  std::string bytes{};  ///< empty: not known
  bool is_loose = false;
};

/// A line of rejected/.
struct HeldLine {
  std::string line{};
  uint64_t number = 0;
};

}  // namespace lauter
