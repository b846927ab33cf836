#include "json/record.h"

#include <utility>

#include "json/cursor.h"
#include "json/utf8.h"

namespace lauter {
namespace {

using internal::JsonCursor;

constexpr int kMaxNesting = 1024;
constexpr size_t kMaxPathNames = 8;

constexpr size_t kMaxListedNames = 8;
constexpr const char* kNoTextField = "no text field";

bool is_plain_name(std::string_view name) {
  if (name.empty() || name.size() > 32) return false;
  for (const char c : name) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!is_letter && !(c >= '0' && c <= '9') && c != '_' && c != '-') return false;
  }
  return true;
}

/// Whether a number is written as an integer that every reader of JSON keeps: "17", "-4".
bool is_integer(std::string_view number) {
  constexpr size_t kMostDigits = 18;
  if (number == "-0") return false;
  if (number.starts_with('-')) number.remove_prefix(1);
  return number.size() <= kMostDigits && number.find_first_not_of("0123456789") == number.npos;
}

std::string quoted(const FieldPath& path) {
  std::string out = "\"";
  for (size_t i = 0; i < path.names.size(); ++i) {
    if (i != 0) out += '.';
    out += path.names[i];
  }
  return out + "\"";
}

/// "no text field "text"; the row has: id, body". Names the first fields of a sound row, so that
/// the user sees what to give to --text-field; odd and long names are left out.
std::string no_text_reason(std::string_view line, const FieldPath& wanted) {
  std::string names;
  size_t listed = 0;
  JsonCursor cursor(line);
  cursor.expect('{', "'{'");
  cursor.skip_space();
  while (cursor.peek() == '"' && listed < kMaxListedNames) {
    const char* open = cursor.position();
    cursor.skip_string();
    const std::string_view name(open + 1, static_cast<size_t>(cursor.position() - open - 2));
    if (is_plain_name(name)) {
      names += (listed++ == 0 ? "" : ", ") + std::string(name);
    }
    cursor.expect(':', "':'");
    cursor.skip_value(kMaxNesting);
    cursor.skip_space();
    if (cursor.peek() != ',') break;
    cursor.advance();
    cursor.skip_space();
  }
  std::string reason = std::string(kNoTextField) + " " + quoted(wanted);
  if (!names.empty()) reason += "; the row has: " + names;
  return reason;
}

void set_plain_id(std::string_view id, Record& record) {
  record.id.assign(id);
  record.has_id = true;
  record.has_integer_id = false;
}

/// One walk over a line. `level` counts how many names of the wanted paths have matched so far.
class RecordWalk {
 public:
  RecordWalk(std::string_view line, const RecordFields& fields, Record& record, bool wants_text)
      : cursor_(line), fields_(fields), record_(record), wants_text_(wants_text) {}

  /// False for words that only begin like true, false or null: "not json" is no null.
  bool starts_literal() const {
    auto probe = cursor_;
    switch (probe.peek()) {
      case 't':
        return probe.skip_literal("true");
      case 'f':
        return probe.skip_literal("false");
      case 'n':
        return probe.skip_literal("null");
      default:
        return true;
    }
  }

  bool line() {
    cursor_.skip_space();
    if (cursor_.peek() != '{') {
      if (cursor_.at_end()) return cursor_.fail_here("empty line");
      const std::string found =
          starts_literal() ? internal::describe_value(cursor_.peek()) : "no value";
      return cursor_.fail_here("not a JSON object" + (found == "no value" ? "" : " but " + found));
    }
    if (!object(0, wants_text_, true)) return false;
    cursor_.skip_space();
    if (!cursor_.at_end()) return cursor_.fail_here("broken JSON: more after the object");
    // The caller adds what there is instead.
    return has_text_ || !wants_text_ || cursor_.fail(cursor_.position() - cursor_.offset(), kNoTextField);
  }

  RecordError error() const { return {cursor_.error_byte(), cursor_.error_reason()}; }
  bool lacks_text() const { return cursor_.error_reason() == kNoTextField; }

 private:
  /// An object in which names[level] of the text path (`on_text`) or id path (`on_id`) may occur.
  bool object(size_t level, bool on_text, bool on_id) {
    bool seen_text_name = false;
    std::string key_buffer;
    cursor_.advance();
    cursor_.skip_space();
    if (cursor_.peek() == '}') {
      cursor_.advance();
      return true;
    }
    while (true) {
      cursor_.skip_space();
      const char* key_at = cursor_.position();
      if (cursor_.peek() != '"') {
        return cursor_.fail_here("broken JSON: expected a key in quotes");
      }
      std::string_view key;
      if (!read_key(key_buffer, key)) return false;
      const bool is_text = on_text && key == fields_.text.names[level];
      const bool is_id = on_id && key == fields_.id.names[level];
      if (is_text && std::exchange(seen_text_name, true)) {
        return cursor_.fail(key_at, "text field " + quoted(fields_.text) + " occurs twice");
      }
      if (!cursor_.expect(':', "':'")) return false;
      cursor_.skip_space();
      if (is_text || is_id) {
        if (!wanted_value(level + 1, is_text, is_id)) return false;
      } else if (!cursor_.skip_value(kMaxNesting)) {
        return false;
      }
      cursor_.skip_space();
      if (cursor_.peek() == ',') {
        cursor_.advance();
        continue;
      }
      return cursor_.expect('}', "',' or '}'");
    }
  }

