#include "run/output/make_sample.h"

#include <algorithm>

#include "json/utf8.h"
#include "run/output/count_edits.h"
#include "text/printable.h"

namespace lauter {
namespace {

constexpr uint64_t kContextBytes = 160;    // on either side of the subject
constexpr size_t kMaxNeighbours = 6;       // edits on either side
constexpr uint64_t kMaxValueBytes = 200;   // of a replacement, a shown value, a neighbour
constexpr uint64_t kMaxDeletedBytes = 800;  // of the deleted text that a sample is of
constexpr uint64_t kMaxRowBytes = 600;     // of a rejected row
constexpr uint64_t kMaxSampleNameBytes = 160;    // of ids, files, rules, labels, reasons
constexpr std::string_view kCut = " [...] ";

/// The nearest character boundary at or before `offset`.
uint64_t floor_boundary(std::string_view text, uint64_t offset) {
  if (offset >= text.size()) return text.size();
  while (offset > 0 && (static_cast<unsigned char>(text[offset]) & 0xC0U) == 0x80U) --offset;
  return offset;
}

std::string shortened(std::string_view text, uint64_t most) {
  if (text.size() <= most) return replace_invalid_utf8(text);
  return replace_invalid_utf8(text.substr(0, floor_boundary(text, most))) + "...";
}

std::string name_of(std::string_view text) { return shortened(text, kMaxSampleNameBytes); }

/// Also of programs from elsewhere.
float score_of(const Edit& edit) {
  return edit.cause.score >= 0 ? std::min(edit.cause.score, 1.0F) : 0.0F;
}

/// `span` of the text, with labels for the values in it. The source has values, or shows them.
std::string shown(const SampleSource& source, ByteSpan span) {
  if (source.show_values) return replace_invalid_utf8(span.of(source.original));
  std::string out;
  uint64_t at = span.begin;
  for (const Edit& value : *source.values) {
    if (value.span.end <= at || value.span.begin >= span.end) continue;
    if (value.span.begin > at) out += source.original.substr(at, value.span.begin - at);
    out += "[" + name_of(value.cause.label) + "]";
    at = std::min(value.span.end, span.end);
  }
  out += source.original.substr(at, span.end - at);
  return replace_invalid_utf8(out);
}

/// The same of a long span: three quarters of `most` bytes from its begin, a quarter from its end.
std::string shown(const SampleSource& source, ByteSpan span, uint64_t most) {
  if (span.size() <= most) return shown(source, span);
  const std::string_view text = source.original;
  return shown(source, {span.begin, floor_boundary(text, span.begin + most * 3 / 4)}) +
         std::string(kCut) + shown(source, {floor_boundary(text, span.end - most / 4), span.end});
}

SamplePiece edit_piece(const Edit& edit, const SampleSource& source, bool is_subject) {
  SamplePiece piece{.kind = SamplePiece::Kind::kEdit,
                    .text = shortened(edit.with, kMaxValueBytes),
                    .was_bytes = edit.span.size(),
                    .label = name_of(label_name(edit)),
                    .rule = name_of(rule_name(edit)),
                    .score = score_of(edit),
                    .is_subject = is_subject};
  if (source.show_values || (source.values && deletes_junk(edit.cause.stage))) {
    piece.was = shown(source, edit.span, is_subject ? kMaxDeletedBytes : kMaxValueBytes);
  }
  return piece;
}

Sample sample_at(const SamplePlace& place) {
  return {.rank = place.rank,
          .id = name_of(place.id),
          .file = name_of(escape_name(place.file)),
          .row = place.row};
}

}  // namespace

SampleGroup reason_group(std::string_view counted) {
  return SampleGroup::of_reason(name_of(counted));
}

bool deletes_junk(std::string_view stage) {
  return stage == "clean" || stage == "filter" || stage == "dedup";
}

std::vector<size_t> wanted_edits(const EditProgram& program, uint64_t rank, const SampleSet& set) {
  std::vector<std::pair<uint64_t, size_t>> wanted;  // group, edit
  for (size_t i = 0; i < program.edits.size(); ++i) {
    const Edit& edit = program.edits[i];
    // Names of samples are cut: so are those of their groups.
    const std::string_view label = label_name(edit), rule = rule_name(edit);
    const bool is_short = label.size() <= kMaxSampleNameBytes && rule.size() <= kMaxSampleNameBytes;
    const SampleGroup group = is_short ? SampleGroup::of_edit(label, rule)
                                       : SampleGroup::of_edit(name_of(label), name_of(rule));
    if (!set.wants(group, score_of(edit), rank)) continue;
    const auto known = std::ranges::find(wanted, group.hash, &std::pair<uint64_t, size_t>::first);
    if (known == wanted.end()) {
      wanted.emplace_back(group.hash, i);
    } else if (score_of(edit) < score_of(program.edits[known->second])) {
      known->second = i;
    }
  }
  std::vector<size_t> edits;
  for (const auto& [group, edit] : wanted) edits.push_back(edit);
  return edits;
}

Sample sample_of_edit(const SamplePlace& place, const EditProgram& program, size_t subject,
                      const SampleSource& source) {
  const std::string_view text = source.original;
  const std::vector<Edit>& edits = program.edits;
  const Edit& edit = edits[subject];
  Sample sample = sample_at(place);
  sample.label = name_of(label_name(edit));
  sample.rule = name_of(rule_name(edit));
  sample.score = score_of(edit);

  // Edits that reach into the surroundings are shown whole; of too many the nearest.
  uint64_t from = edit.span.begin > kContextBytes ? edit.span.begin - kContextBytes : 0;
  from = floor_boundary(text, from);
  size_t first = subject;
  while (first > 0 && edits[first - 1].span.end > from) {
    --first;
    if (subject - first == kMaxNeighbours) break;
  }
  if (first > 0) from = std::max(from, edits[first - 1].span.end);
  from = std::min(from, edits[first].span.begin);
  uint64_t to = floor_boundary(text, std::min<uint64_t>(edit.span.end + kContextBytes, text.size()));
  size_t last = subject;
  while (last + 1 < edits.size() && edits[last + 1].span.begin < to) {
    ++last;
    if (last - subject == kMaxNeighbours) break;
  }
  if (last + 1 < edits.size()) to = std::min(to, edits[last + 1].span.begin);
  to = std::max(to, edits[last].span.end);

  const auto add_text = [&](uint64_t begin, uint64_t end) {
    if (begin == end) return;
    sample.pieces.push_back({.text = replace_invalid_utf8(text.substr(begin, end - begin))});
  };
  const auto add_gap = [&] { sample.pieces.push_back({.kind = SamplePiece::Kind::kGap}); };
  if (from > 0) add_gap();
  uint64_t at = from;
  for (size_t i = first; i <= last; ++i) {
    add_text(at, edits[i].span.begin);
    sample.pieces.push_back(edit_piece(edits[i], source, i == subject));
    at = edits[i].span.end;
  }
  add_text(at, to);
  if (to < text.size()) add_gap();
  return sample;
}

Sample sample_of_rejection(const SamplePlace& place, std::string_view counted,
                           std::string_view reason, const SampleSource& source) {
  Sample sample = sample_at(place);
  sample.is_rejected = true;
  sample.rule = name_of(counted);
  sample.reason = name_of(reason);
  sample.bytes = source.original.size();
  if (!source.show_values && !source.values) return sample;
  const uint64_t end = floor_boundary(source.original, kMaxRowBytes);
  sample.pieces.push_back({.text = shown(source, {0, end})});
  if (end < source.original.size()) sample.pieces.push_back({.kind = SamplePiece::Kind::kGap});
  return sample;
}

}  // namespace lauter
