/// Every edit of the second program, taken over the first one's refined text, forms a group with
/// the edits of the first that it overlaps or touches; groups that share an edit are one. A group
/// becomes one edit: its span in the original is the hull of its members, its replacement is the
/// refined hull with the second's edits done. Edits of the first in no group are kept.
///
///   original  the cat sat      p: cat -> dog     refined  the dog sat
///   q: "dog sat" -> "it lay"   group {p, q}: original "cat sat" -> "it lay"
#include <algorithm>

#include "edit/edit.h"

namespace lauter {
namespace {

struct Group {
  size_t first_begin, first_end;    ///< edits of the first program
  size_t second_begin, second_end;  ///< edits of the second
};

/// Spans in the refined text of a valid program's replacements.
std::vector<ByteSpan> refined_spans(const EditProgram& program) {
  std::vector<ByteSpan> spans;
  spans.reserve(program.edits.size());
  uint64_t grown = 0;
  uint64_t shrunk = 0;
  for (const Edit& edit : program.edits) {
    const uint64_t begin = edit.span.begin + grown - shrunk;
    spans.push_back({begin, begin + edit.with.size()});
    grown += edit.with.size();
    shrunk += edit.span.size();
  }
  return spans;
}

std::vector<Group> make_groups(const std::vector<ByteSpan>& first, const EditProgram& second) {
  std::vector<Group> groups;
  size_t from = 0;
  for (size_t j = 0; j < second.edits.size(); ++j) {
    const ByteSpan& span = second.edits[j].span;
    while (from < first.size() && first[from].end < span.begin) ++from;
    size_t to = from;
    while (to < first.size() && first[to].begin <= span.end) ++to;
    if (!groups.empty() && from < groups.back().first_end && to > from) {
      groups.back().first_end = std::max(groups.back().first_end, to);
      groups.back().second_end = j + 1;
    } else {
      groups.push_back({from, to, j, j + 1});
    }
  }
  return groups;
}

}  // namespace

Result<EditProgram> compose(const EditProgram& first, const EditProgram& second,
                            std::string_view original) {
  if (first.drop_document || second.drop_document) {
    return invalid_argument("programs that drop the document do not compose");
  }
  LAUTER_ASSIGN(const std::string refined, apply_program(first, original));
  LAUTER_TRY(validate(second, refined));
  const std::vector<ByteSpan> spans = refined_spans(first);

  EditProgram composed;
  size_t i = 0;  // edits of the first dealt with
  for (const Group& group : make_groups(spans, second)) {
    for (; i < group.first_begin; ++i) composed.edits.push_back(first.edits[i]);
    // Refined offset minus original offset, before and behind the group's edits of the first
    // program.
    const auto shift_back = [&](uint64_t offset, size_t n_before) {
      if (n_before == 0) return offset;
      return first.edits[n_before - 1].span.end + (offset - spans[n_before - 1].end);
    };
    const ByteSpan q_hull = {second.edits[group.second_begin].span.begin,
                             second.edits[group.second_end - 1].span.end};
    ByteSpan hull = q_hull;
    ByteSpan hull_orig = {shift_back(q_hull.begin, group.first_begin),
                          shift_back(q_hull.end, group.first_end)};
    if (group.first_begin < group.first_end) {
      const ByteSpan p_hull = {spans[group.first_begin].begin, spans[group.first_end - 1].end};
      if (p_hull.begin <= q_hull.begin) {
        hull.begin = p_hull.begin;
        hull_orig.begin = first.edits[group.first_begin].span.begin;
      }
      if (p_hull.end >= q_hull.end) {
        hull.end = p_hull.end;
        hull_orig.end = first.edits[group.first_end - 1].span.end;
      }
    }
    Edit edit{hull_orig, {}, second.edits[group.second_begin].cause};
    uint64_t copied = hull.begin;
    for (size_t j = group.second_begin; j < group.second_end; ++j) {
      const Edit& q = second.edits[j];
      edit.with += std::string_view(refined).substr(copied, q.span.begin - copied);
      edit.with += q.with;
      copied = q.span.end;
    }
    edit.with += std::string_view(refined).substr(copied, hull.end - copied);
    composed.edits.push_back(std::move(edit));
    i = std::max(i, group.first_end);
  }
  for (; i < first.edits.size(); ++i) composed.edits.push_back(first.edits[i]);
  return composed;
}

}  // namespace lauter
