/// From found values to edits: one operator for each category.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "catalog/category.h"
#include "doc/document.h"
#include "edit/edit.h"
#include "refine/anonymize/operators.h"
#include "scan/scanner.h"
#include "surrogate/surrogate.h"

namespace lauter {

/// A value that has to go, wherever it was found.
struct Found {
  ByteSpan span;             ///< of the original
  Category category;         ///< beyond the built-in ones: a custom rule's
  Cause cause;               ///< stage, rule, label, score
  bool no_stand_in = false;  ///< a stand-in did not pass verification: take the placeholder
  std::string wording{};     ///< what a model puts in its place; empty: the operator's stand-in
  std::optional<Operator> op{};  ///< what the recipe says of its field; nothing: that of its category
};

/// Stand-ins for all mentions of one document, in order: SurrogateMaker::make or a test's own.
using MakeStandIns = std::function<std::vector<std::string>(
    std::string_view text, std::string_view document_key, std::span<const Mention> mentions)>;

/// Const and safe from any thread.
class Anonymizer {
 public:
  Anonymizer(const OperatorTable& operators, const SecretKey& key, MakeStandIns make_stand_ins);

  /// The program that replaces `found` (sorted, non-overlapping, on UTF-8 boundaries). Values of
  /// categories that are kept give no edit. A stand-in that is empty, or equal to the value
  /// ignoring case, is not taken: the placeholder is. All names of a person have the placeholder of
  /// the full one (person_of.h).
  EditProgram program(const Document& document, std::span<const Found> found) const;

  /// What is done with a value. What is denied is never kept; where a mask or hash did not pass
  /// verification, it is the placeholder.
  Operator operator_of(const Found& value) const;

 private:
  std::string hash_of(const Document& document, std::string_view value) const;

  OperatorTable operators_;
  KeyedHash hash_;
  MakeStandIns make_stand_ins_;
};

/// '*' for every letter, digit and non-ASCII character; ASCII punctuation and blanks stay.
std::string masked(std::string_view value);

}  // namespace lauter
