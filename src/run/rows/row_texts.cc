#include "run/rows/row_texts.h"

#include "json/value.h"
#include "text/ascii.h"

namespace lauter {
namespace {

constexpr std::string_view kFieldReason = "private: its field is, by the recipe";

bool is_json(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || (text[first] != '{' && text[first] != '[')) return false;
  return parse_json(text).ok();
}

}  // namespace

Outcome keep_to_texts(const Row& row, Outcome outcome) {
  if (row.texts.empty() || outcome.state != RowState::kEdited) return outcome;
  auto program = keep_apart(outcome.program, row.texts);
  if (!program.ok()) return rejected(std::move(outcome), program.error().message);
  outcome.program = std::move(*program);
  if (outcome.program.edits.empty()) {
    outcome.state = RowState::kKept;
    outcome.refined.clear();
    return outcome;
  }
  auto refined = apply_program(outcome.program, row.doc.text);
  if (!refined.ok()) return rejected(std::move(outcome), refined.error().message);
  outcome.refined = std::move(*refined);
  const std::vector<ByteSpan> spans = spans_after(outcome.program, row.texts);
  for (size_t i = 0; i < spans.size(); ++i) {
    const std::string_view before = row.texts[i].span.of(row.doc.text);
    const std::string_view after = spans[i].of(outcome.refined);
    if (!row.texts[i].value && after != before && is_json(before) && !is_json(after)) {
      return rejected(std::move(outcome), "json: " + row.texts[i].field + " is no JSON any more");
    }
  }
  return outcome;
}

std::vector<Found> values_of(const Row& row, const std::vector<FieldValue>& fields) {
  std::vector<Found> values;
  for (const NamedText& text : row.texts) {
    if (!text.value || trim_ascii(text.span.of(row.doc.text)).empty()) continue;
    const FieldValue& field = fields[*text.value];
    std::string label = field.label();
    const Category category = category_of_label(label);
    Cause cause{"field", "field." + field.path, std::move(label), 1, std::string(kFieldReason)};
    values.push_back({.span = text.span, .category = category, .cause = std::move(cause), .op = field.op});
  }
  return values;
}

}  // namespace lauter
