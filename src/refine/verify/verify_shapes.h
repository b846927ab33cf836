/// The verifier's table of strong shapes, and the search for them. Internal to `refine`.
#pragma once

#include <bitset>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/category.h"
#include "refine/verify/verify_gate.h"

namespace lauter::internal {

/// A strong shape in the text that was searched.
struct Finding {
  ByteSpan span;
  Category category;
};

/// Const and safe from any thread. Patterns are compiled when a text first asks for them: most runs
/// meet few of the shapes, and compiling all takes 30 ms.
class ShapeTable {
 public:
  explicit ShapeTable(const std::bitset<kCategoryCount>& enabled);
  ShapeTable(ShapeTable&&) noexcept;
  ShapeTable& operator=(ShapeTable&&) noexcept;
  ~ShapeTable();

  /// Appends what `text` (a normalised view) holds, not sorted; values may overlap. At most
  /// `limit`. `code`: what of the text is source code (sorted, apart).
  void search(std::string_view text, GateWindows& windows, std::span<const ByteSpan> code,
              std::vector<Finding>& findings, size_t limit) const;

  /// Compiles all patterns now. The first error; nothing if all compile. For tests.
  std::string compile_all() const;

 private:
  struct Impl;
  std::unique_ptr<const Impl> impl_;
};

}  // namespace lauter::internal
