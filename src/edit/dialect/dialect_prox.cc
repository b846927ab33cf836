/// From edits to remove_lines() and normalize(). What is no removal of whole lines becomes a
/// normalize() whose source is the edit with as much of the text around it as makes it unique in
/// the document; edits that are too near to each other for that become one call.
#include <algorithm>

#include "edit/dialect/dialect_print.h"
#include "edit/dialect/occurrence.h"
#include "text/utf8.h"

namespace lauter {
namespace {

/// Bytes on each side of an edit that are tried, until its source is unique.
constexpr std::array<uint64_t, 9> kContexts = {0, 4, 8, 16, 32, 64, 128, 256, 1024};
/// Bytes between the first and the last edit of one call.
constexpr uint64_t kMaxGroupBytes = 4096;

class ProxPrinter {
 public:
  explicit ProxPrinter(std::string_view original) : original_(original), lines_(original) {}

  DialectText print(const EditProgram& program) {
    if (program.drop_document) {
      out_.program = "drop_doc()";
      ++out_.said;
      return std::move(out_);
    }
    take_lines(essential_edits(program, original_));
    for (size_t i = 0; i < parts_.size();) i = say_from(i);
    for (const LineRange& range : removed_) {
      begin_call(out_.program, "remove_lines(line_start=");
      out_.program +=
          std::to_string(range.first - 1) + ", line_end=" + std::to_string(range.last - 1) + ")";
    }
    if (out_.program.empty()) out_.program = "keep_all()";
    return std::move(out_);
  }

 private:
  /// Divides the edits into removals of whole lines and the others.
  void take_lines(const std::vector<Edit>& edits) {
    uint64_t room_begin = 0;
    for (size_t i = 0; i < edits.size(); ++i) {
      const bool is_last = i + 1 == edits.size();
      const ByteSpan room = {room_begin, is_last ? original_.size() : edits[i + 1].span.begin - 1};
      room_begin = edits[i].span.end + 1;
      if (!edits[i].with.empty() || !take_lines_of(edits[i].span, room, room_begin)) {
        parts_.push_back(edits[i]);
      }
    }
    for (const LineRange& range : removed_) barriers_.push_back(span_of(range));
  }

  bool take_lines_of(const ByteSpan& span, const ByteSpan& room, uint64_t& room_begin) {
    for (const ByteSpan& place : equal_deletions(span, room, original_)) {
      const LineForm form = line_form(place, lines_, original_);
      const bool has_parts =
          (form.tail && !form.tail->span.empty()) || (form.head && !form.head->span.empty());
      if (form.joins_lines || has_parts) continue;
      append_lines(removed_, form.lines);
      room_begin = place.end + 1;
      ++out_.said;
      return true;
    }
    return false;
  }

  /// What executing remove_lines() deletes.
  ByteSpan span_of(const LineRange& range) const {
    ByteSpan span = {lines_.line_with_end(range.first).begin, lines_.line_with_end(range.last).end};
    const bool open_end = range.last == lines_.line_count() && !lines_.ends_with_newline();
    if (open_end && range.first > 1) --span.begin;
    return span;
  }

  /// Says parts_[first], with those behind it if need be. Returns the next one to say.
  size_t say_from(size_t first) {
    const uint64_t left = std::max(source_end_, barrier_before(parts_[first].span.begin));
    size_t next = first;
    uint64_t barrier = 0;
    do {
      ++next;
      barrier = barrier_behind(parts_[next - 1].span.end);
      const uint64_t right =
          std::min(barrier, next < parts_.size() ? parts_[next].span.begin : original_.size());
      if (say_group(first, next, {left, right})) {
        out_.said += next - first;
        return next;
      }
    } while (next < parts_.size() && parts_[next].span.begin <= barrier &&
             parts_[next].span.end - parts_[first].span.begin <= kMaxGroupBytes &&
             searched_bytes_ <= kMaxSearchBytes);
    const Loss loss = searched_bytes_ > kMaxSearchBytes ? Loss::kLimit : Loss::kNotUnique;
    ++out_.lost[static_cast<size_t>(loss)];
    source_end_ = std::max(source_end_, parts_[first].span.begin);
    return first + 1;
  }

  /// Says parts [first, next) in one call whose source lies in `room`, if one is unique.
  bool say_group(size_t first, size_t next, const ByteSpan& room) {
    const ByteSpan core = {parts_[first].span.begin, parts_[next - 1].span.end};
    ByteSpan source = core;
    for (const uint64_t context : kContexts) {
      source.begin = core.begin - std::min(context, core.begin - room.begin);
      source.end = core.end + std::min(context, room.end - core.end);
      while (!is_utf8_boundary(original_, source.begin)) ++source.begin;
      while (!is_utf8_boundary(original_, source.end)) --source.end;
      if (source.empty()) continue;
      if (!is_utf8(source.of(original_))) return false;  // nor would the target be
      searched_bytes_ += original_.size();
      if (searched_bytes_ > kMaxSearchBytes) return false;
      if (find_once(original_, source.of(original_)).count == Occurrence::Count::kOnce) {
        write_normalize(source, first, next);
        source_end_ = source.end;
        return true;
      }
    }
    return false;
  }

  void write_normalize(const ByteSpan& source, size_t first, size_t next) {
    std::string target;
    uint64_t copied = source.begin;
    for (size_t i = first; i < next; ++i) {
      target += original_.substr(copied, parts_[i].span.begin - copied);
      target += parts_[i].with;
      copied = parts_[i].span.end;
    }
    target += original_.substr(copied, source.end - copied);
    begin_call(out_.program, "normalize(source_str=");
    append_quoted(out_.program, source.of(original_));
    out_.program += ", target_str=";
    append_quoted(out_.program, target);
    out_.program += ')';
  }

  /// Begin of the removed lines at or behind `offset`, or the end of the text.
  uint64_t barrier_behind(uint64_t offset) const {
    const auto found =
        std::partition_point(barriers_.begin(), barriers_.end(),
                             [offset](const ByteSpan& span) { return span.begin < offset; });
    return found == barriers_.end() ? original_.size() : found->begin;
  }
  /// End of the removed lines before `offset`, or 0.
  uint64_t barrier_before(uint64_t offset) const {
    const auto found =
        std::partition_point(barriers_.begin(), barriers_.end(),
                             [offset](const ByteSpan& span) { return span.end <= offset; });
    return found == barriers_.begin() ? 0 : std::prev(found)->end;
  }

  std::string_view original_;
  LineIndex lines_;
  DialectText out_;
  std::vector<LineRange> removed_;  ///< ascending, apart
  std::vector<ByteSpan> barriers_;  ///< what they delete: no source may reach in
  std::vector<Edit> parts_;         ///< all other edits
  uint64_t source_end_ = 0;         ///< of the last call
  uint64_t searched_bytes_ = 0;
};

}  // namespace

DialectText print_prox(const EditProgram& program, std::string_view original) {
  return ProxPrinter(original).print(program);
}

}  // namespace lauter
