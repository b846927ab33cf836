// Programs of edits: parse any bytes as JSON rows; and with programs made of the input's bytes, the
// laws of apply, invert, compose, merge, restore and of the canonical view's map.
//
// The input's first byte says how many edits to read; each takes 4 bytes (begin, length,
// replacement from, replacement length, all modulo what is there). The rest is the text, cut to
// valid UTF-8.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "edit/edit.h"
#include "edit/log.h"
#include "edit/program_json.h"
#include "text/canonical.h"
#include "text/utf8.h"

namespace {

using lauter::AuditMark;
using lauter::AuditWriter;
using lauter::ByteSpan;
using lauter::Edit;
using lauter::EditProgram;

const AuditWriter& audit() {
  static const AuditWriter kAudit(lauter::SecretKey{std::string(32, 'k')},
                                  lauter::AuditMode::kSealed);
  return kAudit;
}

bool same(const EditProgram& a, const EditProgram& b) {
  return a.drop_document == b.drop_document &&
         std::equal(a.edits.begin(), a.edits.end(), b.edits.begin(), b.edits.end(),
                    [](const Edit& x, const Edit& y) {
                      return x.span == y.span && x.with == y.with &&
                             x.cause.stage == y.cause.stage && x.cause.rule == y.cause.rule &&
                             x.cause.label == y.cause.label && x.cause.score == y.cause.score;
                    });
}

void parsers(std::string_view bytes) {
  std::vector<AuditMark> was;
  const auto program = lauter::parse_program_json(bytes, &was);
  if (program.ok() && !program->drop_document) {
    std::string json;
    lauter::append_program_json(json, *program, "id", "", AuditWriter());
    const auto again = lauter::parse_program_json(json);
    LAUTER_CHECK(again.ok() && same(*program, *again), "parse(print(p)) == p");
    (void)lauter::restore(*program, was, "id", "refined text", audit());
    (void)lauter::apply_program(*program, "some text");
  }
  (void)lauter::parse_log_row(bytes, &was);
}

/// The nearest boundary at or before `offset`.
uint64_t boundary(std::string_view text, uint64_t offset) {
  offset = std::min<uint64_t>(offset, text.size());
  while (!lauter::is_utf8_boundary(text, offset)) --offset;
  return offset;
}

std::vector<Edit> read_edits(const uint8_t* data, size_t n, std::string_view text) {
  std::vector<Edit> edits;
  for (size_t i = 0; i < n; ++i, data += 4) {
    Edit edit;
    edit.span.begin = boundary(text, data[0] % (text.size() + 1));
    edit.span.end = boundary(text, edit.span.begin + data[1] % 16);
    edit.span.end = std::max(edit.span.begin, edit.span.end);
    const uint64_t from = boundary(text, data[2] % (text.size() + 1));
    const uint64_t to = std::max(from, boundary(text, from + data[3] % 8));
    edit.with = text.substr(from, to - from);
    edit.cause = {"fuzz", "r", "L", static_cast<float>(data[3]) / 255.0F};
    edits.push_back(std::move(edit));
  }
  return edits;
}

void laws(std::string_view text, const std::vector<Edit>& edits) {
  const auto merged = lauter::merge(text, {{0, edits}, {1, edits}});
  LAUTER_CHECK(merged.ok(), "edits on boundaries merge");
  LAUTER_CHECK(merged->program.edits.size() + merged->rejected.size() == 2 * edits.size(),
               "no proposal is lost");
  const EditProgram& p = merged->program;
  const auto refined = lauter::apply_program(p, text);
  LAUTER_CHECK(refined.ok() && lauter::is_utf8(*refined), "a merged program applies");
  const auto inverse = lauter::invert(p, text);
  LAUTER_CHECK(inverse.ok(), "a program that applies inverts");
  LAUTER_CHECK(*lauter::apply_program(*inverse, *refined) == text, "the inverse restores");
  const auto nothing = lauter::compose(p, *inverse, text);
  LAUTER_CHECK(nothing.ok() && *lauter::apply_program(*nothing, text) == text,
               "p then its inverse");

  lauter::LogRow row;
  row.id = "id";
  row.program = p;
  std::string line;
  append_log_row(line, row, text, audit());
  std::vector<AuditMark> was;
  const auto parsed = lauter::parse_log_row(line, &was);
  LAUTER_CHECK(parsed.ok() && same(parsed->program, p), "a log row reads back");
  const auto restored = lauter::restore(parsed->program, was, "id", *refined, audit());
  LAUTER_CHECK(restored.ok() && *restored == text, "the log restores the original");
}

void canonical(std::string_view text) {
  lauter::CanonicalBuffer buffer;
  const auto view = lauter::canonicalize(text, buffer, {.fold_lookalikes = text.size() % 2 == 0});
  LAUTER_CHECK(lauter::is_utf8(view.text()) && view.text().size() <= text.size(),
               "a view is UTF-8");
  uint64_t last = 0;
  for (size_t i = 0; i < view.text().size(); i += lauter::utf8_length(view.text()[i])) {
    const ByteSpan span = view.to_original(ByteSpan{i, i + lauter::utf8_length(view.text()[i])});
    LAUTER_CHECK(last <= span.begin && span.begin < span.end && span.end <= text.size(),
                 "characters of the view come from the original in order");
    LAUTER_CHECK(
        lauter::is_utf8_boundary(text, span.begin) && lauter::is_utf8_boundary(text, span.end),
        "whole characters");
    last = span.end;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  parsers(bytes);
  if (size < 1) return 0;
  const size_t n = std::min<size_t>(data[0] % 12, (size - 1) / 4);
  std::string_view text = bytes.substr(1 + 4 * n);
  if (const auto error = lauter::find_utf8_error(text)) text = text.substr(0, error->offset);
  canonical(text);
  laws(text, read_edits(data + 1, n, text));
  return 0;
}
