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
  /// Of objects in lists that say who speaks (`role` or `from`), only theirs; empty: everybody's.
  std::vector<std::string> roles;
};

/// The usual schemas: `messages` of chats, `conversations` of ShareGPT, `prompt` with `completion`,
/// `chosen` and `rejected` (each a string or messages), `instruction` with `input` and `output`,
/// `text`, `content`.
const TextPaths& usual_text_paths();

/// Sets which texts a row has: one plain path, several paths, or `auto` alone for usual_text_paths().
/// Errors: those of TextPath::parse(); kInvalidArgument for `auto` among others, or no path.
Result<void> set_texts(const std::vector<std::string>& paths, const std::vector<std::string>& roles,
                       RecordFields& fields);

/// The fields in one line, for messages and to compare; read_text_fields() reads it back.
std::string text_fields_written(const RecordFields& fields);
Result<void> read_text_fields(std::string_view written, RecordFields& fields);

/// One text of a row.
struct RecordText {
  ByteSpan token;     ///< bytes of the line, quotes included
  std::string field;  ///< where it is: `messages[2].content`
};

/// The places of the texts of one line that is valid UTF-8, in the order of the line. Null passes, and
/// parts without text. A list of turns may hold none. Errors: broken JSON, not an object, no text at all, a name of a path twice in
/// one object, and what is no text where one is due (a number, an object, a part of unknown kind with
/// text): it would leave the run as it came. Linear.
std::optional<RecordError> find_texts(std::string_view line, const TextPaths& paths,
                                      std::vector<RecordText>& texts);

/// A JSON string with its quotes, decoded into `text`. Errors: a lone surrogate.
std::optional<RecordError> decode_text(std::string_view token, std::string& text);

}  // namespace lauter
