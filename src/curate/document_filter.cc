#include "curate/document_filter.h"

#include "curate/filter_scratch.h"
#include "curate/word_head.h"
#include "text/utf8.h"

namespace lauter {
namespace internal {

void Duplicates::add(std::string_view element, KeyCounter& seen) {
  ++elements;
  if (seen.add(hash64(element)).count == 1) return;
  ++duplicates;
  duplicate_chars += count_code_points(element);
}

}  // namespace internal

FilterScratch::FilterScratch() : impl(std::make_unique<Impl>()) {}
FilterScratch::FilterScratch(FilterScratch&&) noexcept = default;
FilterScratch::~FilterScratch() = default;

Result<DocumentFilter> DocumentFilter::make(FilterOptions options,
                                            std::shared_ptr<const EnglishWords> words) {
  if (const auto* repetition = std::get_if<GopherRepetitionOptions>(&options)) {
    for (const auto* limits : {&repetition->top_n_grams, &repetition->dup_n_grams}) {
      for (const auto& [n, share] : *limits) {
        if (n < 1 || n > 64) {
          return invalid_argument("gopher_repetition: n-grams of " + std::to_string(n) +
                                  " words; 1 to 64 are possible");
        }
      }
    }
  }
  return DocumentFilter(std::move(options), std::move(words));
}

FilterVerdict DocumentFilter::judge(std::string_view text, FilterScratch& scratch) const {
  FilterScratch::Impl& s = *scratch.impl;
  if (const auto* quality = std::get_if<GopherQualityOptions>(&options_)) {
    return {internal::judge_gopher_quality(*quality, *words_, text, s), {}};
  }
  if (const auto* repetition = std::get_if<GopherRepetitionOptions>(&options_)) {
    return {internal::judge_gopher_repetition(*repetition, *words_, text, s), {}};
  }
  if (const auto* c4 = std::get_if<C4Options>(&options_)) {
    return internal::judge_c4(*c4, *words_, text, s);
  }
  return {internal::judge_fineweb(std::get<FineWebOptions>(options_), *words_, text, s), {}};
}

}  // namespace lauter
