#include "refine/refinery.h"

#include "base/check.h"
#include "refine/anonymize.h"
#include "refine/cascade.h"
#include "refine/verifier.h"
#include "scan/laps.h"
#include "surrogate/surrogate.h"

namespace lauter {
namespace {

/// One document in so many is scanned with the clock on.
constexpr uint64_t kTimedEvery = 64;

struct RefineryScratch : RefineScratch {
  explicit RefineryScratch(FindScratch f) : find(std::move(f)), laps(scan_lap_count()) {}
  FindScratch find;
  LapClock laps;
  uint64_t documents = 0;
  VerifyScratch verify;
};

VerifyOptions verify_options(const RefineOptions& options) {
  VerifyOptions verify;
  verify.enabled = options.find.scan.enabled;
  verify.code = options.find.scan.mode == ScanMode::kCode;
  for (size_t i = 0; i < kCategoryCount; ++i) {
    if (options.operators.by_category[i] == Operator::kKeep) verify.enabled.reset(i);
  }
  return verify;
}

}  // namespace

struct Refinery::Impl {
  RefineOptions options;
  ValueFinder finder;
  SurrogateMaker maker;
  PatternVerifier verifier;
  Anonymizer anonymizer;

  Impl(RefineOptions o, ValueFinder f)
      : options(std::move(o)),
        finder(std::move(f)),
        maker(options.key),
        verifier(verify_options(options)),
        anonymizer(options.operators, options.key,
                   [this](std::string_view text, std::string_view document_key,
                          std::span<const Mention> mentions) {
                     return maker.make(text, document_key, mentions);
                   }) {}
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
  auto& scratch = static_cast<RefineryScratch&>(scratch_base);
  std::vector<Found> found;
  std::vector<ByteSpan> left;
  if (document.text.size() <= impl_->options.max_document_bytes) {
    const bool timed = scratch.documents++ % kTimedEvery == 0;
    if (timed) measure_scans(scratch.find, &scratch.laps);
    impl_->finder.find(document.text, scratch.find, found, &left);
    if (timed) measure_scans(scratch.find, nullptr);
  }
  return refine_found(document, std::move(found), left, scratch);
}

Outcome Refinery::refine_found(const Document& document, std::vector<Found> found,
                               std::span<const ByteSpan> known,
                               RefineScratch& scratch_base) const {
  auto& scratch = static_cast<RefineryScratch&>(scratch_base);
  const RefineOptions& options = impl_->options;
  if (document.text.size() > options.max_document_bytes) {
    Outcome outcome;
    outcome.state = RowState::kRejected;
    outcome.reason =
        "larger than max_document_bytes (" + std::to_string(options.max_document_bytes) + ")";
    return outcome;
  }
  const auto find = [&](std::string_view text) {
    std::vector<Found> more;
    impl_->finder.find(text, scratch.find, more);
    return more;
  };
  const auto judge = [&](const Document& original, const EditProgram& program,
                         std::string_view refined, std::span<const ByteSpan> accepted) {
    return impl_->verifier.judge(original, program, refined, accepted, scratch.verify);
  };
  Outcome outcome =
      run_cascade(document, found, impl_->anonymizer, find, judge,
                  {.verify = options.verify, .repair_rounds = options.repair_rounds, .known = known});
  outcome.found = std::move(found);
  return outcome;
}

Verdict Refinery::judge_later(const Document& document, const Outcome& outcome,
                              std::span<const ByteSpan> known, const EditProgram& later,
                              std::string_view refined, RefineScratch& scratch_base) const {
  auto& scratch = static_cast<RefineryScratch&>(scratch_base);
  std::vector<ByteSpan> accepted(known.begin(), known.end());
  for (const Found& value : outcome.found) {
    if (impl_->options.operators.of(value.category) == Operator::kKeep) {
      accepted.push_back(value.span);
    }
  }
  return impl_->verifier.judge_later(document, outcome.program, later, refined, accepted,
                                     scratch.verify);
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
