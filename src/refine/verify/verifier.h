/// Verifier h: judges a refined text without asking the finder that made it.
///
/// It shares no table, rule, check or code with src/scan: its own normalised view, its own compact
/// list of strong shapes matched by RE2, its own check digits. It asks of every document
///   rescan    that no strong shape of private data is left, stand-ins of this program apart;
///   denied    that no value is left that the recipe denies, in stand-ins neither;
///   survives  that no value the program replaced is left anywhere else in the text;
///   outside   that every byte outside the edits is the original's;
///   utf8      that the refined text is valid UTF-8;
///   json      that a text that was one JSON value still is;
///   brackets  (code) that no edit changes the balance of brackets and quotes.
///
/// What lies inside a value that the recipe allows is held against nobody.
/// docs/design/ says which shapes, and why those. A document without edits is rescanned too.
#pragma once

#include <bitset>
#include <memory>
#include <span>
#include <string_view>

#include "catalog/category.h"
#include "find/value_lists.h"
#include "refine/refiner.h"

namespace lauter {

struct VerifyOptions {
  /// Categories that must be gone; what a recipe keeps or does not look for is not held against it.
  std::bitset<kCategoryCount> enabled = std::bitset<kCategoryCount>().set();
  std::shared_ptr<const ValueLists> lists{};  ///< none: nothing is allowed or denied
};

/// Working memory of one thread. Reusable, never shared.
class VerifyScratch {
 public:
  VerifyScratch();
  ~VerifyScratch();
  struct Impl;
  std::unique_ptr<Impl> impl;
};

/// Const and safe from any thread.
class PatternVerifier : public Verifier {
 public:
  explicit PatternVerifier(const VerifyOptions& options);
  PatternVerifier(PatternVerifier&&) noexcept;
  PatternVerifier& operator=(PatternVerifier&&) noexcept;
  ~PatternVerifier() override;

  /// `accepted`: spans of the original that were found and kept on purpose; findings that touch
  /// them are passed over. `code`: what of the original is source code (sorted, apart). Cost: memory
  /// speed on prose without triggers (verifier_bench).
  Verdict judge(const Document& original, const EditProgram& program, std::string_view refined,
                std::span<const ByteSpan> accepted, std::span<const ByteSpan> code,
                VerifyScratch& scratch) const;

  /// The same questions, but for those of form, about a text that went on through other steps:
  /// `refined` is what `later` made of the text that `program` made of the original.
  Verdict judge_later(const Document& original, const EditProgram& program,
                      const EditProgram& later, std::string_view refined,
                      std::span<const ByteSpan> accepted, std::span<const ByteSpan> code,
                      VerifyScratch& scratch) const;

  /// The same as the first, without code, with a scratch of its own.
  Verdict judge(const Document& original, const EditProgram& program,
                std::string_view refined) const override;

 private:
  struct Impl;
  std::unique_ptr<const Impl> impl_;
};

}  // namespace lauter
