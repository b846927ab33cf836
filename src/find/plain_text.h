/// A text as lists of values are compared with it: the canonical view (text/canonical.h), letters
/// with a combining mark as one character, Latin ligatures as letters, any white space as one blank,
/// and beside it the same in lower case.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "text/canonical.h"

namespace lauter {

/// Reusable; the text must outlive it.
class PlainText {
 public:
  /// `text`: valid UTF-8. Linear.
  void build(std::string_view text);

  std::string_view exact() const { return exact_; }
  /// As many bytes as exact(): an offset of one is the same place in the other.
  std::string_view folded() const { return folded_; }
  /// The bytes of the text behind `span` of exact(): whole characters.
  ByteSpan to_text(ByteSpan span) const;

 private:
  /// From byte `at` of exact() on, offset in the view = offset + `shift` (modulo 2^64: it may be
  /// negative).
  struct Step {
    uint64_t at;
    uint64_t shift;
  };
  void add_blank(size_t next_in_view);
  /// False if the mark before `next_in_view` makes no letter with what exact() ends with.
  bool add_mark(char32_t mark, size_t next_in_view);
  void add_step(uint64_t at, uint64_t shift);
  uint64_t shift_at(uint64_t offset) const;

  CanonicalBuffer buffer_;
  CanonicalView view_;
  std::string exact_;
  std::string folded_;
  std::vector<Step> steps_;
};

}  // namespace lauter
