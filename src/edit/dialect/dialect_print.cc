#include "edit/dialect/dialect_print.h"

#include <algorithm>

#include "text/utf8.h"

namespace lauter {
namespace {

/// Takes off the ends that `edit` does not change, whole characters only.
void trim(Edit& edit, std::string_view original) {
  const std::string_view was = edit.span.of(original);
  const std::string_view with = edit.with;
  const size_t shorter = std::min(was.size(), with.size());
  size_t front = 0;
  while (front < shorter && was[front] == with[front]) ++front;
  while (!is_utf8_boundary(was, front) || !is_utf8_boundary(with, front)) --front;
  size_t back = 0;
  while (back < shorter - front && was[was.size() - 1 - back] == with[with.size() - 1 - back]) {
    ++back;
  }
  while (!is_utf8_boundary(was, was.size() - back) || !is_utf8_boundary(with, with.size() - back)) {
    --back;
  }
  edit.span = {edit.span.begin + front, edit.span.end - back};
  edit.with = std::string(with.substr(front, with.size() - front - back));
}

/// Places that are tried for one deletion.
constexpr size_t kMaxPlaces = 48;

}  // namespace

std::vector<Edit> essential_edits(const EditProgram& program, std::string_view original) {
  std::vector<Edit> edits;
  edits.reserve(program.edits.size());
  for (const Edit& edit : program.edits) {
    if (!edits.empty() && edits.back().span.end == edit.span.begin) {
      edits.back().span.end = edit.span.end;
      edits.back().with += edit.with;
    } else {
      edits.push_back({edit.span, edit.with, {}});
    }
  }
  size_t n = 0;
  for (Edit& edit : edits) {
    trim(edit, original);
    if (edit.span.empty() && edit.with.empty()) continue;
    std::swap(edits[n++], edit);
  }
  edits.resize(n);
  return edits;
}

LineForm line_form(const ByteSpan& deletion, const LineIndex& lines, std::string_view original) {
  LineForm form;
  const uint64_t n_lines = lines.line_count();
  if (deletion.size() == original.size()) {
    form.lines = {1, n_lines};
    return form;
  }
  const uint64_t i = lines.line_of(deletion.begin);
  const ByteSpan begin_line = lines.line(i);
  if (deletion.end <= begin_line.end) {
    form.tail = LinePart{i, deletion};
    return form;
  }
  // Line of the first byte behind the deletion; there is none behind the last LF.
  const bool to_the_end = deletion.end == original.size() && lines.ends_with_newline();
  const uint64_t j = to_the_end ? n_lines + 1 : lines.line_of(deletion.end);
  if (deletion.begin == begin_line.begin) {
    form.lines = {i, j - 1};
    if (!to_the_end) form.head = LinePart{j, {lines.line(j).begin, deletion.end}};
  } else if (!to_the_end && deletion.end == lines.line(j).end) {
    form.tail = LinePart{i, {deletion.begin, begin_line.end}};
    form.lines = {i + 1, j};
  } else {
    form.joins_lines = true;
    form.tail = LinePart{i, {deletion.begin, begin_line.end}};
    form.lines = {i + 1, j - 1};
    if (!to_the_end) form.head = LinePart{j, {lines.line(j).begin, deletion.end}};
  }
  return form;
}

std::vector<ByteSpan> equal_deletions(const ByteSpan& deletion, const ByteSpan& room,
                                      std::string_view original) {
  uint64_t back = 0;
  while (deletion.begin - back > room.begin &&
         original[deletion.begin - back - 1] == original[deletion.end - back - 1]) {
    ++back;
  }
  uint64_t ahead = 0;
  while (deletion.end + ahead < room.end &&
         original[deletion.begin + ahead] == original[deletion.end + ahead]) {
    ++ahead;
  }
  std::vector<ByteSpan> places = {deletion};
  const auto add = [&](uint64_t begin) {
    const ByteSpan place = {begin, begin + deletion.size()};
    if (places.size() < kMaxPlaces && begin != deletion.begin &&
        is_utf8_boundary(original, place.begin) && is_utf8_boundary(original, place.end)) {
      places.push_back(place);
    }
  };
  const uint64_t first = deletion.begin - back;
  const uint64_t last = deletion.begin + ahead;
  if (first == last) return places;
  if (deletion.of(original).find('\n') != std::string_view::npos) {
    for (uint64_t at = first; at <= last && places.size() < kMaxPlaces; ++at) {
      const uint64_t end = at + deletion.size();
      const bool from_begin = at == 0 || original[at - 1] == '\n';
      const bool to_end = end == original.size() || original[end] == '\n';
      if (from_begin || to_end) add(at);
    }
    return places;
  }
  // Within a line: a text that stands there twice in a row is unique when cut across.
  const uint64_t n_places = last - first + 1;
  const uint64_t step = n_places <= kMaxPlaces ? 1 : n_places / (kMaxPlaces - 2);
  add(first + n_places / 2);
  for (uint64_t at = first; at <= last; at += step) add(at);
  return places;
}

void append_lines(std::vector<LineRange>& ranges, const LineRange& range) {
  if (range.first > range.last) return;
  if (!ranges.empty() && ranges.back().last + 1 == range.first) {
    ranges.back().last = range.last;
  } else {
    ranges.push_back(range);
  }
}

void begin_call(std::string& program, std::string_view name_and_parenthesis) {
  if (!program.empty()) program += '\n';
  program += name_and_parenthesis;
}

}  // namespace lauter
