/// Members that may be missing, or be of another type.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "json/value.h"

namespace lauter {

inline std::string string_at(const JsonValue& object, std::string_view key) {
  const JsonValue* member = object.find(key);
  return std::string(member == nullptr ? "" : member->string_or(""));
}

inline double number_at(const JsonValue& object, std::string_view key) {
  const JsonValue* member = object.find(key);
  return member == nullptr ? 0 : member->number_or(0);
}

/// A whole number that is not negative.
inline uint64_t count_at(const JsonValue& object, std::string_view key, uint64_t otherwise = 0) {
  const JsonValue* member = object.find(key);
  const int64_t count = member == nullptr ? -1 : member->int_or(-1);
  return count < 0 ? otherwise : static_cast<uint64_t>(count);
}

/// Counts by name, as an object. The reverse leaves out what is no count.
inline JsonValue counts_to_json(const std::map<std::string, uint64_t>& counts) {
  JsonValue::Object members;
  for (const auto& [name, count] : counts) members.emplace_back(name, count);
  return members;
}

inline std::map<std::string, uint64_t> counts_from_json(const JsonValue& object, std::string_view key) {
  std::map<std::string, uint64_t> counts;
  const JsonValue* member = object.find(key);
  if (member == nullptr || !member->is_object()) return counts;
  for (const auto& [name, count] : *member->if_object()) counts[name] = count_at(*member, name);
  return counts;
}

}  // namespace lauter
