/// Reading typed fields out of JSON objects. Internal to `edit`.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "edit/program_json.h"
#include "json/value.h"

namespace lauter {

/// parse_program_json() for a value that is parsed already.
Result<EditProgram> program_from_json(const JsonValue& ops, std::vector<AuditMark>* was,
                                      std::vector<std::string>* fields = nullptr);

/// Errors: kDataLoss if the object has a member of another name: what the writer meant by it would be lost.
inline Result<void> check_members(const JsonValue& object, std::span<const std::string_view> known) {
  for (const auto& [name, value] : *object.if_object()) {
    if (std::ranges::find(known, name) != known.end()) continue;
    std::string all;
    for (const std::string_view one : known) all.append(all.empty() ? "" : ", ").append(one);
    return data_loss("\"" + name.substr(0, 40) + "\" does not belong there; what does: " + all);
  }
  return {};
}

/// "" if there is none. Errors: kDataLoss if it is no string.
inline Result<std::string> optional_string(const JsonValue& object, std::string_view name) {
  const JsonValue* value = object.find(name);
  if (value == nullptr) return std::string();
  if (!value->is_string()) return data_loss(std::string(name) + " is no string");
  return *value->if_string();
}

inline Result<std::string> required_string(const JsonValue& object, std::string_view name) {
  if (object.find(name) == nullptr) return data_loss(std::string(name) + " is missing");
  return optional_string(object, name);
}

inline Result<uint64_t> required_offset(const JsonValue& object, std::string_view name) {
  const JsonValue* value = object.find(name);
  if (value == nullptr) return data_loss(std::string(name) + " is missing");
  const int64_t number = value->int_or(-1);
  if (number < 0) return data_loss(std::string(name) + " is no byte offset");
  return static_cast<uint64_t>(number);
}

}  // namespace lauter
