#include "curate/filters/document_filter.h"

#include <algorithm>

#include "curate/detector/word_head.h"
#include "curate/filters/filter_scratch.h"
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

namespace {

Result<void> check_language(const LanguageModel& model, const std::string& name) {
  const auto& known = model.languages();
  if (name == "und" || std::find(known.begin(), known.end(), name) != known.end()) return {};
  std::string list;
  for (const std::string_view code : known) list += " " + std::string(code);
  return invalid_argument("language: unknown language \"" + name + "\"; known are und" + list);
}

}  // namespace

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
  std::optional<LanguageModel> model;
  if (const auto* language = std::get_if<LanguageOptions>(&options)) {
    LAUTER_ASSIGN(model, LanguageModel::embedded());
    for (const auto* list : {&language->keep, &language->drop}) {
      for (const std::string& name : *list) LAUTER_TRY(check_language(*model, name));
    }
  }
  DocumentFilter filter(std::move(options), std::move(words));
  filter.language_ = std::move(model);
  return filter;
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
  if (const auto* language = std::get_if<LanguageOptions>(&options_)) {
    return {internal::judge_language(*language, *language_, text), {}};
  }
  return {internal::judge_fineweb(std::get<FineWebOptions>(options_), *words_, text, s), {}};
}

}  // namespace lauter
