#include "refine/anonymize/value_finder.h"

#include <algorithm>
#include <unordered_set>

#include "base/sorted_spans.h"
#include "base/stop.h"
#include "scan/index/laps.h"
#include "scan/overlaps.h"
#include "text/ascii.h"

namespace lauter {

struct FindScratch::Impl {
  std::unique_ptr<ScanScratch> scan;
  std::unique_ptr<ScanScratch> code_scan;  ///< null if there is no scanner for it
  std::vector<Hit> hits;
  std::vector<Hit> hits_in_code;
  JudgeScratch judge;
  std::vector<ValueCandidate> candidates;
  TextKindScratch kinds;
  TextKinds own_kinds;  ///< of a text whose parts the caller does not know
  ValueListScratch lists;
  std::vector<DeniedPlace> denied;
};

namespace {

/// What the lists say, above any judgement.
void apply_lists(const ValueLists& lists, std::string_view text, ValueListScratch& scratch,
                 std::vector<DeniedPlace>& denied, std::vector<ValueCandidate>& candidates) {
  if (lists.allows() && !candidates.empty()) {
    lists.find_allowed(text, scratch);
    for (ValueCandidate& candidate : candidates) {
      if (!candidate.is_private || !lists.is_allowed(text, candidate.span, candidate.label, scratch)) {
        continue;
      }
      candidate.is_private = false;
      candidate.reason = kAllowReason;
    }
  }
  lists.find_denied(text, scratch, denied);
  join_denied(
      std::span<const DeniedPlace>(denied), candidates,
      [](const ValueCandidate& candidate) { return candidate.is_private; },
      [](const DeniedPlace& place, ByteSpan span) {
        return ValueCandidate{.span = span,
                              .category = category_of_label(place.label),
                              .score = 1,
                              .rule = kDenyRule,
                              .label = place.label,
                              .reason = std::string(kDenyReason)};
      });
}

}  // namespace

FindScratch::FindScratch() : impl(std::make_unique<Impl>()) {}
FindScratch::~FindScratch() = default;
FindScratch::FindScratch(FindScratch&&) noexcept = default;
FindScratch& FindScratch::operator=(FindScratch&&) noexcept = default;

Result<ValueFinder> ValueFinder::make(FindOptions options) {
  ScanOptions scan = options.scan;
  std::optional<Judge> judge;
  if (options.judge != nullptr) {
    LAUTER_ASSIGN(Judge made, Judge::make(options.judge, options.second_judge));
    judge = std::move(made);
    scan.enabled = ~options.without_patterns;  // what is not asked for is a hint all the same
  }
  for (const auto& [label, score] : options.min_scores) {
    scan.min_score = std::min(scan.min_score, score);
  }
  std::optional<Scanner> code_scanner;
  if (options.kinds != nullptr && scan.mode == ScanMode::kText) {
    ScanOptions in_code = scan;
    in_code.mode = ScanMode::kCode;
    in_code.is_sure_code = true;
    LAUTER_ASSIGN(Scanner made, Scanner::make(std::move(in_code)));
    code_scanner = std::move(made);
  }
  LAUTER_ASSIGN(Scanner scanner, Scanner::make(std::move(scan)));
  // Odds against nothing and against everything are no numbers.
  options.decide.threshold = std::clamp(options.decide.threshold, 0.01F, 0.99F);
  return ValueFinder(std::move(options), std::move(scanner), std::move(code_scanner), std::move(judge));
}

void measure_scans(FindScratch& scratch, LapClock* clock) {
  measure_scans(*scratch.impl->scan, clock);
  if (scratch.impl->code_scan) measure_scans(*scratch.impl->code_scan, clock);
}

FindScratch ValueFinder::make_scratch() const {
  FindScratch scratch;
  scratch.impl->scan = scanner_.make_scratch();
  if (code_scanner_) scratch.impl->code_scan = code_scanner_->make_scratch();
  return scratch;
}

/// Custom rules have their say unless their label has a score of its own.
float ValueFinder::min_score(const Hit& hit) const {
  const auto own = options_.min_scores.find(scanner_.label(hit));
  if (own != options_.min_scores.end()) return own->second;
  return hit.rule < scanner_.rule_count() - options_.scan.custom_rules.size()
             ? options_.scan.min_score
             : 0.0F;
}

/// A value that is sure enough at one place goes at all of them.
void ValueFinder::leave_unsure(std::string_view text,
                               std::vector<ValueCandidate>& candidates) const {
  const auto is_sure = [this](const ValueCandidate& candidate) {
    const auto own = options_.min_scores.find(candidate.label);
    return own == options_.min_scores.end() || candidate.score >= own->second;
  };
  std::unordered_set<std::string> sure;
  for (const ValueCandidate& candidate : candidates) {
    if (candidate.is_private && is_sure(candidate)) sure.insert(to_ascii_lower(candidate.span.of(text)));
  }
  for (ValueCandidate& candidate : candidates) {
    if (!candidate.is_private || is_sure(candidate)) continue;
    if (sure.contains(to_ascii_lower(candidate.span.of(text)))) continue;
    candidate.is_private = false;
    candidate.reason = "public: less sure than min_score";
  }
}

void ValueFinder::read_kinds(std::string_view text, FindScratch& scratch, TextKinds& kinds) const {
  kinds.code.clear();
  kinds.notices.clear();
  kinds.heads.clear();
  if (options_.kinds != nullptr) find_text_kinds(text, *options_.kinds, scratch.impl->kinds, kinds);
  if (options_.scan.mode == ScanMode::kCode) kinds.code.assign(1, {0, text.size()});
}

void ValueFinder::judge(std::string_view text, FindScratch& scratch,
                        std::vector<ValueCandidate>& candidates) const {
  read_kinds(text, scratch, scratch.impl->own_kinds);
  judge(text, scratch.impl->own_kinds, scratch, candidates);
}

void ValueFinder::judge(std::string_view text, const TextKinds& kinds, FindScratch& scratch,
                        std::vector<ValueCandidate>& candidates) const {
  propose(text, kinds, scratch, candidates);
  if (!options_.min_scores.empty()) leave_unsure(text, candidates);
  if (options_.lists == nullptr) return;
  apply_lists(*options_.lists, text, scratch.impl->lists, scratch.impl->denied, candidates);
}

/// The code by its own rules, the rest as text. What the user's own rules find stands as they find it in
/// the whole.
void ValueFinder::find_hits(std::string_view text, std::span<const ByteSpan> code,
                            FindScratch& scratch_of_caller) const {
  FindScratch::Impl& scratch = *scratch_of_caller.impl;
  const bool is_mixed = code_scanner_ && !code.empty();
  if (is_mixed && code[0].size() == text.size()) {
    return code_scanner_->scan(text, *scratch.code_scan, scratch.hits);
  }
  scanner_.scan(text, *scratch.scan, scratch.hits);
  if (!is_mixed) return;
  const size_t first_own = scanner_.rule_count() - options_.scan.custom_rules.size();
  const auto is_own = [&](const Hit& hit) { return hit.rule >= first_own; };
  std::erase_if(scratch.hits, [&](const Hit& hit) { return !is_own(hit) && is_covered(code, hit.span); });
  for (const ByteSpan& part : code) {
    code_scanner_->scan(part.of(text), *scratch.code_scan, scratch.hits_in_code);
    for (Hit hit : scratch.hits_in_code) {
      if (is_own(hit)) continue;
      hit.span = {hit.span.begin + part.begin, hit.span.end + part.begin};
      scratch.hits.push_back(hit);
    }
  }
  scan::decide_overlaps(scratch.hits);
}

void ValueFinder::propose(std::string_view text, const TextKinds& kinds, FindScratch& scratch_of_caller,
                          std::vector<ValueCandidate>& candidates) const {
  FindScratch::Impl& scratch = *scratch_of_caller.impl;
  find_hits(text, kinds.code, scratch_of_caller);
  if (!options_.min_scores.empty()) {
    std::erase_if(scratch.hits, [this](const Hit& hit) {
      return hit.score < min_score(hit);
    });
  }
  candidates.clear();
  if (GiveUpScope::is_over()) return;
  if (!judge_) {
    for (const Hit& hit : scratch.hits) {
      candidates.push_back({.span = hit.span,
                            .category = hit.category,
                            .score = hit.score,
                            .rule = scanner_.rule_name(hit.rule),
                            .label = scanner_.label(hit),
                            .reason = {}});
    }
    return;
  }
  judge_->read(text, scratch.hits, options_.decide.threshold, options_.decide.view(), scratch.judge);
  if (GiveUpScope::is_over()) return;
  candidates = decide(text, scanner_, scratch.hits, scratch.judge, options_.decide);
  std::erase_if(candidates, [&](const ValueCandidate& candidate) {
    const auto category = static_cast<size_t>(candidate.category);
    return category < kCategoryCount && !options_.scan.enabled.test(category);
  });
  if (!kinds.code.empty()) {
    const bool is_sure = options_.scan.mode == ScanMode::kText;
    erase_in_code(text, kinds.code, is_sure, scratch.kinds, candidates);
  }
  if (options_.decide.scope == Scope::kPrivate) keep_notices(text, kinds, candidates);
}

void ValueFinder::find(std::string_view text, FindScratch& scratch, std::vector<Found>& found,
                       std::vector<LeftValue>* left) const {
  read_kinds(text, scratch, scratch.impl->own_kinds);
  find(text, scratch.impl->own_kinds, scratch, found, left);
}

void ValueFinder::find(std::string_view text, const TextKinds& kinds, FindScratch& scratch,
                       std::vector<Found>& found, std::vector<LeftValue>* left) const {
  std::vector<ValueCandidate>& candidates = scratch.impl->candidates;
  judge(text, kinds, scratch, candidates);
  found.clear();
  if (left != nullptr) left->clear();
  for (ValueCandidate& candidate : candidates) {
    if (!candidate.is_private) {
      if (left != nullptr) left->push_back({candidate.span, candidate.category});
      continue;
    }
    Cause cause{candidate.is_learned() ? "tag" : "scan", std::string(candidate.rule),
                std::string(candidate.label), candidate.score, std::move(candidate.reason)};
    found.push_back({candidate.span, candidate.category, std::move(cause)});
  }
}

}  // namespace lauter
