/// The verifier's own normalised view of a text. Internal to `refine`; deliberately not
/// text/canonical.h, which the finder uses: a hole in one must not be a hole in both.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"

namespace lauter::internal {

/// Full-width and mathematical ASCII, digits of other scripts, Unicode blanks and dashes become
/// ASCII; invisible characters go. Reusable; the text must outlive it.
class VerifyView {
 public:
  void build(std::string_view text);

  std::string_view text() const { return view_; }
  /// The bytes of the text behind `span` of the view, on UTF-8 boundaries.
  ByteSpan to_text(ByteSpan span) const;
  /// Where the text's byte `offset` (a boundary) is in the view; inside what went: where that was.
  uint64_t from_text(uint64_t offset) const;

 private:
  /// From byte `at` of the view on, text offset = view offset + `shift`.
  struct Step {
    uint64_t at;
    uint64_t shift;
  };
  uint64_t shift_at(uint64_t offset, bool including) const;

  std::string_view text_;
  std::string_view view_;
  std::string buffer_;
  std::vector<Step> steps_;
};

}  // namespace lauter::internal