  /// A key with a lone surrogate is no wanted name and is carried through like other strings.
  bool read_key(std::string& buffer, std::string_view& key) {
    const char* open = cursor_.position();
    if (!cursor_.skip_string()) return false;
    key = std::string_view(open + 1, static_cast<size_t>(cursor_.position() - open - 2));
    if (key.find('\\') == std::string_view::npos) return true;
    JsonCursor whole(std::string_view(open, key.size() + 2));
    key = whole.decode_string(buffer) ? std::string_view(buffer) : std::string_view();
    return true;
  }

  /// A value whose path so far, of `matched` names, begins the text path, the id path or both.
  bool wanted_value(size_t matched, bool is_text, bool is_id) {
    const bool is_whole_text = is_text && matched == fields_.text.names.size();
    const bool is_whole_id = is_id && matched == fields_.id.names.size();
    const char first = cursor_.peek();
    if (is_whole_text) {
      if (first != '"') {
        return cursor_.fail_here("text field " + quoted(fields_.text) + " is not a string but " +
                                 internal::describe_value(first));
      }
      record_.text_token.begin = cursor_.offset();
      if (!cursor_.decode_long_string(record_.text)) return false;
      record_.text_token.end = cursor_.offset();
      has_text_ = true;
      if (is_whole_id) set_plain_id(record_.text, record_);
      return true;
    }
    if (first == '{' && (is_text || !is_whole_id)) {
      return object(matched, is_text, is_id && !is_whole_id);
    }
    if (is_whole_id && first == '"') {
      if (!cursor_.decode_string(record_.id)) return false;
      record_.has_id = true;
      record_.has_integer_id = false;
      return true;
    }
    const char* start = cursor_.position();
    if (!cursor_.skip_value(kMaxNesting)) return false;
    if (is_whole_id) set_id(std::string_view(start, static_cast<size_t>(cursor_.position() - start)), record_);
    return true;
  }

  JsonCursor cursor_;
  const RecordFields& fields_;
  Record& record_;
  const bool wants_text_;
  bool has_text_ = false;
};

std::optional<RecordError> walk_record(std::string_view line, const RecordFields& fields,
                                       Record& record, bool wants_text) {
  record.has_id = false;
  record.id.clear();
  // Checked first and over the whole line: it costs a tenth of the walk and lets the walk copy
  // bytes without looking at them again.
  if (const size_t bad = find_invalid_utf8(line); bad != std::string_view::npos) {
    return RecordError{bad, "invalid UTF-8"};
  }
  RecordWalk walk(line, fields, record, wants_text);
  if (walk.line()) {
    if (!record.has_id) record.id.clear();
    return std::nullopt;
  }
  RecordError error = walk.error();
  if (walk.lacks_text()) error.reason = no_text_reason(line, fields.text);
  return error;
}

}  // namespace

Result<FieldPath> FieldPath::parse(std::string_view dotted) {
  FieldPath path{{""}};
  for (size_t i = 0; i < dotted.size(); ++i) {
    if (dotted[i] == '\\' && i + 1 < dotted.size() && dotted[i + 1] == '.') {
      path.names.back() += dotted[++i];
    } else if (dotted[i] == '.') {
      path.names.emplace_back();
    } else {
      path.names.back() += dotted[i];
    }
  }
  if (path.names.size() > kMaxPathNames) {
    return invalid_argument("field \"" + std::string(dotted) + "\": more than 8 names");
  }
  for (const std::string& name : path.names) {
    if (name.empty()) {
      return invalid_argument("field \"" + std::string(dotted) + "\": empty name");
    }
  }
  return path;
}

std::string FieldPath::dotted() const {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ".") + name;
  return text;
}

std::optional<RecordError> parse_record(std::string_view line, const RecordFields& fields,
                                        Record& record) {
  record.text_token = {};
  return walk_record(line, fields, record, /*wants_text=*/true);
}

std::optional<RecordError> parse_record_id(std::string_view line, const RecordFields& fields,
                                           Record& record) {
  return walk_record(line, fields, record, /*wants_text=*/false);
}

bool set_id(std::string_view value, Record& record) {
  record.has_id = false;
  record.has_integer_id = false;
  record.id.clear();
  const char first = value.empty() ? '\0' : value.front();
  if (first == '"') {
    record.has_id = JsonCursor(value).decode_string(record.id);
    return record.has_id;
  }
  if (first != '-' && (first < '0' || first > '9')) return true;
  set_plain_id(value, record);
  record.has_integer_id = is_integer(value);
  return true;
}

bool lacks_text(const RecordError& error) { return error.reason.starts_with(kNoTextField); }

}  // namespace lauter
