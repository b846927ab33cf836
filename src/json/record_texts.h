/// Several texts of one line of JSONL: the turns of a chat, a question and its answer, columns.
///
///   {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Yo"}]}
///   messages[].content:                   ^--^ messages[0].content        ^--^ messages[1].content
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "base/result.h"
#include "json/record.h"

namespace lauter {

/// Which texts a row has: `text`, `doc.body`, `messages[].content`. `.` goes into objects, `[]` into
/// lists; `\.` is a dot inside a name. At the end of a path a list of parts may stand for a string:
/// [{"type":"text","text":"..."},{"type":"image_url",...}], of which those of type `text` are taken.
struct TextPath {
  struct Step {
    std::string name;
    bool is_list = false;  ///< the value is a list, whose elements the path goes on in
  };
  std::vector<Step> steps;

  /// Errors: kInvalidArgument for an empty path or name, `[]` elsewhere than behind a name, or more
  /// than 8 names.
  static Result<TextPath> parse(std::string_view written);
  std::string written() const;
};

/// Alternatives of paths: a row has the texts of the first that gives it any.
struct TextPaths {
  std::vector<std::vector<TextPath>> alternatives;
  /// Texts too where an alternative of several paths gives any, and by themselves not: an answer, what the system was told.
  std::vector<TextPath> beside{};
  /// Of objects in lists that say who speaks (`role` or `from`), only theirs; empty: everybody's.
  std::vector<std::string> roles;
  /// Whose strings are one private value each, besides the texts and whoever speaks.
  std::vector<TextPath> values{};
  /// Every string of a row is a text, but the one at `id`. Names in paths have a backslash ahead of `.`, `[` and a backslash.
  bool every = false;
  FieldPath id{};
};

/// The usual schemas: chats (`messages`, `conversations`, `conversation`), prompts, instructions and questions with all
/// that belongs to them, each a string or messages, since one side is never edited alone; else `text`, else `content`.
const TextPaths& usual_text_paths();

/// Sets which texts a row has: one plain path, several paths, or `auto` alone for usual_text_paths().
/// Errors: those of TextPath::parse(); kInvalidArgument for `auto` among others, or no path.
Result<void> set_texts(const std::vector<std::string>& paths, const std::vector<std::string>& roles,
                       RecordFields& fields);
/// Adds the fields that are private values as a whole, in the order of their numbers. Errors: those of
/// TextPath::parse(); kInvalidArgument for a path that is a text already, or named twice.
Result<void> set_values(const std::vector<std::string>& paths, RecordFields& fields);
/// Every string is a text, but `fields.id`; those of set_values() come after.
void set_every_text(RecordFields& fields);

/// Errors: those of TextPath::parse(); kInvalidArgument for the field of all texts, or a path named twice.
Result<void> set_dropped(const std::vector<std::string>& paths, RecordFields& fields);

/// The fields in one line, for messages and to compare; read_text_fields() reads it back.
std::string text_fields_written(const RecordFields& fields);
Result<void> read_text_fields(std::string_view written, RecordFields& fields);

/// One text of a row.
struct RecordText {
  ByteSpan token;     ///< bytes of the line, quotes included
  std::string field;  ///< where it is: `messages[2].content`
  std::optional<uint32_t> value{};  ///< it is a private value: the number of its path among TextPaths::values
};

/// The places of the texts of one line, in the order of the line, and behind them those of private values; and its id in
/// `record`, as parse_record_id() finds it. Null passes, and
/// parts without text. A list of turns may hold none. Errors: those of parse_record_id(), no text at all, a name of a path twice in
/// one object, and what is no text where one is due (a number, an object, a part of unknown kind with
/// text): it would leave the run as it came. Linear, one pass over a row with nothing wrong.
std::optional<RecordError> parse_record_texts(std::string_view line, const RecordFields& fields, const TextPaths& paths,
                                              Record& record, std::vector<RecordText>& texts);
/// The same in one pass for a row that has the texts of usual_text_paths() and, at its top, no member of the name that
/// `fields.text` begins with. False for any other row, of which nothing is said.
bool parse_usual_texts(std::string_view line, const RecordFields& fields, Record& record, std::vector<RecordText>& texts);

/// Appends an object's key as names of texts have it. `every`: of TextPaths.
void append_field_name(std::string_view key, bool every, std::string& out);
/// Whether a member of this name says who speaks.
bool is_speaker_name(std::string_view key);

/// A JSON string with its quotes, decoded into `text`. Errors: a lone surrogate.
std::optional<RecordError> decode_text(std::string_view token, std::string& text);

}  // namespace lauter
