/// The interfaces of refining: refiners propose edits, verifiers judge what came out.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "base/result.h"
#include "doc/document.h"
#include "edit/edit.h"

namespace lauter {

struct RefinerInfo {
  std::string name;  ///< the stage of its causes: `scan`, `verify`
  int rank = 0;      ///< a lower rank wins where proposals overlap
};

/// What a refiner found, where that is not what it edits: an abusive word, but not the comma that
/// goes with it.
struct Find {
  ByteSpan span;
  Cause cause;
};

/// What one refiner wants of one document.
struct Proposal {
  std::vector<Edit> edits;
  bool drop_document = false;
  Cause drop_cause;
  uint64_t tokens = 0;      ///< of the text, by a step that counts them
  std::vector<Find> finds;  ///< sorted, apart; empty: what is edited, or dropped, is what was found
};

class RefinerScratch {
 public:
  virtual ~RefinerScratch() = default;
};

/// Const and safe from any thread, each with its own scratch.
class Refiner {
 public:
  virtual ~Refiner() = default;
  virtual RefinerInfo info() const = 0;
  virtual std::unique_ptr<RefinerScratch> make_scratch() const = 0;
  /// One proposal for every document, in order. An error is one of the stage (a model that cannot
  /// be reached), never of a document.
  virtual Result<void> propose(std::span<const Document> documents, RefinerScratch& scratch,
                               std::span<Proposal> proposals) const = 0;
};

inline constexpr std::string_view kDeniedCheck = "denied";

/// One thing a verifier holds against a refined text.
struct Failure {
  std::string check;  ///< `rescan`, `survives`, `denied`, `outside`, `utf8`, `json`, `brackets`
  ByteSpan span;      ///< of the refined text; empty if the failure has no place
  std::string label;  ///< category, for `rescan`, `survives` and `denied`

  /// `utf8`, `rescan:EMAIL_ADDRESS`: for logs and reasons.
  std::string name() const { return label.empty() ? check : check + ":" + label; }
};

struct Verdict {
  bool ok() const { return failures.empty(); }
  std::vector<Failure> failures;  ///< sorted by span
};

/// Shares no decision with the refiner it judges.
class Verifier {
 public:
  virtual ~Verifier() = default;
  virtual Verdict judge(const Document& original, const EditProgram& program,
                        std::string_view refined) const = 0;
};

}  // namespace lauter
