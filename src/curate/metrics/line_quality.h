/// A quality of documents that needs no model and no other text: the share of a text's characters
/// (white space apart) on lines that C4's line rules keep. Prose has .9 and more; menus, lists of
/// links, tables and code have little, as lines there end without a full stop.
#pragma once

#include <memory>
#include <string_view>

#include "curate/filters/document_filter.h"
#include "curate/filters/english_words.h"

namespace lauter {

/// Const and safe from any thread, each with its own scratch.
class LineQuality {
 public:
  explicit LineQuality(std::shared_ptr<const EnglishWords> words);

  /// In [0, 1]; NaN for a text of nothing but white space. Linear in the text.
  double of(std::string_view text, FilterScratch& scratch) const;

 private:
  DocumentFilter line_rules_;
};

}  // namespace lauter
