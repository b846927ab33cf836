/// One list of members that writes a struct as a JSON object and reads it back.
///
///   void json_members(auto& json, Of<Point> auto& point) {
///     json("x", point.x)("y", point.y);
///     json("note", point.note, !point.note.empty());
///   }
///   JsonValue value = to_json(point);
///   read_json(value, point);
///
/// Members: numbers, strings, JsonValue, std::optional (left out where it is nothing), lists, sets and
/// maps of names, and structs with json_members() in their own namespace. What is missing or of another type
/// stays as it was; a struct that is no object is told.
#pragma once

#include <concepts>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "json/value.h"

namespace lauter {

/// A Struct, or a const one.
template <typename T, typename Struct>
concept Of = std::same_as<std::remove_const_t<T>, Struct>;

template <typename T>
JsonValue to_json(const T& value);
/// False: a struct, here or inside, is no object.
template <typename T>
bool read_json(const JsonValue& json, T& value);

class MemberWriter {
 public:
  static constexpr bool kReads = false;

  /// Left out unless `is_written`.
  template <typename T>
  MemberWriter& operator()(std::string_view key, const T& value, bool is_written = true) {
    if (is_written) members_.emplace_back(std::string(key), to_json(value));
    return *this;
  }
  template <typename T>
  MemberWriter& operator()(std::string_view key, const std::optional<T>& value) {
    return value ? (*this)(key, *value) : *this;
  }
  /// `value` in another form; the reader gets it by `from(const JsonValue&)`.
  template <typename T, typename To, typename From>
  MemberWriter& as(std::string_view key, const T& value, To to, From /*from*/) {
    return (*this)(key, to(value));
  }
  /// An object whose members `visit` names.
  MemberWriter& object(std::string_view key, auto visit) {
    MemberWriter inner;
    visit(inner);
    return (*this)(key, std::move(inner).take());
  }
  /// Whether `form` is `one`, the form of objects that have `key`.
  template <typename T>
  bool has(std::string_view /*key*/, const T& form, const T& one) const {
    return form == one;
  }
  /// What follows from the others: written, and not read.
  template <typename T>
  MemberWriter& made(std::string_view key, const T& value) {
    return (*this)(key, value);
  }
  JsonValue take() && { return std::move(members_); }

 private:
  JsonValue::Object members_;
};

class MemberReader {
 public:
  static constexpr bool kReads = true;

  explicit MemberReader(const JsonValue& json) : json_(json) {}

  template <typename T>
  MemberReader& operator()(std::string_view key, T& value, bool /*is_written*/ = true) {
    if (const JsonValue* member = json_.find(key)) is_sound_ &= read_json(*member, value);
    return *this;
  }
  template <typename T>
  MemberReader& operator()(std::string_view key, std::optional<T>& value) {
    const JsonValue* member = json_.find(key);
    if (member != nullptr && !member->is_null()) is_sound_ &= read_json(*member, value.emplace());
    return *this;
  }
  template <typename T, typename To, typename From>
  MemberReader& as(std::string_view key, T& value, To /*to*/, From from) {
    if (const JsonValue* member = json_.find(key)) value = from(*member);
    return *this;
  }
  MemberReader& object(std::string_view key, auto visit) {
    if (const JsonValue* member = json_.find(key)) {
      MemberReader inner(*member);
      visit(inner);
      is_sound_ &= inner.is_sound_;
    }
    return *this;
  }
  template <typename T>
  bool has(std::string_view key, T& form, const T& one) const {
    if (json_.find(key) == nullptr) return false;
    form = one;
    return true;
  }
  template <typename T>
  MemberReader& made(std::string_view /*key*/, const T& /*value*/) {
    return *this;
  }

  bool is_sound() const { return is_sound_; }

 private:
  const JsonValue& json_;
  bool is_sound_ = true;
};

namespace internal {

template <typename T>
concept NamedMap = requires { typename T::mapped_type; };
template <typename T>
concept List = requires(T list) {
  typename T::value_type;
  list.begin();
};

}  // namespace internal

template <typename T>
JsonValue to_json(const T& value) {
  if constexpr (std::floating_point<T>) {
    return static_cast<double>(value);
  } else if constexpr (std::convertible_to<const T&, JsonValue>) {
    return value;
  } else if constexpr (internal::NamedMap<T>) {
    JsonValue::Object members;
    for (const auto& [name, member] : value) members.emplace_back(name, to_json(member));
    return members;
  } else if constexpr (internal::List<T>) {
    JsonValue::Array items;
    for (const auto& item : value) items.push_back(to_json(item));
    return items;
  } else {
    MemberWriter json;
    json_members(json, value);
    return std::move(json).take();
  }
}

template <typename T>
bool read_json(const JsonValue& json, T& value) {
  bool is_sound = true;
  if constexpr (std::same_as<T, JsonValue>) {
    value = json;
  } else if constexpr (std::same_as<T, bool>) {
    value = json.bool_or(value);
  } else if constexpr (std::integral<T>) {
    if (json.is_int() && std::in_range<T>(*json.if_int())) value = static_cast<T>(*json.if_int());
  } else if constexpr (std::floating_point<T>) {
    value = static_cast<T>(json.number_or(static_cast<double>(value)));
  } else if constexpr (std::same_as<T, std::string>) {
    value = json.string_or(value);
  } else if constexpr (internal::NamedMap<T>) {
    if (!json.is_object()) return true;
    for (const auto& [name, member] : *json.if_object()) is_sound &= read_json(member, value[name]);
  } else if constexpr (internal::List<T>) {
    if (!json.is_array()) return true;
    size_t i = 0;
    for (const JsonValue& item : *json.if_array()) {
      if constexpr (requires { std::tuple_size<T>::value; }) {
        if (i < value.size()) is_sound &= read_json(item, value[i++]);
      } else {
        typename T::value_type one{};
        is_sound &= read_json(item, one);
        value.insert(value.end(), std::move(one));
      }
    }
  } else {
    if (!json.is_object()) return false;
    MemberReader reader(json);
    json_members(reader, value);
    return reader.is_sound();
  }
  return is_sound;
}

}  // namespace lauter
