#include "refine/value_finder.h"

#include <algorithm>

#include "scan/laps.h"
#include "scan/regions.h"

namespace lauter {

struct FindScratch::Impl {
  std::unique_ptr<ScanScratch> scan;
  std::vector<Hit> hits;
  JudgeScratch judge;
  std::vector<ValueCandidate> candidates;
  std::vector<std::pair<uint32_t, scan::Region>> regions;
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

void ValueFinder::judge(std::string_view text, FindScratch& scratch_of_caller,
                        std::vector<ValueCandidate>& candidates) const {
  FindScratch::Impl& scratch = *scratch_of_caller.impl;
  scanner_.scan(text, *scratch.scan, scratch.hits);
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
                       std::vector<ByteSpan>* left) const {
  std::vector<ValueCandidate>& candidates = scratch.impl->candidates;
  judge(text, scratch, candidates);
  found.clear();
  if (left != nullptr) left->clear();
  for (ValueCandidate& candidate : candidates) {
    if (!candidate.is_private) {
      if (left != nullptr) left->push_back(candidate.span);
      continue;
    }
    Cause cause{candidate.is_learned() ? "tag" : "scan", std::string(candidate.rule),
                std::string(candidate.label), candidate.score, std::move(candidate.reason)};
    found.push_back({candidate.span, candidate.category, std::move(cause)});
  }
}

}  // namespace lauter
