#include "llm/question/content.h"

#include <algorithm>
#include <cstddef>

#include "text/ascii.h"

namespace lauter::llm {
namespace {

constexpr int kMaxValues = 64;

bool is_of_type(const JsonValue& value, std::string_view type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_int();
  if (type == "number") return value.is_number();
  if (type == "boolean") return value.is_bool();
  if (type == "null") return value.is_null();
  return true;
}

/// `type` of a schema: a name, or a list of them.
bool fits_type(const JsonValue& value, const JsonValue& schema) {
  const JsonValue* type = schema.find("type");
  if (type == nullptr) return true;
  if (const JsonValue::Array* names = type->if_array()) {
    return std::ranges::any_of(
        *names, [&](const JsonValue& name) { return is_of_type(value, name.string_or("")); });
  }
  return is_of_type(value, type->string_or(""));
}

struct Found {
  std::string_view text;
  JsonValue value;
  bool unended = false;
  bool several = false;
};

/// All values that begin with a bracket, one behind the other. A bracket that opens no value (a
/// smiley, a list in prose) is passed over by one byte; how often is limited, as each may have been
/// read to the end of the text.
Found find_among_chatter(std::string_view text, const JsonValue& schema) {
  Found found;
  size_t at = 0;
  for (int tried = 0; tried < kMaxValues; ++tried) {
    at = text.find_first_of("{[", at);
    if (at == std::string_view::npos) break;
    const std::string_view piece = bracketed(text.substr(at), kMaxJsonDepth);
    if (piece.empty()) {
      found.unended = true;
      ++at;
      continue;
    }
    auto value = parse_json(piece);
    if (!value.ok()) {
      ++at;
      continue;
    }
    at += piece.size();
    if (!fits_top_level(*value, schema)) continue;
    if (found.text.empty()) {
      found.text = piece;
      found.value = std::move(*value);
    } else if (!(found.value == *value)) {
      found.several = true;
    }
  }
  return found;
}

}  // namespace

std::optional<std::string_view> without_reasoning(std::string_view text) {
  static constexpr std::string_view kNames[] = {"think", "thinking", "reasoning"};
  text = trim_ascii(text);
  for (const std::string_view name : kNames) {
    const std::string open = "<" + std::string(name) + ">";
    if (!text.starts_with(open)) continue;
    const std::string close = "</" + std::string(name) + ">";
    const size_t end = text.find(close);
    if (end == std::string_view::npos) return std::nullopt;
    return trim_ascii(text.substr(end + close.size()));
  }
  return text;
}

std::string_view bracketed(std::string_view text, int max_depth) {
  int depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_string = false;
      }
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > max_depth) return {};
    } else if (c == '}' || c == ']') {
      if (--depth == 0) return text.substr(0, i + 1);
    }
  }
  return {};
}

bool fits_top_level(const JsonValue& value, const JsonValue& schema) {
  if (!fits_type(value, schema)) return false;
  if (!value.is_object()) return true;
  if (const JsonValue* required = schema.find("required"); required && required->if_array()) {
    for (const JsonValue& name : *required->if_array()) {
      if (name.is_string() && value.find(*name.if_string()) == nullptr) return false;
    }
  }
  const JsonValue* properties = schema.find("properties");
  if (properties == nullptr || !properties->is_object()) return true;
  return std::ranges::all_of(*properties->if_object(), [&](const JsonValue::Member& property) {
    const JsonValue* member = value.find(property.first);
    return member == nullptr || fits_type(*member, property.second);
  });
}

Result<std::string_view> find_json(std::string_view text, const JsonValue& schema) {
  text = trim_ascii(text);
  if (const auto whole = parse_json(text); whole.ok()) {
    if (fits_top_level(*whole, schema)) return text;
    return data_loss("JSON that does not fit the schema");
  }
  // A chat template may have opened the block of reasoning in the prompt, so that only its end is
  // in the reply. Drafts in the reasoning are not the answer.
  static constexpr std::string_view kThoughtEnd = "</think>";
  if (const size_t end = text.rfind(kThoughtEnd); end != std::string_view::npos) {
    const Found behind = find_among_chatter(text.substr(end + kThoughtEnd.size()), schema);
    if (!behind.text.empty() && !behind.several) return behind.text;
  }
  const Found found = find_among_chatter(text, schema);
  if (found.several) return data_loss("several answers that differ");
  // What stands inside a value that was cut off is not the answer, even if it looks like one.
  if (found.unended) return data_loss("JSON that does not end");
  if (!found.text.empty()) return found.text;
  return data_loss("no JSON that fits the schema");
}

}  // namespace lauter::llm
