/// A view of a text for scanning, in which the many ways to write an ASCII character are that
/// character:
///
///   full-width and mathematical letters, digits, punctuation   -> ASCII
///   digits of other scripts (Arabic-Indic, Devanagari, Thai..)  -> 0..9
///   NBSP and the other Unicode blanks                           -> ' '
///   hyphens, dashes, minus (U+2010..2015, 2212, FE63, FF0D)     -> '-'
///   zero-width and bidi characters, soft hyphen, keycap marks   -> nothing
///   &#64; &#x40; &commat; &amp; %40 between word characters     -> the character
///   with fold_lookalikes: Cyrillic and Greek letters that look like Latin ones, in words that
///   otherwise hold ASCII letters only                           -> the Latin letter
///
/// Everything else (accents, curly quotes, CJK, emoji) stays as it is. Case is not touched.
///
///   CanonicalBuffer buffer;                                  // one a thread, reused
///   const CanonicalView view = canonicalize(text, buffer);
///   ByteSpan orig = view.to_original(found_in(view.text()));
///
/// A text with nothing to fold costs one vectorised pass and no copy. The map back holds one entry
/// for each folded character, never one for each byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/byte_span.h"

namespace lauter {

namespace internal {
/// One folded place: `orig_size` bytes of the original became `canon_size` bytes of the view.
struct Fold {
  uint64_t canon_begin;
  uint64_t orig_begin;
  uint32_t orig_size;
  uint32_t canon_size;
};
}  // namespace internal

/// Memory of views, reused from text to text. A view is void once its buffer is used again.
class CanonicalBuffer {
 public:
  CanonicalBuffer() = default;

 private:
  friend class CanonicalBuilder;  // canonical.cc
  std::unique_ptr<char[]> bytes_;
  size_t capacity_ = 0;
  std::vector<internal::Fold> folds_;
};

/// Points into the original text (identity) or into its buffer; both must outlive it.
class CanonicalView {
 public:
  CanonicalView() = default;
  CanonicalView(std::string_view text, const std::vector<internal::Fold>* folds)
      : text_(text), folds_(folds) {}

  std::string_view text() const { return text_; }
  /// Whether the view is the original itself, byte for byte.
  bool identity() const { return folds_ == nullptr || folds_->empty(); }

  /// The original bytes behind `span` of the view: whole original characters; removed characters at
  /// either end are left out. An empty span gives an empty one. O(log folds).
  ByteSpan to_original(ByteSpan span) const;

  /// Where the character at `offset` of the view begins in the original. O(log folds).
  size_t to_original(size_t offset) const;

  /// The position in the view of the original's byte `offset_orig`; one inside a folded character
  /// gives the begin of what it became. O(log folds).
  size_t from_original(size_t offset_orig) const;

 private:
  std::string_view text_;
  const std::vector<internal::Fold>* folds_ = nullptr;
};

struct CanonicalOptions {
  bool fold_lookalikes = false;
};

/// The canonical view of `text` (valid UTF-8). The view is never longer than the text.
CanonicalView canonicalize(std::string_view text, CanonicalBuffer& buffer,
                           CanonicalOptions options = {});

}  // namespace lauter
