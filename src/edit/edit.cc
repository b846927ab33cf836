#include "edit/edit.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "text/utf8.h"

namespace lauter {
namespace {

Error at_op(size_t index, const Edit& edit, std::string_view what) {
  return invalid_argument("op " + std::to_string(index) + " at bytes " +
                          std::to_string(edit.span.begin) + ".." + std::to_string(edit.span.end) +
                          ": " + std::string(what));
}

/// Checks one edit by itself: inside the text, on boundaries, with valid UTF-8.
Result<void> check_edit(size_t index, const Edit& edit, std::string_view original) {
  if (edit.span.begin > edit.span.end) return at_op(index, edit, "the end is before the begin");
  if (edit.span.end > original.size()) {
    return at_op(index, edit, "leaves the text of " + std::to_string(original.size()) + " bytes");
  }
  if (!is_utf8_boundary(original, edit.span.begin) || !is_utf8_boundary(original, edit.span.end)) {
    return at_op(index, edit, "splits a UTF-8 character");
  }
  if (!is_utf8(edit.with)) return at_op(index, edit, "the replacement is not UTF-8");
  return {};
}

}  // namespace

Result<void> validate(const EditProgram& program, std::string_view original) {
  uint64_t previous_end = 0;
  for (size_t i = 0; i < program.edits.size(); ++i) {
    const Edit& edit = program.edits[i];
    LAUTER_TRY(check_edit(i, edit, original));
    if (edit.span.begin < previous_end) return at_op(i, edit, "begins before the previous op ends");
    previous_end = edit.span.end;
  }
  return {};
}

Result<std::string> apply_program(const EditProgram& program, std::string_view original) {
  LAUTER_TRY(validate(program, original));
  std::string refined;
  if (program.drop_document) return refined;
  uint64_t size = original.size();
  for (const Edit& edit : program.edits) size = size - edit.span.size() + edit.with.size();
  refined.reserve(size);
  uint64_t copied = 0;
  for (const Edit& edit : program.edits) {
    refined.append(original, copied, edit.span.begin - copied).append(edit.with);
    copied = edit.span.end;
  }
  refined.append(original, copied);
  return refined;
}

Result<EditProgram> invert(const EditProgram& program, std::string_view original) {
  LAUTER_TRY(validate(program, original));
  if (program.drop_document) return invalid_argument("a dropped document has no inverse");
  EditProgram inverse;
  inverse.edits.reserve(program.edits.size());
  uint64_t grown = 0;  // bytes added before this edit; with `shrunk`, so that nothing goes negative
  uint64_t shrunk = 0;
  for (const Edit& edit : program.edits) {
    const uint64_t begin = edit.span.begin + grown - shrunk;
    inverse.edits.push_back(
        {{begin, begin + edit.with.size()}, std::string(edit.span.of(original)), edit.cause});
    grown += edit.with.size();
    shrunk += edit.span.size();
  }
  return inverse;
}

std::vector<ByteSpan> replacement_spans(const EditProgram& program) {
  std::vector<ByteSpan> spans;
  spans.reserve(program.edits.size());
  uint64_t taken = 0;
  uint64_t at = 0;
  for (const Edit& edit : program.edits) {
    at += edit.span.begin - taken;
    spans.push_back({at, at + edit.with.size()});
    at += edit.with.size();
    taken = edit.span.end;
  }
  return spans;
}

OffsetMap::OffsetMap(const EditProgram& program) {
  pieces_.reserve(program.edits.size());
  uint64_t grown = 0;
  uint64_t shrunk = 0;
  for (const Edit& edit : program.edits) {
    const uint64_t begin = edit.span.begin + grown - shrunk;
    pieces_.push_back({edit.span, {begin, begin + edit.with.size()}});
    grown += edit.with.size();
    shrunk += edit.span.size();
  }
}

uint64_t OffsetMap::to_refined(uint64_t offset_orig) const {
  // The last piece that begins at or before the offset: the offset lies inside it or behind it.
  const auto after = std::partition_point(pieces_.begin(), pieces_.end(), [&](const Piece& piece) {
    return piece.orig.begin <= offset_orig;
  });
  if (after == pieces_.begin()) return offset_orig;
  const Piece& piece = *(after - 1);
  if (offset_orig < piece.orig.end) return piece.refined.begin;
  return piece.refined.end + (offset_orig - piece.orig.end);
}

uint64_t OffsetMap::to_original(uint64_t offset_refined) const {
  const auto after = std::partition_point(pieces_.begin(), pieces_.end(), [&](const Piece& piece) {
    return piece.refined.begin <= offset_refined;
  });
  if (after == pieces_.begin()) return offset_refined;
  const Piece& piece = *(after - 1);
  if (offset_refined < piece.refined.end) return piece.orig.begin;
  return piece.orig.end + (offset_refined - piece.refined.end);
}

ByteSpan OffsetMap::to_original(ByteSpan span_refined) const {
  const uint64_t begin = to_original(span_refined.begin);
  if (span_refined.empty()) return {begin, begin};
  // The last piece that begins before the end, so that a deletion right at the end stays outside.
  const auto after = std::partition_point(pieces_.begin(), pieces_.end(), [&](const Piece& piece) {
    return piece.refined.begin < span_refined.end;
  });
  if (after == pieces_.begin()) return {begin, span_refined.end};
  const Piece& piece = *(after - 1);
  if (span_refined.end <= piece.refined.end) return {begin, piece.orig.end};
  return {begin, piece.orig.end + (span_refined.end - piece.refined.end)};
}

uint64_t to_refined(const EditProgram& program, uint64_t offset_orig) {
  return OffsetMap(program).to_refined(offset_orig);
}
uint64_t to_original(const EditProgram& program, uint64_t offset_refined) {
  return OffsetMap(program).to_original(offset_refined);
}

}  // namespace lauter
