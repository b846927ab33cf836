/// A file without a name for what does not fit into memory.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lauter {

/// Its space is free again when the object goes or the process ends, however that happens.
class SpillFile {
 public:
  /// In `folder`, which must exist. Errors: kUnavailable.
  static Result<SpillFile> make(const std::string& folder);
  SpillFile(SpillFile&&) noexcept;
  SpillFile& operator=(SpillFile&&) noexcept;
  ~SpillFile();

  /// Appends and returns where the bytes begin. Errors: kUnavailable (disk full, ...).
  Result<uint64_t> append(std::string_view bytes);
  /// Reads what append() wrote. Errors: kUnavailable.
  Result<std::string> read(uint64_t offset, size_t size) const;

 private:
  struct State;
  explicit SpillFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace lauter
