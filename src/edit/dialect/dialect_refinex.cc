/// From deletions to remove_lines() and remove_str(). A deletion is moved, as far as the text
/// repeats, to where its form can be said: whole lines, and parts that are unique in their lines.
#include <algorithm>
#include <optional>

#include "edit/dialect/dialect_print.h"
#include "edit/dialect/occurrence.h"

namespace lauter {
namespace {

class RefinexPrinter {
 public:
  explicit RefinexPrinter(std::string_view original) : original_(original), lines_(original) {}

  DialectText print(const EditProgram& program) {
    if (program.drop_document) {
      out_.program = "remove_all()";
      lose(Loss::kDropDocument);
      return std::move(out_);
    }
    const std::vector<Edit> edits = essential_edits(program, original_);
    uint64_t room_begin = 0;  // a byte stays between two deletions, or they would become one
    for (size_t i = 0; i < edits.size(); ++i) {
      ByteSpan span = edits[i].span;
      if (edits[i].with.empty()) {
        const bool is_last = i + 1 == edits.size();
        const uint64_t room_end = is_last ? original_.size() : edits[i + 1].span.begin - 1;
        span = say(span, {room_begin, room_end});
      } else {
        lose(span.empty() ? Loss::kInsertion : Loss::kReplacement);
      }
      room_begin = span.end + 1;
    }
    write_calls();
    return std::move(out_);
  }

 private:
  void lose(Loss loss) { ++out_.lost[static_cast<size_t>(loss)]; }

  /// Says a deletion and returns the place that was taken for it.
  ByteSpan say(const ByteSpan& span, const ByteSpan& room) {
    std::optional<LineForm> in_part;
    for (const ByteSpan& place : equal_deletions(span, room, original_)) {
      const LineForm form = line_form(place, lines_, original_);
      if (!form.joins_lines && is_unique(form.tail) && is_unique(form.head)) {
        take(form);
        ++out_.said;
        return place;
      }
      if (!in_part) in_part = form;
    }
    // What can be said of it: never more than it deletes.
    lose(in_part->joins_lines                ? Loss::kLineBreak
         : searched_bytes_ > kMaxSearchBytes ? Loss::kLimit
                                             : Loss::kNotUnique);
    if (!is_unique(in_part->tail)) in_part->tail.reset();
    if (!is_unique(in_part->head)) in_part->head.reset();
    take(*in_part);
    return span;
  }

  bool is_unique(const std::optional<LinePart>& part) {
    if (!part || part->span.empty()) return true;
    const ByteSpan line = lines_.line(part->line);
    if (part->span == line) return true;
    searched_bytes_ += line.size();
    if (searched_bytes_ > kMaxSearchBytes) return false;
    return find_once(line.of(original_), part->span.of(original_)).count ==
           Occurrence::Count::kOnce;
  }

  void take(const LineForm& form) {
    for (const auto& part : {form.tail, form.head}) {
      if (part && !part->span.empty()) parts_.push_back(*part);
    }
    append_lines(removed_, form.lines);
  }

  /// Calls in the order of the lines.
  void write_calls() {
    std::string& program = out_.program;
    if (removed_.size() == 1 && removed_[0].first == 1 && removed_[0].last == lines_.line_count()) {
      program = "remove_all()";
      return;
    }
    size_t part = 0;
    const auto write_parts_before = [&](uint64_t line) {
      for (; part < parts_.size() && parts_[part].line < line; ++part) {
        begin_call(program, "remove_str(");
        program += std::to_string(parts_[part].line) + ", ";
        append_quoted(program, parts_[part].span.of(original_));
        program += ')';
      }
    };
    for (const LineRange& range : removed_) {
      write_parts_before(range.first);
      begin_call(program, "remove_lines(");
      program += std::to_string(range.first) + ", " + std::to_string(range.last) + ")";
    }
    write_parts_before(UINT64_MAX);
    if (program.empty()) program = "keep_all()";
  }

  std::string_view original_;
  LineIndex lines_;
  DialectText out_;
  std::vector<LineRange> removed_;  ///< ascending, apart
  std::vector<LinePart> parts_;     ///< ascending
  uint64_t searched_bytes_ = 0;
};

}  // namespace

DialectText print_refinex(const EditProgram& program, std::string_view original) {
  return RefinexPrinter(original).print(program);
}

}  // namespace lauter
