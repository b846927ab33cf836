/// The verifier's table of strong shapes, and the search for them. Internal to `refine`.
#pragma once

#include <bitset>
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalog/category.h"
#include "refine/verify_gate.h"

namespace lauter::internal {

/// A strong shape in the text that was searched.
struct Finding {
  ByteSpan span;
  Category category;
};

/// Compiled once; const and safe from any thread.
class ShapeTable {
 public:
  static Result<ShapeTable> make(const std::bitset<kCategoryCount>& enabled, bool code);
  ShapeTable(ShapeTable&&) noexcept;
  ShapeTable& operator=(ShapeTable&&) noexcept;
  ~ShapeTable();

  /// Appends what `text` (a normalised view) holds, not sorted; values may overlap. At most
  /// `limit`.
  void search(std::string_view text, GateWindows& windows, std::vector<Finding>& findings,
              size_t limit) const;

 private:
  struct Impl;
  explicit ShapeTable(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

}  // namespace lauter::internal
