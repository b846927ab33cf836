#pragma once

#include <string>

namespace lauter {

/// One row of a corpus. `text` is valid UTF-8 (io checks) and never modified: all change is an
/// EditProgram over its bytes.
struct Document {
  std::string id;
  std::string text;
};

}  // namespace lauter
