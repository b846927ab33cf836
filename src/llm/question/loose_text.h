/// A view of a text in which differences that a recipe lets pass (Looseness) are gone, and the way
/// back. Internal to `llm`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "llm/question/ask.h"

namespace lauter::llm::internal {

/// The folding: a run of white space is one blank; curly quotes and primes are straight ones,
/// dashes and the minus sign are `-`, U+2026 is `...`; characters are decomposed (NFD) with their
/// marks in canonical order. Each only where the looseness says so. 4 bytes of memory a byte.
class LooseText {
 public:
  LooseText(std::string_view text, const Looseness& loose);

  std::string_view folded() const { return folded_; }
  /// The text's bytes behind `span` of the folded text: whole characters with their marks, or
  /// nothing if it cuts one.
  std::optional<ByteSpan> to_text(ByteSpan span) const;

 private:
  std::string folded_;
  /// For each byte of `folded_`, and its end: where the cluster that begins here begins in the
  /// text, or kInside.
  std::vector<uint32_t> begin_;
};

}  // namespace lauter::llm::internal
