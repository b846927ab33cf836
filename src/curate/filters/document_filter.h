/// The baseline filters of web corpora: text in, a decision and deletions out.
///
/// They decide as datatrove's filters of the same names do (docs/design/0008-filters.md states the
/// definitions of word, sentence and line, and what was compared), so that a corpus that was filtered
/// there can be compared with one filtered here.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "curate/detector/language_model.h"
#include "curate/filters/english_words.h"
#include "curate/filters/filter_options.h"
#include "edit/edit.h"

namespace lauter {

/// What a filter says about one text.
struct FilterVerdict {
  std::string reason;  ///< why the document is dropped, in datatrove's words; empty: it stays
  /// What is taken from a document that stays: sorted, apart. Only `c4` edits; all its edits are
  /// deletions, but for line ends that lines: python makes LF.
  std::vector<Edit> edits;

  bool drop() const { return !reason.empty(); }
};

/// Working memory of one thread. Reusable, never shared.
class FilterScratch {
 public:
  FilterScratch();
  FilterScratch(FilterScratch&&) noexcept;
  ~FilterScratch();
  struct Impl;
  std::unique_ptr<Impl> impl;
};

/// Immutable after make(); const members are safe from any thread, each with its own scratch.
class DocumentFilter {
 public:
  /// `words` is shared by the filters of a recipe. Errors: kInvalidArgument for n-grams that are not
  /// 1 to 64 words long and for unknown languages; those of LanguageModel::embedded().
  static Result<DocumentFilter> make(FilterOptions options,
                                     std::shared_ptr<const EnglishWords> words);

  std::string_view name() const { return filter_name(options_); }
  const FilterOptions& options() const { return options_; }

  /// `text` is valid UTF-8 of less than 4 GiB. Linear in it.
  FilterVerdict judge(std::string_view text, FilterScratch& scratch) const;

 private:
  DocumentFilter(FilterOptions options, std::shared_ptr<const EnglishWords> words)
      : options_(std::move(options)), words_(std::move(words)) {}

  FilterOptions options_;
  std::shared_ptr<const EnglishWords> words_;
  std::optional<LanguageModel> language_;  ///< of the filter `language`
};

}  // namespace lauter
