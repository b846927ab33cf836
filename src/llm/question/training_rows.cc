#include "llm/question/training_rows.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/hash.h"
#include "json/writer.h"
#include "text/ascii.h"
#include "text/lines.h"

namespace lauter::llm {
namespace {

struct TypeOf {
  std::string_view category;
  std::string_view type;
};
constexpr std::array<TypeOf, 23> kTypes = {{
    {"PERSON", "PERSON"},      {"FIRST_NAME", "PERSON"},
    {"LAST_NAME", "PERSON"},   {"MAIDEN_NAME", "PERSON"},
    {"NICKNAME", "PERSON"},    {"LOCATION", "LOC"},
    {"CITY", "LOC"},           {"STATE", "LOC"},
    {"COUNTRY", "LOC"},        {"ORGANIZATION", "ORG"},
    {"SCHOOL", "ORG"},         {"STREET_ADDRESS", "ADDRESS"},
    {"JOB_TITLE", "TITLE"},    {"AGE", "AGE"},
    {"NATIONALITY", "NRP"},    {"ETHNICITY", "NRP"},
    {"RELIGION", "NRP"},       {"POLITICAL_VIEW", "NRP"},
    {"DATE_OF_BIRTH", "DATE"}, {"DATE_OF_DEATH", "DATE"},
    {"MEDICAL_DATE", "DATE"},  {"EMPLOYMENT_DATE", "DATE"},
    {"DATE_TIME", "DATE"},
}};

/// As is_held_out() of train/builders/pii.py.
std::string_view split_of(std::string_view id) { return sha256(id)[0] < 26 ? "test" : "train"; }

void write_toxic(JsonWriter& json, std::span<const Proposal> edits) {
  json.key("toxic").begin_array();
  for (const Proposal& edit : edits) {
    json.begin_array()
        .unsigned_integer(edit.span.begin)
        .unsigned_integer(edit.span.end)
        .end_array();
  }
  json.end_array().member_uint("toxic_doc", edits.empty() ? 0 : 1);
}

void write_pii(JsonWriter& json, std::span<const Proposal> edits,
               std::span<const Label> looked_for) {
  json.key("pii").begin_array();
  for (const Proposal& edit : edits) {
    const std::string_view type = head_type(edit.category);
    if (type.empty()) continue;
    json.begin_array().unsigned_integer(edit.span.begin).unsigned_integer(edit.span.end);
    json.string(type).end_array();
  }
  json.end_array().key("pii_types").begin_array();
  std::vector<std::string_view> types;
  for (const Label& label : looked_for) {
    const std::string_view type = head_type(label.name);
    if (type.empty() || std::find(types.begin(), types.end(), type) != types.end()) continue;
    types.push_back(type);
    json.string(type);
  }
  json.end_array();
}

/// Labels of the lines, and what of each is junk.
void write_junk(JsonWriter& json, std::string_view text, std::span<const Proposal> edits) {
  const LineIndex lines(text);
  std::vector<ByteSpan> junk;
  json.key("lines").begin_array();
  auto edit = edits.begin();
  for (uint64_t number = 1; number <= lines.line_count(); ++number) {
    const ByteSpan line = lines.line(number);
    std::string left;  // of the line, without its junk
    uint64_t at = line.begin;
    while (edit != edits.end() && edit->span.end <= line.begin) ++edit;
    for (auto of_line = edit; of_line != edits.end() && of_line->span.begin < line.end; ++of_line) {
      const ByteSpan part{std::max(of_line->span.begin, line.begin),
                          std::min(of_line->span.end, line.end)};
      left += ByteSpan{at, part.begin}.of(text);
      at = part.end;
      if (!part.empty()) junk.push_back(part);
    }
    left += ByteSpan{at, line.end}.of(text);
    if (trim_ascii(line.of(text)).empty()) {
      json.null();
    } else {
      json.integer(trim_ascii(left).empty() ? 1 : 0);
    }
  }
  json.end_array().key("junk").begin_array();
  for (const ByteSpan& span : junk) {
    json.begin_array().unsigned_integer(span.begin).unsigned_integer(span.end).end_array();
  }
  json.end_array();
}

}  // namespace

bool append_student_row(std::string& out, const Asking& asking, const Accepted& row) {
  if (asking.ask().mode != Mode::kEdits) return false;
  const ByteSpan all{0, row.text.size()};
  const Window window{all, all};
  const Question question = asking.question(row.id, row.text, {&window, 1});
  const std::vector<Proposal> edits(row.edits.begin(), row.edits.end());
  const std::string reply = print_answer(question, edits);
  const Answer read = read_answer(question, reply);
  const auto same = [](const Proposal& a, const Proposal& b) {
    return a.span == b.span && a.category == b.category;
  };
  if (!read.complete() ||
      !std::equal(read.proposals.begin(), read.proposals.end(), edits.begin(), edits.end(), same)) {
    return false;
  }
  JsonWriter json(out);
  json.begin_object().member("id", row.id).key("messages").begin_array();
  const auto message = [&json](std::string_view role, std::string_view content) {
    json.begin_object().member("role", role).member("content", content).end_object();
  };
  message("system", question.request.messages.front().content);
  message("user", question.request.messages.back().content);
  message("assistant", reply);
  json.end_array().end_object();
  out += '\n';
  return true;
}

std::string_view head_type(std::string_view category) {
  for (const TypeOf& one : kTypes) {
    if (one.category == category) return one.type;
  }
  return {};
}

void append_head_row(std::string& out, Head head, const Accepted& row, std::string_view source,
                     std::span<const Label> looked_for) {
  JsonWriter json(out);
  json.begin_object().member("id", row.id).member("text", row.text);
  json.member("source", source).member("split", split_of(row.id));
  switch (head) {
    case Head::kPii:
      write_pii(json, row.edits, looked_for);
      break;
    case Head::kToxic:
      write_toxic(json, row.edits);
      break;
    case Head::kJunk:
      write_junk(json, row.text, row.edits);
      break;
  }
  json.end_object();
  out += '\n';
}

}  // namespace lauter::llm
