#include "measure/edits.h"

#include <algorithm>
#include <unordered_map>

#include "edit/program_json.h"
#include "measure/edit_figures.h"
#include "measure/rows.h"

namespace lauter {
namespace internal {
namespace {

struct EditGold {
  std::string id;
  std::string text;
  std::vector<ByteSpan> spans;
  std::vector<std::string> kinds;
  std::string score;
};

/// What was predicted for a row, before it meets its text.
struct EditPrediction {
  bool is_error = false;
  bool has_program = false;
  EditProgram program;
  std::string program_text;
};

std::string text_of(const JsonValue* value) {
  if (value == nullptr || value->is_null()) return {};
  return value->is_string() ? *value->if_string() : value->to_string();
}

/// `spans` as deletions; `kinds` is filled if not null.
Result<EditProgram> deletions_of(const JsonValue& row, std::vector<std::string>* kinds) {
  EditProgram program;
  const JsonValue* list = row.find("spans");
  if (list == nullptr || list->if_array() == nullptr) return data_loss("no array `spans`");
  for (const JsonValue& item : *list->if_array()) {
    const JsonValue* start = item.find("start");
    const JsonValue* end = item.find("end");
    if (start == nullptr || end == nullptr || start->int_or(-1) < 0 || end->int_or(-1) < 0) {
      return data_loss("a span without whole numbers in start and end");
    }
    Edit& edit = program.edits.emplace_back();
    edit.span = {static_cast<uint64_t>(start->int_or(0)), static_cast<uint64_t>(end->int_or(0))};
    edit.cause.label = text_of(item.find("kind"));
  }
  std::stable_sort(program.edits.begin(), program.edits.end(),
                   [](const Edit& a, const Edit& b) { return a.span < b.span; });
  if (kinds == nullptr) return program;
  for (const Edit& edit : program.edits) kinds->push_back(edit.cause.label);
  return program;
}

std::vector<ByteSpan> spans_of(const EditProgram& program, std::string_view text) {
  std::vector<ByteSpan> spans;
  if (program.drop_document && !text.empty()) spans.push_back({0, text.size()});
  for (const Edit& edit : program.edits) {
    if (!edit.span.empty()) spans.push_back(edit.span);
  }
  return spans;
}

Result<std::vector<EditGold>> read_gold_edits(const std::string& path, std::string_view only) {
  std::vector<EditGold> rows;
  const auto take = [&](const JsonValue& row, const std::string&) -> Result<void> {
    LAUTER_ASSIGN(const bool wanted, is_wanted(row, only));
    if (!wanted) return {};
    EditGold gold;
    LAUTER_ASSIGN(gold.id, required_id(row));
    const JsonValue* text = row.find("text");
    if (text == nullptr || !text->is_string()) return data_loss("no text");
    gold.text = *text->if_string();
    gold.score = text_of(row.find("score"));
    LAUTER_ASSIGN(const EditProgram program, deletions_of(row, &gold.kinds));
    LAUTER_TRY(validate(program, gold.text));
    for (const Edit& edit : program.edits) gold.spans.push_back(edit.span);
    rows.push_back(std::move(gold));
    return {};
  };
  LAUTER_TRY(for_each_row(path, take));
  if (rows.empty()) return data_loss(path + ": no rows");
  return rows;
}

Result<std::unordered_map<std::string, EditPrediction>> read_edit_predictions(
    const std::string& path) {
  std::unordered_map<std::string, EditPrediction> rows;
  const auto take = [&](const JsonValue& row, const std::string&) -> Result<void> {
    EditPrediction prediction;
    prediction.is_error = row.find("error") != nullptr;
    if (const JsonValue* text = row.find("program_text")) {
      prediction.program_text = text_of(text);
    } else if (const JsonValue* program = row.find("program")) {
      LAUTER_ASSIGN(prediction.program, parse_program_json(program->to_string()));
      prediction.has_program = true;
    } else if (!prediction.is_error) {
      LAUTER_ASSIGN(prediction.program, deletions_of(row, nullptr));
      prediction.has_program = true;
    }
    LAUTER_ASSIGN(std::string id, required_id(row));
    if (!rows.emplace(id, std::move(prediction)).second) {
      return data_loss("id `" + id + "` occurs twice");
    }
    return {};
  };
  LAUTER_TRY(for_each_row(path, take));
  return rows;
}

Result<RefinedTexts> refined_or_none(const std::string& path) {
  if (path.empty()) return RefinedTexts();
  return read_refined(path);
}

Result<EditProgram> program_for(const EditGold& gold, EditPrediction& prediction, Dialect dialect) {
  if (prediction.is_error) return EditProgram();
  if (prediction.has_program) return std::move(prediction.program);
  if (dialect == Dialect::kLauter) {
    dialect = spelled_dialect(prediction.program_text).value_or(dialect);
  }
  return parse_dialect(prediction.program_text, gold.text, dialect);
}

}  // namespace
}  // namespace internal

Result<MeasureReport> measure_edits(const MeasureEditsOptions& options) {
  using internal::EditGold;
  LAUTER_ASSIGN(const std::vector<EditGold> gold_rows,
                internal::read_gold_edits(options.gold_path, options.only));
  LAUTER_ASSIGN(auto predictions, internal::read_edit_predictions(options.pred_path));
  LAUTER_ASSIGN(const internal::RefinedTexts refined_texts,
                internal::refined_or_none(options.refined_path));
  internal::EditScorer scorer;
  internal::EditFigures figures;
  for (const EditGold& gold : gold_rows) {
    const auto at = predictions.find(gold.id);
    if (at == predictions.end()) {
      return data_loss(options.pred_path + ": no prediction for id `" + gold.id + "`");
    }
    figures.held_back += at->second.is_error ? 1 : 0;
    const auto in_row = [&](Error error) { return std::move(error).context("id " + gold.id); };
    Result<EditProgram> program = internal::program_for(gold, at->second, options.dialect);
    if (!program.ok()) return in_row(std::move(program.error()));
    Result<std::string> applied = apply_program(*program, gold.text);
    if (!applied.ok()) return in_row(std::move(applied.error()));
    EditProgram gold_program;
    for (const ByteSpan& span : gold.spans) gold_program.edits.emplace_back().span = span;
    LAUTER_ASSIGN(const std::string gold_text, apply_program(gold_program, gold.text));
    const auto refined = refined_texts.find(gold.id);
    scorer.add({.text = gold.text,
                .gold = gold.spans,
                .gold_kinds = gold.kinds,
                .predicted = internal::spans_of(*program, gold.text),
                .gold_text = gold_text,
                .refined = refined == refined_texts.end() ? *applied : refined->second,
                .group = gold.score},
               figures);
  }
  return MeasureReport{internal::edit_figures_json(figures),
                       internal::edit_figures_table(figures)};
}

}  // namespace lauter
