/// The whole way of one document: find, edit, verify, repair, or hold back.
///
///   LAUTER_ASSIGN(const Refinery refinery, Refinery::make({.key = key}));
///   auto scratch = refinery.make_scratch();                    // one a thread
///   const Outcome outcome = refinery.refine(document, *scratch);
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "doc/document.h"
#include "refine/anonymize/operators.h"
#include "refine/anonymize/value_finder.h"
#include "refine/outcome.h"
#include "refine/refiner.h"

namespace lauter {

struct RefineOptions {
  FindOptions find;
  OperatorTable operators;
  bool verify = true;
  int repair_rounds = 3;  ///< 0: a document that fails its first verification is held back at once
  uint64_t max_document_bytes = uint64_t{64} << 20;  ///< larger ones are held back
  SecretKey key;                                     ///< of stand-ins and hashes
  std::shared_ptr<const RealValues> real_values{};   ///< SurrogateOptions::real_values
};

/// Working memory of one thread. Reusable, never shared.
class RefineScratch {
 public:
  virtual ~RefineScratch() = default;
};

/// Time by scan_lap_name(), in ticks of a LapClock: tells shares only.
using ScanTicks = std::map<std::string, uint64_t, std::less<>>;

/// Immutable after make(); all const members are safe from any thread, each with its own scratch.
class Refinery {
 public:
  /// Errors: those of ValueFinder::make(); kInvalidArgument for an empty key.
  static Result<Refinery> make(RefineOptions options);
  Refinery(Refinery&&) noexcept;
  Refinery& operator=(Refinery&&) noexcept;
  ~Refinery();

  std::unique_ptr<RefineScratch> make_scratch() const;

  /// Never fails: a document that cannot be refined safely comes back rejected with a reason, and so does one that takes too
  /// much work (base/work.h). The result depends on the document and the options alone. Linear in the text.
  Outcome refine(const Document& document, RefineScratch& scratch) const;

  /// The same with values that someone else found: sorted, apart, on UTF-8 boundaries; what the lists
  /// of the options say of them holds, too. `known` (sorted, apart): what earlier steps put into the text; nobody looks for values in it.
  Outcome refine_found(const Document& document, std::vector<Found> found,
                       std::span<const ByteSpan> known, RefineScratch& scratch) const;

  /// refine() of a document whose last part, from the first of `values` on, is made of these: sorted, apart, and
  /// private whatever they say, but where the lists of the options allow it. Nothing else is looked for in there.
  Outcome refine_with(const Document& document, std::vector<Found> values, RefineScratch& scratch) const;

  /// What verification holds against `refined`, which `later` made of the outcome's refined text: for
  /// a document that went on through other steps. `outcome` is refine()'s or refine_found()'s for
  /// `document` and `known`.
  Verdict judge_later(const Document& document, const Outcome& outcome,
                      std::span<const ByteSpan> known, const EditProgram& later,
                      std::string_view refined, RefineScratch& scratch) const;

  /// Where scanning spent its time in one document of 64 since the last call. No output but the
  /// report's figure depends on it.
  ScanTicks take_scan_ticks(RefineScratch& scratch) const;

  const RefineOptions& options() const;

 private:
  struct Impl;
  explicit Refinery(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

}  // namespace lauter
