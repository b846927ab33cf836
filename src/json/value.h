/// A small owning JSON tree, for programs, gold files and reports. Rows of a corpus do not go
/// through it: see json/record.h.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace lauter {

class JsonValue {
 public:
  using Array = std::vector<JsonValue>;
  using Member = std::pair<std::string, JsonValue>;
  using Object = std::vector<Member>;  ///< in the order of the source
  enum class Kind : uint8_t { kNull, kBool, kInt, kDouble, kString, kArray, kObject };

  JsonValue() = default;
  JsonValue(std::same_as<bool> auto value) : data_(value) {}  // NOLINT: implicit
  /// Any integer; one above int64 becomes a double.
  template <std::integral T>
  requires(!std::same_as<T, bool>) JsonValue(T value) {  // NOLINT: implicit
    if (std::in_range<int64_t>(value)) {
      data_ = static_cast<int64_t>(value);
    } else {
      data_ = static_cast<double>(value);
    }
  }
  JsonValue(double value) : data_(value) {}                         // NOLINT: implicit
  JsonValue(std::string value) : data_(std::move(value)) {}         // NOLINT: implicit
  JsonValue(std::string_view value) : data_(std::string(value)) {}  // NOLINT: implicit
  JsonValue(const char* value) : data_(std::string(value)) {}       // NOLINT: implicit
  JsonValue(Array value) : data_(std::move(value)) {}               // NOLINT: implicit
  JsonValue(Object value) : data_(std::move(value)) {}              // NOLINT: implicit

  Kind kind() const { return static_cast<Kind>(data_.index()); }
  bool is_null() const { return kind() == Kind::kNull; }
  bool is_bool() const { return kind() == Kind::kBool; }
  bool is_int() const { return kind() == Kind::kInt; }
  bool is_number() const { return kind() == Kind::kInt || kind() == Kind::kDouble; }
  bool is_string() const { return kind() == Kind::kString; }
  bool is_array() const { return kind() == Kind::kArray; }
  bool is_object() const { return kind() == Kind::kObject; }

  /// The value, or null if this is of another kind. Valid while this value lives unchanged.
  const bool* if_bool() const { return std::get_if<bool>(&data_); }
  const int64_t* if_int() const { return std::get_if<int64_t>(&data_); }
  const std::string* if_string() const { return std::get_if<std::string>(&data_); }
  const Array* if_array() const { return std::get_if<Array>(&data_); }
  const Object* if_object() const { return std::get_if<Object>(&data_); }
  Array* if_array() { return std::get_if<Array>(&data_); }
  Object* if_object() { return std::get_if<Object>(&data_); }

  /// An integer or double as a double; `otherwise` for every other kind.
  double number_or(double otherwise) const;
  int64_t int_or(int64_t otherwise) const { return is_int() ? *if_int() : otherwise; }
  bool bool_or(bool otherwise) const { return is_bool() ? *if_bool() : otherwise; }
  std::string_view string_or(std::string_view otherwise) const {
    return is_string() ? std::string_view(*if_string()) : otherwise;
  }

  /// The member `key` of an object; null if there is none or this is no object. O(members).
  const JsonValue* find(std::string_view key) const;
  /// Sets member `key`, at the end if it is new; a value that is no object becomes one. Returns
  /// *this.
  JsonValue& set(std::string_view key, JsonValue value);
  /// Appends an element; a value that is no array becomes one. Returns *this.
  JsonValue& push(JsonValue value);

  /// Appends the compact JSON text. Strings must be valid UTF-8.
  void write(std::string& out) const;
  std::string to_string() const;

  bool operator==(const JsonValue& other) const = default;

 private:
  std::variant<std::monostate, bool, int64_t, double, std::string, Array, Object> data_;
};

/// Nesting that parse_json accepts: far more than any file of ours has, far less than the stack.
inline constexpr int kMaxJsonDepth = 256;

/// Parses exactly one JSON value with white space around it (RFC 8259, nothing beyond it). Integers
/// that do not fit into int64 become doubles.
/// Errors: kDataLoss `byte N: why` (0-based byte of `text`): broken JSON, invalid UTF-8, lone
/// surrogates, a key twice in one object, a number out of range, more than kMaxJsonDepth levels.
Result<JsonValue> parse_json(std::string_view text);

}  // namespace lauter
