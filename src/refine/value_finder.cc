#include "refine/value_finder.h"

#include <algorithm>
#include <unordered_set>

#include "scan/laps.h"
#include "scan/regions.h"
#include "text/ascii.h"

namespace lauter {

struct FindScratch::Impl {
  std::unique_ptr<ScanScratch> scan;
  std::vector<Hit> hits;
  JudgeScratch judge;
  std::vector<ValueCandidate> candidates;
  std::vector<std::pair<uint32_t, scan::Region>> regions;
  ValueListScratch lists;
  std::vector<DeniedPlace> denied;
};

namespace {

/// In source code the judge has a say on comments and string literals; identifiers, paths and types
/// are the program's. `candidates` are sorted and apart.
void erase_in_code(std::string_view text, std::vector<std::pair<uint32_t, scan::Region>>& regions,
                   std::vector<ValueCandidate>& candidates) {
  scan::find_regions(text, regions);
  size_t next = 0;
  std::erase_if(candidates, [&](const ValueCandidate& candidate) {
    if (!candidate.is_learned()) return false;
    while (next < regions.size() && regions[next].first <= candidate.span.begin) ++next;
    bool code = next > 0 && regions[next - 1].second == scan::Region::kCode;
    for (size_t r = next; r < regions.size() && regions[r].first < candidate.span.end; ++r) {
      code = code || regions[r].second == scan::Region::kCode;
    }
    return code;
  });
}

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
    LAUTER_ASSIGN(Judge made, Judge::make(options.judge));
    judge = std::move(made);
    scan.enabled = ~options.without_patterns;  // what is not asked for is a hint all the same
  }
  for (const auto& [label, score] : options.min_scores) {
    scan.min_score = std::min(scan.min_score, score);
  }
  LAUTER_ASSIGN(Scanner scanner, Scanner::make(std::move(scan)));
  // Odds against nothing and against everything are no numbers.
  options.decide.threshold = std::clamp(options.decide.threshold, 0.01F, 0.99F);
  return ValueFinder(std::move(options), std::move(scanner), std::move(judge));
}

void measure_scans(FindScratch& scratch, LapClock* clock) {
  measure_scans(*scratch.impl->scan, clock);
}

FindScratch ValueFinder::make_scratch() const {
  FindScratch scratch;
  scratch.impl->scan = scanner_.make_scratch();
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

void ValueFinder::judge(std::string_view text, FindScratch& scratch,
                        std::vector<ValueCandidate>& candidates) const {
  propose(text, scratch, candidates);
  if (!options_.min_scores.empty()) leave_unsure(text, candidates);
  if (options_.lists == nullptr) return;
  apply_lists(*options_.lists, text, scratch.impl->lists, scratch.impl->denied, candidates);
}

void ValueFinder::propose(std::string_view text, FindScratch& scratch_of_caller,
                          std::vector<ValueCandidate>& candidates) const {
  FindScratch::Impl& scratch = *scratch_of_caller.impl;
  scanner_.scan(text, *scratch.scan, scratch.hits);
  if (!options_.min_scores.empty()) {
    std::erase_if(scratch.hits, [this](const Hit& hit) {
      return hit.score < min_score(hit);
    });
  }
  candidates.clear();
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
  judge_->read(text, scratch.hits, options_.decide.threshold, scratch.judge);
  candidates = decide(text, scanner_, scratch.hits, scratch.judge, options_.decide);
  std::erase_if(candidates, [&](const ValueCandidate& candidate) {
    const auto category = static_cast<size_t>(candidate.category);
    return category < kCategoryCount && !options_.scan.enabled.test(category);
  });
  if (options_.scan.mode == ScanMode::kCode) erase_in_code(text, scratch.regions, candidates);
}

void ValueFinder::find(std::string_view text, FindScratch& scratch, std::vector<Found>& found,
                       std::vector<LeftValue>* left) const {
  std::vector<ValueCandidate>& candidates = scratch.impl->candidates;
  judge(text, scratch, candidates);
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
