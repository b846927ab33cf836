#include "json/value.h"

#include <charconv>
#include <unordered_set>

#include "json/cursor.h"
#include "json/utf8.h"
#include "json/writer.h"

namespace lauter {
namespace {

using internal::JsonCursor;

/// Members up to which a plain search for a doubled key is faster than a set.
constexpr size_t kSmallObject = 16;

class TreeBuilder {
 public:
  explicit TreeBuilder(std::string_view text) : cursor_(text) {}

  bool document(JsonValue& out) {
    cursor_.skip_space();
    if (!value(out, 0)) return false;
    cursor_.skip_space();
    return cursor_.at_end() || cursor_.fail_here("broken JSON: more after the value");
  }

  Error error() const {
    return data_loss("byte " + std::to_string(cursor_.error_byte()) + ": " +
                     cursor_.error_reason());
  }

 private:
  bool value(JsonValue& out, int depth) {
    switch (cursor_.peek()) {
      case '{':
      case '[':
        if (depth == kMaxJsonDepth) return cursor_.fail_here("nested too deeply");
        return cursor_.peek() == '{' ? object(out, depth + 1) : array(out, depth + 1);
      case '"': {
        std::string text;
        if (!cursor_.decode_string(text)) return false;
        out = std::move(text);
        return true;
      }
      case 't':
        out = true;
        return cursor_.skip_literal("true");
      case 'f':
        out = false;
        return cursor_.skip_literal("false");
      case 'n':
        out = JsonValue();
        return cursor_.skip_literal("null");
      default:
        return number(out);
    }
  }

  bool number(JsonValue& out) {
    const char* start = cursor_.position();
    if (internal::describe_value(cursor_.peek()) != std::string_view("a number")) {
      return cursor_.fail_here("broken JSON: expected a value");
    }
    if (!cursor_.skip_number()) return false;
    const char* end = cursor_.position();
    const std::string_view digits(start, static_cast<size_t>(end - start));
    int64_t integer = 0;
    if (const auto done = std::from_chars(start, end, integer);
        done.ec == std::errc() && done.ptr == end && digits != "-0") {
      out = integer;
      return true;
    }
    double real = 0;
    const auto done = std::from_chars(start, end, real);
    if (done.ec == std::errc::result_out_of_range) {
      // The library does not say which way; what is too small for a double is 0 (as in strtod).
      const bool is_tiny = digits.find("e-") != std::string_view::npos ||
                           digits.find("E-") != std::string_view::npos ||
                           digits.substr(0, 2) == "0." || digits.substr(0, 3) == "-0.";
      if (!is_tiny) return cursor_.fail(start, "number out of range");
      real = 0;
    }
    out = real;
    return true;
  }

  bool array(JsonValue& out, int depth) {
    JsonValue::Array elements;
    cursor_.advance();
    cursor_.skip_space();
    if (cursor_.peek() == ']') {
      cursor_.advance();
      out = std::move(elements);
      return true;
    }
    while (true) {
      cursor_.skip_space();
      if (!value(elements.emplace_back(), depth)) return false;
      cursor_.skip_space();
      if (cursor_.peek() != ',') break;
      cursor_.advance();
    }
    out = std::move(elements);
    return cursor_.expect(']', "',' or ']'");
  }

  bool object(JsonValue& out, int depth) {
    JsonValue::Object members;
    std::unordered_set<std::string> keys;  // only filled for objects that are not small
    cursor_.advance();
    cursor_.skip_space();
    if (cursor_.peek() == '}') {
      cursor_.advance();
      out = std::move(members);
      return true;
    }
    while (true) {
      cursor_.skip_space();
      const char* key_at = cursor_.position();
      if (cursor_.peek() != '"') return cursor_.fail_here("broken JSON: expected a key in quotes");
      std::string key;
      if (!cursor_.decode_string(key)) return false;
      if (is_doubled(key, members, keys)) return cursor_.fail(key_at, "key \"" + key + "\" twice");
      if (!cursor_.expect(':', "':'")) return false;
      cursor_.skip_space();
      members.emplace_back(std::move(key), JsonValue());
      if (!value(members.back().second, depth)) return false;
      cursor_.skip_space();
      if (cursor_.peek() != ',') break;
      cursor_.advance();
    }
    out = std::move(members);
    return cursor_.expect('}', "',' or '}'");
  }

  static bool is_doubled(const std::string& key, const JsonValue::Object& members,
                         std::unordered_set<std::string>& keys) {
    if (members.size() < kSmallObject) {
      for (const auto& [name, value] : members) {
        if (name == key) return true;
      }
      return false;
    }
    if (keys.empty()) {
      for (const auto& [name, value] : members) keys.insert(name);
    }
    return !keys.insert(key).second;
  }

  JsonCursor cursor_;
};

void write_value(const JsonValue& value, std::string& out) {
  switch (value.kind()) {
    case JsonValue::Kind::kNull:
      out += "null";
      return;
    case JsonValue::Kind::kBool:
      out += *value.if_bool() ? "true" : "false";
      return;
    case JsonValue::Kind::kInt:
      append_json_int(out, *value.if_int());
      return;
    case JsonValue::Kind::kDouble:
      append_json_double(out, value.number_or(0));
      return;
    case JsonValue::Kind::kString:
      append_json_string(out, *value.if_string());
      return;
    case JsonValue::Kind::kArray: {
      char separator = '[';
      for (const JsonValue& element : *value.if_array()) {
        out += std::exchange(separator, ',');
        write_value(element, out);
      }
      out += separator == '[' ? "[]" : "]";
      return;
    }
    case JsonValue::Kind::kObject: {
      char separator = '{';
      for (const auto& [name, member] : *value.if_object()) {
        out += std::exchange(separator, ',');
        append_json_string(out, name);
        out += ':';
        write_value(member, out);
      }
      out += separator == '{' ? "{}" : "}";
      return;
    }
  }
}

}  // namespace

double JsonValue::number_or(double otherwise) const {
  if (const auto* integer = if_int()) return static_cast<double>(*integer);
  if (const auto* real = std::get_if<double>(&data_)) return *real;
  return otherwise;
}

const JsonValue* JsonValue::find(std::string_view key) const {
  const Object* object = if_object();
  if (object == nullptr) return nullptr;
  for (const auto& [name, value] : *object) {
    if (name == key) return &value;
  }
  return nullptr;
}

JsonValue& JsonValue::set(std::string_view key, JsonValue value) {
  if (!is_object()) data_ = Object{};
  Object& object = *if_object();
  for (auto& [name, old] : object) {
    if (name == key) {
      old = std::move(value);
      return *this;
    }
  }
  object.emplace_back(std::string(key), std::move(value));
  return *this;
}

JsonValue& JsonValue::push(JsonValue value) {
  if (!is_array()) data_ = Array{};
  if_array()->push_back(std::move(value));
  return *this;
}

void JsonValue::write(std::string& out) const { write_value(*this, out); }

std::string JsonValue::to_string() const {
  std::string out;
  write(out);
  return out;
}

Result<JsonValue> parse_json(std::string_view text) {
  if (const size_t bad = find_invalid_utf8(text); bad != std::string_view::npos) {
    return data_loss("byte " + std::to_string(bad) + ": invalid UTF-8");
  }
  TreeBuilder builder(text);
  JsonValue value;
  if (!builder.document(value)) return builder.error();
  return value;
}

}  // namespace lauter
