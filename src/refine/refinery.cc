#include "refine/refinery.h"

#include <algorithm>
#include <iterator>

#include "base/check.h"
#include "base/sorted_spans.h"
#include "base/stop.h"
#include "refine/anonymize/anonymize.h"
#include "refine/cascade.h"
#include "refine/verify/verifier.h"
#include "scan/index/laps.h"
#include "surrogate/surrogate.h"

namespace lauter {
namespace {

/// One document in so many is scanned with the clock on.
constexpr uint64_t kTimedEvery = 64;

struct ListsScratch {
  ValueListScratch lists;
  std::vector<DeniedPlace> denied;
};

struct RefineryScratch : RefineScratch {
  explicit RefineryScratch(FindScratch f) : find(std::move(f)), laps(scan_lap_count()) {}
  FindScratch find;
  LapClock laps;
  uint64_t documents = 0;
  VerifyScratch verify;
  ListsScratch lists;
  TextKinds kinds;          ///< of the document
  TextKinds kinds_refined;  ///< where they lie in its refined text
};

/// Where `program` takes the parts of a text.
void move_kinds(const EditProgram& program, const TextKinds& kinds, TextKinds& moved) {
  const OffsetMap map(program);
  const auto move = [&map](const std::vector<ByteSpan>& from, std::vector<ByteSpan>& to) {
    to.clear();
    for (const ByteSpan& span : from) {
      to.push_back({map.to_refined(span.begin), map.to_refined(span.end)});
    }
  };
  move(kinds.code, moved.code);
  move(kinds.notices, moved.notices);
  move(kinds.heads, moved.heads);
}

VerifyOptions verify_options(const RefineOptions& options) {
  VerifyOptions verify;
  verify.enabled = options.find.scan.enabled;
  verify.lists = options.find.lists;
  for (size_t i = 0; i < kCategoryCount; ++i) {
    if (options.operators.by_category[i] == Operator::kKeep) verify.enabled.reset(i);
  }
  return verify;
}

/// Allowed ones of values that someone else found go to `known`, which stay sorted and apart.
void leave_allowed(const ValueLists& lists, std::string_view text, ListsScratch& scratch,
                   std::vector<Found>& found, std::vector<ByteSpan>& known) {
  if (!lists.allows() || found.empty()) return;
  lists.find_allowed(text, scratch.lists);
  std::vector<ByteSpan> allowed;
  std::erase_if(found, [&](const Found& value) {
    if (!lists.is_allowed(text, value.span, value.cause.label, scratch.lists)) return false;
    if (!touches(known, value.span)) allowed.push_back(value.span);
    return true;
  });
  known.insert(known.end(), allowed.begin(), allowed.end());
  std::sort(known.begin(), known.end());
}

/// What the lists say of values that someone else found.
void apply_lists(const ValueLists& lists, std::string_view text, ListsScratch& scratch,
                 std::vector<Found>& found, std::vector<ByteSpan>& known) {
  leave_allowed(lists, text, scratch, found, known);
  lists.find_denied(text, scratch.lists, scratch.denied);
  join_denied(
      std::span<const DeniedPlace>(scratch.denied), found, [](const Found&) { return true; },
      [](const DeniedPlace& place, ByteSpan span) {
        const std::string label(place.label);
        return Found{span, category_of_label(label),
                     Cause{"scan", std::string(kDenyRule), label, 1, std::string(kDenyReason)}};
      });
}

}  // namespace

struct Refinery::Impl {
  RefineOptions options;
  ValueFinder finder;
  SurrogateMaker maker;
  TieHash ties;
  PatternVerifier verifier;
  Anonymizer anonymizer;

  Impl(RefineOptions o, ValueFinder f)
      : options(std::move(o)),
        finder(std::move(f)),
        maker(options.key, {.scope = options.operators.scope, .real_values = options.real_values}),
        ties(options.key),
        verifier(verify_options(options)),
        anonymizer(options.operators, options.key,
                   [this](std::string_view text, std::string_view document_key,
                          std::span<const Mention> mentions) {
                     return maker.make(text, document_key, mentions);
                   }) {}

