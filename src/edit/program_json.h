/// The lauter dialect of edit programs (CLI.md): OP rows of JSON.
///
///   {"op":"replace","start":5,"end":21,"with":"...","cause":{"stage":"scan","rule":"email",
///    "label":"EMAIL_ADDRESS","score":0.99},"was_hmac":"..."}
///   {"op":"delete","start":..,"end":..,"cause":{..}}      {"op":"drop_document","cause":{..}}
///
/// Originals never stand in a log in the clear: only as a keyed hash (`was_hmac`), or sealed under
/// the key (`was_sealed`), from which apply --invert restores them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "base/seal.h"
#include "edit/edit.h"
#include "edit/named_texts.h"

namespace lauter {

enum class AuditMode : uint8_t {
  kNone,    ///< `program`: no trace of the original
  kHmac,    ///< `was_hmac`: tells whether a known value was replaced, and nothing else
  kSealed,  ///< `was_sealed`: restorable with the key
};

/// What a row says about the bytes an op replaced: both empty, or one of them set.
struct AuditMark {
  std::string hmac;    ///< 32 hex digits
  std::string sealed;  ///< base64
};

/// Writes audit marks under one key. Const and safe from any thread.
class AuditWriter {
 public:
  AuditWriter() : mode_(AuditMode::kNone) {}
  AuditWriter(const SecretKey& key, AuditMode mode);

  AuditMode mode() const { return mode_; }
  /// The mark of an op that replaces `original` at byte `offset` of document `id`.
  AuditMark mark(std::string_view id, uint64_t offset, std::string_view original) const;
  /// The original behind a sealed mark. Errors: kInvalidArgument if the mark is not sealed, was
  /// made under another key, for another document or offset, or was changed.
  Result<std::string> unseal(std::string_view id, uint64_t offset, const AuditMark& mark) const;

 private:
  AuditMode mode_;
  std::optional<KeyedHash> hash_;
  std::optional<Sealer> sealer_;
};

/// Appends `[OP,...]`. `original` may be empty if the mode is kNone. With `texts`, of a row that has
/// several, an op says its "field" and offsets within that text; the program keeps them apart.
void append_program_json(std::string& out, const EditProgram& program, std::string_view id,
                         std::string_view original, const AuditWriter& audit,
                         std::span<const NamedText> texts = {});

/// Parses `[OP,...]`, strictly: an op has the members of its kind, of their types, and no others. The program is not yet
/// checked against a text: validate() does that. `was` and `fields`, if not null, are filled for every op that edits: its
/// mark, and its field or "" (then join_programs() has to make it one program; without `fields` an op of a field is
/// refused). Errors: kDataLoss naming the op (from 0) and the member.
Result<EditProgram> parse_program_json(std::string_view json,
                                       std::vector<AuditMark>* was = nullptr,
                                       std::vector<std::string>* fields = nullptr);

/// Restores the original from the refined text and a program whose ops carry sealed marks.
/// Errors: kInvalidArgument if the program does not fit the refined text or a mark cannot be
/// opened.
Result<std::string> restore(const EditProgram& program, const std::vector<AuditMark>& was,
                            std::string_view id, std::string_view refined,
                            const AuditWriter& audit);

}  // namespace lauter
