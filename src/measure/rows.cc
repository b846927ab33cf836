#include "measure/rows.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "io/chunk.h"
#include "io/files/files.h"
#include "io/input.h"

namespace lauter::internal {
namespace {

std::string id_of(const JsonValue& row, const std::string& place) {
  const JsonValue* id = row.find("id");
  if (id == nullptr) return place;
  if (id->is_string()) return *id->if_string();
  if (id->is_number()) return id->to_string();
  return place;
}

/// A scalar field as text; empty if there is none.
std::string field_text(const JsonValue& row, std::string_view name) {
  const JsonValue* value = row.find(name);
  if (value == nullptr || value->is_null()) return {};
  if (value->is_string()) return *value->if_string();
  if (value->is_array() || value->is_object()) return {};
  return value->to_string();
}

bool is_boundary(std::string_view text, uint64_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

Result<std::vector<LabelledSpan>> spans_of(const JsonValue& row, std::string_view label_field) {
  std::vector<LabelledSpan> spans;
  const JsonValue* list = row.find("spans");
  if (list == nullptr) return spans;
  if (list->if_array() == nullptr) return data_loss("spans is not an array");
  for (const JsonValue& item : *list->if_array()) {
    const JsonValue* start = item.find("start");
    const JsonValue* end = item.find("end");
    if (start == nullptr || end == nullptr || !start->is_int() || !end->is_int()) {
      return data_loss("a span without whole numbers in start and end");
    }
    LabelledSpan span;
    if (*start->if_int() < 0 || *end->if_int() < *start->if_int()) {
      return data_loss("a span whose end lies before its start");
    }
    span.span = {static_cast<uint64_t>(*start->if_int()), static_cast<uint64_t>(*end->if_int())};
    span.label = field_text(item, label_field);
    if (span.label.empty()) span.label = field_text(item, "label");
    span.truth = field_text(item, "truth");
    spans.push_back(std::move(span));
  }
  std::sort(spans.begin(), spans.end(),
            [](const LabelledSpan& a, const LabelledSpan& b) { return a.span < b.span; });
  return spans;
}

Result<GoldRow> gold_row(const JsonValue& row, const std::string& place,
                         std::string_view label_field) {
  GoldRow gold;
  gold.id = id_of(row, place);
  const JsonValue* text = row.find("text");
  if (text == nullptr || !text->is_string()) return data_loss("no text");
  gold.text = *text->if_string();
  LAUTER_ASSIGN(gold.spans, spans_of(row, label_field));
  for (const LabelledSpan& span : gold.spans) {
    if (span.span.end > gold.text.size()) {
      return data_loss("a span ends at byte " + std::to_string(span.span.end) + " of a text of " +
                       std::to_string(gold.text.size()));
    }
    if (!is_boundary(gold.text, span.span.begin) || !is_boundary(gold.text, span.span.end)) {
      return data_loss("a span begins or ends inside a character: offsets are UTF-8 bytes");
    }
    if (span.label.empty()) return data_loss("a span without a label");
  }
  const JsonValue* decoy = row.find("decoy");
  gold.decoy = decoy != nullptr && decoy->bool_or(false);
  for (std::string_view name : {"slice", "form", "source", "split"}) {
    const std::string value = field_text(row, name);
    if (!value.empty()) gold.slices.push_back(std::string(name) + ":" + value);
  }
  gold.repository = field_text(row, "repo");
  if (gold.repository.empty()) gold.repository = field_text(row, "source");
  return gold;
}

}  // namespace

Result<std::string> required_id(const JsonValue& row) {
  std::string id = id_of(row, "");
  if (id.empty()) return data_loss("a row without an id");
  return id;
}

Result<bool> is_wanted(const JsonValue& row, std::string_view only) {
  if (only.empty()) return true;
  const size_t equals = only.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    return invalid_argument("filter `" + std::string(only) + "`: expected field=value");
  }
  return field_text(row, only.substr(0, equals)) == only.substr(equals + 1);
}

Result<void> for_each_row(
    const std::string& path,
    const std::function<Result<void>(const JsonValue& row, const std::string& place)>& take) {
  LAUTER_ASSIGN(ForcedFormat forced, parse_format("jsonl"));
  LAUTER_ASSIGN(Inputs inputs, expand_inputs({path}, forced));
  for (size_t i = 0; i < inputs.files.size(); ++i) {
    const InputFile& file = inputs.files[i];
    LAUTER_ASSIGN(ChunkReader reader, ChunkReader::open(file, i));
    Chunk chunk;
    uint64_t row = 0;
    while (true) {
      LAUTER_ASSIGN(const bool more, reader.next(chunk));
      if (!more) break;
      if (chunk.oversized) {
        return data_loss(file.relative + ":" + std::to_string(row + 1) + ": row is too large");
      }
      std::string_view rest = chunk.bytes;
      while (!rest.empty()) {
        const size_t end = std::min(rest.find('\n'), rest.size());
        std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        ++row;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        const std::string place = file.relative + ":" + std::to_string(row);
        Result<JsonValue> value = parse_json(line);
        if (!value.ok()) return std::move(value.error()).context(place);
        if (Result<void> taken = take(*value, place); !taken.ok()) {
          return std::move(taken.error()).context(place);
        }
      }
    }
  }
  return {};
}

Result<std::vector<GoldRow>> read_gold(const std::string& path, std::string_view label_field,
                                       std::string_view only, std::vector<std::string>& all_ids) {
  std::vector<GoldRow> rows;
  std::unordered_set<std::string> seen;
  LAUTER_TRY(
      for_each_row(path, [&](const JsonValue& row, const std::string& place) -> Result<void> {
        LAUTER_ASSIGN(const bool wanted, is_wanted(row, only));
        LAUTER_ASSIGN(GoldRow gold, gold_row(row, place, label_field));
        if (!seen.insert(gold.id).second) return data_loss("id `" + gold.id + "` occurs twice");
        all_ids.push_back(gold.id);
        if (wanted) rows.push_back(std::move(gold));
        return {};
      }));
  if (rows.empty()) {
    return data_loss(
        path + (only.empty() ? std::string(": no rows") : ": no row with " + std::string(only)));
  }
  return rows;
}

Result<FoundRows> read_found(const std::string& path) {
  FoundRows rows;
  LAUTER_TRY(
      for_each_row(path, [&](const JsonValue& row, const std::string& place) -> Result<void> {
        FoundRow found;
        found.is_error = row.find("error") != nullptr;
        LAUTER_ASSIGN(found.spans, spans_of(row, "label"));
        for (const LabelledSpan& span : found.spans) {
          if (span.label.empty()) return data_loss("a span without a label");
        }
        const std::string id = id_of(row, place);
        if (!rows.emplace(id, std::move(found)).second) {
          return data_loss("id `" + id + "` occurs twice");
        }
        return {};
      }));
  return rows;
}

Result<RefinedTexts> read_refined(const std::string& path) {
  RefinedTexts texts;
  LAUTER_TRY(
      for_each_row(path, [&](const JsonValue& row, const std::string& place) -> Result<void> {
        const JsonValue* text = row.find("text");
        if (text == nullptr || !text->is_string()) return data_loss("no text");
        texts[id_of(row, place)] = *text->if_string();
        return {};
      }));
  return texts;
}

Result<void> check_same_ids(const std::vector<GoldRow>& gold,
                            const std::vector<std::string>& all_ids, const FoundRows& found,
                            const std::string& gold_path, const std::string& found_path) {
  std::vector<std::string> missing;
  size_t n_missing = 0;
  for (const GoldRow& row : gold) {
    if (found.contains(row.id)) continue;
    ++n_missing;
    if (missing.size() < 3) missing.push_back(row.id);
  }
  const auto list = [](const std::vector<std::string>& ids) {
    std::string out;
    for (const std::string& id : ids) out += (out.empty() ? "`" : ", `") + id + "`";
    return out;
  };
  if (n_missing > 0) {
    return data_loss(found_path + ": " + std::to_string(n_missing) + " of " +
                     std::to_string(gold.size()) +
                     " gold rows have no prediction: " + list(missing));
  }
  const std::unordered_set<std::string_view> known(all_ids.begin(), all_ids.end());
  std::vector<std::string> strange;
  size_t n_strange = 0;
  for (const auto& [id, row] : found) {
    if (known.contains(id)) continue;
    ++n_strange;
    strange.push_back(id);
  }
  if (n_strange == 0) return {};
  std::sort(strange.begin(), strange.end());
  strange.resize(std::min<size_t>(strange.size(), 3));
  return data_loss(found_path + ": " + std::to_string(n_strange) + " rows have ids that " +
                   gold_path + " does not hold: " + list(strange));
}

}  // namespace lauter::internal
