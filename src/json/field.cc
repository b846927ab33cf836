#include "json/field.h"

#include "json/cursor.h"
#include "json/value.h"

namespace lauter {
namespace {

using internal::JsonCursor;

constexpr int kMaxFieldNesting = 1024;

std::string_view between(const char* begin, const JsonCursor& end) {
  return {begin, static_cast<size_t>(end.position() - begin)};
}

/// `token` is a string with its quotes.
std::string decoded(std::string_view token) {
  std::string text;
  JsonCursor cursor(token);
  if (!cursor.decode_string(text)) text = token.substr(1, token.size() - 2);
  return text;
}

/// The JSON of the last member of that name.
std::optional<std::string_view> last_member(std::string_view object, std::string_view name) {
  std::optional<std::string_view> found;
  JsonCursor cursor(object);
  if (!cursor.expect('{', "'{'")) return found;
  cursor.skip_space();
  while (cursor.peek() == '"') {
    const char* key = cursor.position();
    if (!cursor.skip_string()) break;
    const bool wanted = decoded(between(key, cursor)) == name;
    if (!cursor.expect(':', "':'")) break;
    cursor.skip_space();
    const char* value = cursor.position();
    if (!cursor.skip_value(kMaxFieldNesting)) break;
    if (wanted) found = between(value, cursor);
    cursor.skip_space();
    if (cursor.peek() != ',') break;
    cursor.advance();
    cursor.skip_space();
  }
  return found;
}

}  // namespace

std::optional<std::string_view> find_field(std::string_view object, const FieldPath& path) {
  std::optional<std::string_view> found = object;
  for (const std::string& name : path.names) {
    found = last_member(*found, name);
    if (!found) return found;
  }
  return found;
}

std::string field_text(std::string_view json) {
  if (json.starts_with('"')) return decoded(json);
  const auto number = parse_json(json);
  return number.ok() && number->is_number() ? number->to_string() : std::string(json);
}

}  // namespace lauter