  Outcome refine(const Document& document, std::vector<Found> found,
                 std::span<const ByteSpan> known, RefineryScratch& scratch) const;
};

Refinery::Refinery(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
Refinery::Refinery(Refinery&&) noexcept = default;
Refinery& Refinery::operator=(Refinery&&) noexcept = default;
Refinery::~Refinery() = default;

Result<Refinery> Refinery::make(RefineOptions options) {
  if (options.key.bytes.empty()) return invalid_argument("refining needs a secret key");
  if (options.repair_rounds < 0) return invalid_argument("repair_rounds is negative");
  LAUTER_ASSIGN(ValueFinder finder, ValueFinder::make(options.find));
  return Refinery(std::make_unique<const Impl>(std::move(options), std::move(finder)));
}

std::unique_ptr<RefineScratch> Refinery::make_scratch() const {
  return std::make_unique<RefineryScratch>(impl_->finder.make_scratch());
}

Outcome Refinery::refine(const Document& document, RefineScratch& scratch_base) const {
  return refine_with(document, {}, scratch_base);
}

Outcome Refinery::refine_with(const Document& document, std::vector<Found> values, RefineScratch& scratch_base) const {
  const WorkBudget budget(document.text.size());
  auto& scratch = static_cast<RefineryScratch&>(scratch_base);
  std::vector<Found> found;
  std::vector<LeftValue> left;
  if (document.text.size() <= impl_->options.max_document_bytes) {
    const bool timed = scratch.documents++ % kTimedEvery == 0;
    if (timed) measure_scans(scratch.find, &scratch.laps);
    impl_->finder.read_kinds(document.text, scratch.find, scratch.kinds);
    impl_->finder.find(document.text, scratch.kinds, scratch.find, found, &left);
    if (timed) measure_scans(scratch.find, nullptr);
    if (GiveUpScope::is_over()) return rejected({}, WorkBudget::is_over() ? kTooMuchWork : "stopped");
  }
  if (!values.empty()) {
    const uint64_t end = values.front().span.begin;
    for (Found& value : found) value.span.end = std::min(value.span.end, end);
    std::erase_if(found, [end](const Found& value) { return value.span.begin >= end; });
    std::erase_if(left, [end](const LeftValue& value) { return value.span.end > end; });
  }
  std::vector<ByteSpan> known;
  for (const LeftValue& value : left) known.push_back(value.span);
  if (!values.empty()) {
    const ValueLists* lists = impl_->options.find.lists.get();
    if (lists != nullptr) leave_allowed(*lists, document.text, scratch.lists, values, known);
    std::move(values.begin(), values.end(), std::back_inserter(found));
  }
  for (const Found& value : found) {
    if (impl_->anonymizer.operator_of(value) == Operator::kKeep) {
      left.push_back({value.span, value.category});
    }
  }
  const uint64_t ties = impl_->ties.of(document.text, left);
  std::vector<DescribedPerson> persons = described_persons(document.text, found);
  Outcome outcome = impl_->refine(document, std::move(found), known, scratch);
  outcome.ties = ties;
  outcome.persons = std::move(persons);
  return outcome;
}

Outcome Refinery::refine_found(const Document& document, std::vector<Found> found,
                               std::span<const ByteSpan> known,
                               RefineScratch& scratch_base) const {
  const WorkBudget budget(document.text.size());
  auto& scratch = static_cast<RefineryScratch&>(scratch_base);
  if (document.text.size() <= impl_->options.max_document_bytes) {
    impl_->finder.read_kinds(document.text, scratch.find, scratch.kinds);
  }
  const ValueLists* lists = impl_->options.find.lists.get();
  if (lists == nullptr || document.text.size() > impl_->options.max_document_bytes) {
    return impl_->refine(document, std::move(found), known, scratch);
  }
  std::vector<ByteSpan> kept(known.begin(), known.end());
  apply_lists(*lists, document.text, scratch.lists, found, kept);
  return impl_->refine(document, std::move(found), kept, scratch);
}

Outcome Refinery::Impl::refine(const Document& document, std::vector<Found> found,
                               std::span<const ByteSpan> known, RefineryScratch& scratch) const {
  if (document.text.size() > options.max_document_bytes) {
    Outcome outcome;
    outcome.state = RowState::kRejected;
    outcome.reason =
        "larger than max_document_bytes (" + std::to_string(options.max_document_bytes) + ")";
    return outcome;
  }
  const auto find = [&](std::string_view text) {
    std::vector<Found> more;
    finder.find(text, scratch.kinds_refined, scratch.find, more);
    return more;
  };
  const auto judge = [&](const Document& original, const EditProgram& program,
                         std::string_view refined, std::span<const ByteSpan> accepted) {
    move_kinds(program, scratch.kinds, scratch.kinds_refined);
    return verifier.judge(original, program, refined, accepted, scratch.kinds.code, scratch.verify);
  };
  Outcome outcome =
      run_cascade(document, found, anonymizer, find, judge,
                  {.verify = options.verify, .repair_rounds = options.repair_rounds, .known = known});
  outcome.found = std::move(found);
  // What was cut short has looked at a part of the text alone: no later step may mend that.
  if (WorkBudget::is_over()) outcome.checks.failed.clear();
  return WorkBudget::is_over() ? rejected(std::move(outcome), kTooMuchWork) : outcome;
}

Verdict Refinery::judge_later(const Document& document, const Outcome& outcome,
                              std::span<const ByteSpan> known, const EditProgram& later,
                              std::string_view refined, RefineScratch& scratch_base) const {
  const WorkBudget budget(refined.size());
  auto& scratch = static_cast<RefineryScratch&>(scratch_base);
  std::vector<ByteSpan> accepted(known.begin(), known.end());
  for (const Found& value : outcome.found) {
    if (impl_->anonymizer.operator_of(value) == Operator::kKeep) {
      accepted.push_back(value.span);
    }
  }
  impl_->finder.read_kinds(document.text, scratch.find, scratch.kinds);
  return impl_->verifier.judge_later(document, outcome.program, later, refined, accepted,
                                     scratch.kinds.code, scratch.verify);
}

ScanTicks Refinery::take_scan_ticks(RefineScratch& scratch_base) const {
  auto& scratch = static_cast<RefineryScratch&>(scratch_base);
  ScanTicks by_name;
  const std::span<const uint64_t> ticks = scratch.laps.ticks();
  for (size_t lap = 0; lap < ticks.size(); ++lap) {
    if (ticks[lap] > 0) by_name[std::string(scan_lap_name(lap))] += ticks[lap];
  }
  scratch.laps = LapClock(scan_lap_count());
  return by_name;
}

const RefineOptions& Refinery::options() const { return impl_->options; }

}  // namespace lauter
