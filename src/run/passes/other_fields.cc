#include "run/passes/other_fields.h"

#include <algorithm>
#include <functional>

#include "json/record_texts.h"
#include "json/value.h"

namespace lauter {
namespace {

using TakeString = std::function<void(const std::string& place, const std::string& field, const std::string& value)>;

/// Every string of a value, with its place and the same without numbers.
void each_string(const JsonValue& value, const std::string& place, const std::string& field, const TakeString& take) {
  if (const std::string* string = value.if_string()) {
    take(place, field, *string);
  } else if (const JsonValue::Array* items = value.if_array()) {
    for (size_t i = 0; i < items->size(); ++i) {
      each_string((*items)[i], place + "[" + std::to_string(i) + "]", field + "[]", take);
    }
  } else if (const JsonValue::Object* members = value.if_object()) {
    for (const auto& [name, member] : *members) {
      const std::string behind = (place.empty() ? "" : ".") + name;
      each_string(member, place + behind, field + behind, take);
    }
  }
}

}  // namespace

Result<OtherFields> OtherFields::make(const RecordFields& fields, std::vector<std::string> kept) {
  LAUTER_ASSIGN(Scanner scanner, Scanner::make({}));
  if (fields.dropped != nullptr) {
    for (const TextPath& path : *fields.dropped) kept.push_back(path.written());
  }
  return OtherFields(std::move(scanner), fields.text.dotted(), std::move(kept));
}

void OtherFields::look(const Row& row) {
  if (row.error || row.pass_through || !has_fields(row.format) || bytes_ > kMaxBytes) return;
  std::string made;
  const auto tree = parse_json(json_of(row, made));
  if (!tree.ok()) return;
  ++rows_;
  std::set<std::string> here;
  each_string(*tree, "", "", [&](const std::string& place, const std::string& field, const std::string& value) {
    const bool is_text = row.texts.empty() ? place == text_
                                           : std::ranges::find(row.texts, place, &NamedText::field) != row.texts.end();
    const bool is_meant = std::ranges::find(others_, field) != others_.end();
    if (is_text || is_meant || bytes_ > kMaxBytes) return;
    bytes_ += value.size();
    scanner_.scan(value, *scratch_, hits_);
    if (hits_.empty()) return;
    Finds& finds = finds_[field];
    if (here.insert(field).second) ++finds.rows;
    for (const Hit& hit : hits_) finds.labels.emplace(scanner_.label(hit));
  });
}

std::string other_fields_text(const OtherFields& fields) {
  std::string text;
  for (const auto& [field, finds] : fields.finds()) {
    text += (text.empty() ? "" : ", ") + field + " (";
    for (const std::string& label : finds.labels) text += label + ", ";
    text += std::to_string(finds.rows) + (finds.rows == 1 ? " row)" : " rows)");
  }
  return text;
}

}  // namespace lauter
