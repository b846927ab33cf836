/// The hot path of JSONL: one line in; the text, the id and the place of the text token out.
///
///   {"id":7,"text":"Hi \u00e9","lang":"en"}
///                  ^----------^ text_token: bytes of the line, quotes included
///
/// All other fields are carried through as bytes: line[0, begin) + new JSON string + line[end,
/// ...). The whole line is checked against RFC 8259, also what is carried through.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "base/result.h"

namespace lauter {

/// Where a field sits: `text`, or below objects `doc.body.text`. `\.` is a dot inside a name.
struct FieldPath {
  std::vector<std::string> names;

  /// Errors: kInvalidArgument for an empty path or name, or more than 8 names.
  static Result<FieldPath> parse(std::string_view dotted);
  /// With dots between the names.
  std::string dotted() const;
};

struct TextPath;
struct TextPaths;

struct RecordFields {
  FieldPath text{{"text"}};
  FieldPath id{{"id"}};
  std::shared_ptr<const TextPaths> texts{};  ///< in place of `text` (json/record_texts.h)
  /// A row without `text` has the texts of usual_text_paths(). With set_values(), `texts` say so.
  bool or_usual = false;
  /// What is left out when a row is written (json/drop_members.h), and is no text; null: nothing.
  std::shared_ptr<const std::vector<TextPath>> dropped{};
};

/// Reused from row to row, so that its strings keep their memory.
struct Record {
  std::string text;     ///< decoded, valid UTF-8
  ByteSpan text_token;  ///< bytes of the line, quotes included
  std::string id;       ///< a string decoded, a number as written; else empty
  bool has_id = false;  ///< the id is there and is a string or a number
  /// The id is an integer of at most 18 digits, which answers to the row repeat as one.
  bool has_integer_id = false;
};

/// Why a line is no record, and the 0-based byte of the line where that shows.
struct RecordError {
  uint64_t byte = 0;
  std::string reason;
};

/// Finds the fields of one line (without its LF; a CR or other white space around is fine).
/// Returns the error, or nothing when `record` is filled. Errors: invalid UTF-8, broken JSON,
/// nesting over 1,024 levels, not an object, no text field, text not a string, the text field
/// twice, a lone surrogate in text or id. If the id occurs twice, the last counts, as in other
/// parsers. Lone surrogates (`\ud800`) elsewhere are carried through. One pass, no allocation in
/// steady state.
std::optional<RecordError> parse_record(std::string_view line, const RecordFields& fields,
                                        Record& record);
/// The same for the id alone: `record.text` and its token are left as they are.
std::optional<RecordError> parse_record_id(std::string_view line, const RecordFields& fields,
                                           Record& record);
/// Sets the id from its value as it stands in a sound row; empty: there is none. False for a string with a lone surrogate.
bool set_id(std::string_view value, Record& record);
/// Whether the error is that of a row without `fields.text`.
bool lacks_text(const RecordError& error);

}  // namespace lauter
