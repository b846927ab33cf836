#include "refine/value_finder.h"

#include <algorithm>

#include "refine/ages_beside_names.h"
#include "refine/foreign_values.h"
#include "refine/learned_values.h"
#include "refine/mail_names.h"
#include "refine/same_person.h"
#include "refine/speakers.h"
#include "scan/laps.h"

namespace lauter {

struct FindScratch::Impl {
  std::unique_ptr<ScanScratch> scan;
  std::vector<Hit> hits;
  SpanTagScratch tag;
  std::vector<TaggedSpan> tagged;
};

FindScratch::FindScratch() : impl(std::make_unique<Impl>()) {}
FindScratch::~FindScratch() = default;
FindScratch::FindScratch(FindScratch&&) noexcept = default;
FindScratch& FindScratch::operator=(FindScratch&&) noexcept = default;

Result<ValueFinder> ValueFinder::make(FindOptions options) {
  LAUTER_ASSIGN(Scanner scanner, Scanner::make(options.scan));
  std::optional<SpanTagger> tagger;
  if (options.model != nullptr) {
    LAUTER_ASSIGN(SpanTagger made, SpanTagger::make(options.model, "pii"));
    tagger = std::move(made);
  }
  // Odds against nothing and against everything are no numbers.
  options.model_score = std::clamp(options.model_score, 0.01F, 0.99F);
  return ValueFinder(std::move(options), std::move(scanner), std::move(tagger));
}

void measure_scans(FindScratch& scratch, LapClock* clock) {
  measure_scans(*scratch.impl->scan, clock);
}

FindScratch ValueFinder::make_scratch() const {
  FindScratch scratch;
  scratch.impl->scan = scanner_.make_scratch();
  return scratch;
}

void ValueFinder::find(std::string_view text, FindScratch& scratch_of_caller,
                       std::vector<Found>& found) const {
  FindScratch::Impl& scratch = *scratch_of_caller.impl;
  scanner_.scan(text, *scratch.scan, scratch.hits);
  found = found_of_hits(scanner_, scratch.hits);
  if (tagger_) add_learned(text, scratch, found);
  if (options_.scan.enabled.test(static_cast<size_t>(Category::kPerson))) {
    internal::add_mail_names(text, found);
    if (options_.scan.mode == ScanMode::kText) internal::add_speakers(text, found);
  }
  if (options_.scan.mode == ScanMode::kText &&
      options_.scan.enabled.test(static_cast<size_t>(Category::kAge))) {
    internal::add_ages_beside_names(text, found);
  }
  if (tagger_) internal::add_same_persons(text, found);
}

void ValueFinder::add_learned(std::string_view text, FindScratch::Impl& scratch,
                              std::vector<Found>& found) const {
  tagger_->tag(text, options_.model_score, scratch.tag, scratch.tagged);
  const bool has_case = internal::uses_case(text);
  PassageLanguage language(text);
  std::vector<Found> learned;
  for (const TaggedSpan& span : scratch.tagged) {
    const std::string_view type = tagger_->types()[span.type];
    if (!internal::is_believed(text, span, type, language)) continue;
    std::optional<Found> value = internal::value_of(text, span, type, has_case);
    if (!value || !options_.scan.enabled.test(static_cast<size_t>(value->category))) continue;
    const bool is_rest_of_job = value->category == Category::kJobTitle && !learned.empty() &&
                                learned.back().category == Category::kJobTitle &&
                                learned.back().span.end + 1 == value->span.begin &&
                                text[learned.back().span.end] == ' ';
    if (is_rest_of_job) {
      learned.back().span.end = value->span.end;  // "Senior" and "Engineer"
    } else {
      learned.push_back(std::move(*value));
    }
  }
  internal::drop_historic_people(text, learned);
  internal::merge_learned(text, std::move(learned), found);
  internal::drop_lone_numbers(text, found);
  if (options_.scan.enabled.test(static_cast<size_t>(Category::kPostalCode))) {
    internal::add_codes_beside_towns(text, found);
  }
}

}  // namespace lauter
