/// Reading text programs: every call becomes edits of the original, which are then sorted and made
/// apart. Since all calls refer to the original, no call depends on another one's effect.
#include <algorithm>

#include "base/check.h"
#include "edit/dialect/dialect.h"
#include "edit/dialect/occurrence.h"
#include "text/utf8.h"

namespace lauter {
namespace {

constexpr std::string_view kRemoveLines = "remove_lines";
constexpr std::string_view kRemoveStr = "remove_str";
constexpr std::string_view kRemoveAll = "remove_all";
constexpr std::string_view kReplaceStr = "replace_str";
constexpr std::string_view kAddLine = "add_line";
constexpr std::string_view kNormalize = "normalize";
/// Edits of one program: normalize() may match everywhere.
constexpr size_t kMaxEdits = 4'000'000;

/// Insertions before what begins at the same place, then the longest first: a span can only lie in
/// one that comes before it.
bool in_reading_order(const ReadEdit& a, const ReadEdit& b) {
  if (a.span.begin != b.span.begin) return a.span.begin < b.span.begin;
  if (a.span.empty() != b.span.empty()) return a.span.empty();
  return a.span.end > b.span.end;
}

bool is_deletion(const ReadEdit& edit) { return edit.with.empty(); }

Error unknown_call(const ProgramCall& call) {
  return program_error(ProgramFault::kName, call.number, call.name);
}

}  // namespace

ProgramReader::ProgramReader(Dialect dialect) : dialect_(dialect) {
  LAUTER_CHECK(dialect != Dialect::kLauter, "lauter programs are JSON");
}

Result<void> ProgramReader::read(std::string_view program, std::string_view original) {
  original_ = original;
  searched_bytes_ = 0;
  alone_ = false;
  drop_ = false;
  removed_.clear();
  added_.clear();
  said_.clear();
  edits_.clear();
  lines_.assign(original);
  calls_.begin(program);
  ProgramCall call;
  while (true) {
    LAUTER_ASSIGN(const bool more, calls_.next(call));
    if (!more) break;
    switch (dialect_) {
      case Dialect::kRefinex:
        LAUTER_TRY(read_refinex(call));
        break;
      case Dialect::kProx:
        LAUTER_TRY(read_prox(call));
        break;
      default:
        LAUTER_TRY(read_ultrax(call));
    }
    if (alone_ && call.number > 1) {
      return program_error(ProgramFault::kCompany, call.number,
                           "a call that must stand alone is not the only one");
    }
  }
  if (call.number == 0) return program_error(ProgramFault::kEmpty, 0, "there is no call");
  put_removed_lines();
  LAUTER_TRY(put_added_lines());
  return put_apart();
}

Result<void> ProgramReader::execute(std::string_view program, std::string_view original,
                                    std::string& refined) {
  LAUTER_TRY(read(program, original));
  refined.clear();
  if (drop_) return {};
  uint64_t size = original.size();
  for (const ReadEdit& edit : edits_) size = size - edit.span.size() + edit.with.size();
  refined.reserve(size);
  uint64_t copied = 0;
  for (const ReadEdit& edit : edits_) {
    refined.append(original, copied, edit.span.begin - copied);
    refined.append(edit.with);
    copied = edit.span.end;
  }
  refined.append(original, copied);
  return {};
}

Result<void> ProgramReader::read_refinex(const ProgramCall& call) {
  if (call.name == kRemoveLines) return remove_lines(call, "start", "end", 1);
  if (call.name == kRemoveStr) {
    static constexpr Parameter kParameters[] = {
        {.name = "line"}, {.name = "text", .other_name = "del_str", .is_text = true}};
    std::array<CallArgument, 2> given;
    LAUTER_TRY(bind_arguments(call, kParameters, given));
    return edit_in_line(call, kRemoveStr, given[0].number, given[1].text, "");
  }
  if (call.name == "keep_all") return stand_alone(call);
  if (call.name == kRemoveAll) return remove_all(call);
  return unknown_call(call);
}

Result<void> ProgramReader::read_prox(const ProgramCall& call) {
  if (call.name == kRemoveLines) return remove_lines(call, "line_start", "line_end", 0);
  if (call.name == kNormalize) {
    static constexpr Parameter kParameters[] = {
        {.name = "source_str", .is_text = true},
        {.name = "target_str", .is_text = true, .optional = true}};
    std::array<CallArgument, 2> given;
    LAUTER_TRY(bind_arguments(call, kParameters, given));
    return normalize(call, given[0].text, given[1].text);
  }
  if (call.name == "keep_all" || call.name == "keep_doc") return stand_alone(call);
  // What the refining model says about a chunk without work; the others may have some.
  if (call.name == "keep_chunk" || call.name == "untouch_doc") return bind_arguments(call, {}, {});
  if (call.name == "drop_doc") {
    drop_ = true;
    return stand_alone(call);
  }
  return unknown_call(call);
}

Result<void> ProgramReader::read_ultrax(const ProgramCall& call) {
  if (call.name == kRemoveLines) return remove_lines(call, "start_line", "end_line", 1);
  if (call.name == kReplaceStr) {
    static constexpr Parameter kParameters[] = {{.name = "line", .other_name = "line_number"},
                                                {.name = "old", .is_text = true},
                                                {.name = "new", .is_text = true}};
    std::array<CallArgument, 3> given;
    LAUTER_TRY(bind_arguments(call, kParameters, given));
    return edit_in_line(call, kReplaceStr, given[0].number, given[1].text, given[2].text);
  }
  if (call.name == kAddLine) {
    static constexpr Parameter kParameters[] = {{.name = "base"},
                                                {.name = "sub_idx", .other_name = "sub_index"},
                                                {.name = "text", .is_text = true}};
    std::array<CallArgument, 3> given;
    LAUTER_TRY(bind_arguments(call, kParameters, given));
    return add_line(call, given[0].number, given[1].number, given[2].text);
  }
  if (call.name == "keep_all") return stand_alone(call);
  if (call.name == kRemoveAll) return remove_all(call);
  return unknown_call(call);
}

Result<void> ProgramReader::stand_alone(const ProgramCall& call) {
  alone_ = true;
  return bind_arguments(call, {}, {});
}

Result<void> ProgramReader::remove_all(const ProgramCall& call) {
  if (!original_.empty()) said_.push_back({{0, original_.size()}, "", kRemoveAll});
  return stand_alone(call);
}

Result<void> ProgramReader::remove_lines(const ProgramCall& call, std::string_view first_name,
                                         std::string_view last_name, uint64_t base) {
  const Parameter parameters[] = {{.name = first_name, .other_name = "start_line"},
                                  {.name = last_name, .other_name = "end_line"}};
  std::array<CallArgument, 2> given;
  LAUTER_TRY(bind_arguments(call, parameters, given));
  const LineRange range = {given[0].number + 1 - base, given[1].number + 1 - base};
  if (range.first > range.last) {
    return program_error(ProgramFault::kArguments, call.number,
                         "remove_lines: the first line is behind the last");
  }
  if (range.first < 1 || range.last > lines_.line_count()) return no_such_line(call);
  removed_.push_back(range);
  return {};
}

Error ProgramReader::no_such_line(const ProgramCall& call) const {
  return program_error(ProgramFault::kLine, call.number,
                       std::string(call.name) + ": the document has " +
                           std::to_string(lines_.line_count()) + " lines");
}

Result<void> ProgramReader::count_search(const ProgramCall& call, uint64_t bytes) {
  searched_bytes_ += bytes;
  if (searched_bytes_ > kMaxSearchBytes || said_.size() > kMaxEdits) {
    return program_error(ProgramFault::kLimit, call.number, "too much to search for");
  }
  return {};
}

Result<void> ProgramReader::say(const ProgramCall& call, const ReadEdit& edit) {
  if (!is_utf8_boundary(original_, edit.span.begin) ||
      !is_utf8_boundary(original_, edit.span.end)) {
    return program_error(ProgramFault::kSplit, call.number, call.name);
  }
  said_.push_back(edit);
  return {};
}

Result<void> ProgramReader::edit_in_line(const ProgramCall& call, std::string_view rule,
                                         uint64_t line, std::string_view text,
                                         std::string_view with) {
  if (text.empty()) {
    return program_error(ProgramFault::kArguments, call.number,
                         std::string(rule) + ": the text is empty");
  }
  if (!is_utf8(with)) {
    return program_error(ProgramFault::kText, call.number, "the new text is not UTF-8");
  }
  if (line < 1 || line > lines_.line_count()) return no_such_line(call);
  const ByteSpan span = lines_.line(line);
  LAUTER_TRY(count_search(call, span.size()));
  const Occurrence found = find_once(span.of(original_), text);
  if (found.count == Occurrence::Count::kOnce) {
    const uint64_t begin = span.begin + found.at;
    return say(call, {{begin, begin + text.size()}, with, rule});
  }
  const bool none = found.count == Occurrence::Count::kNone;
  return program_error(none ? ProgramFault::kNoMatch : ProgramFault::kManyMatches, call.number,
                       std::string(rule) + " in line " + std::to_string(line));
}

Result<void> ProgramReader::normalize(const ProgramCall& call, std::string_view source,
                                      std::string_view target) {
  if (source.empty()) {
    return program_error(ProgramFault::kArguments, call.number, "normalize: source_str is empty");
  }
  if (!is_utf8(target)) {
    return program_error(ProgramFault::kText, call.number, "the new text is not UTF-8");
  }
  LAUTER_TRY(count_search(call, original_.size()));
  uint64_t at = original_.find(source);
  if (at == std::string_view::npos) {
    return program_error(ProgramFault::kNoMatch, call.number, "normalize");
  }
  for (; at != std::string_view::npos; at = original_.find(source, at + source.size())) {
    LAUTER_TRY(count_search(call, 0));
    LAUTER_TRY(say(call, {{at, at + source.size()}, target, kNormalize}));
  }
  return {};
}

Result<void> ProgramReader::add_line(const ProgramCall& call, uint64_t base, uint64_t order,
                                     std::string_view text) {
  if (!is_utf8(text)) {
    return program_error(ProgramFault::kText, call.number, "the new text is not UTF-8");
  }
  if (base > lines_.line_count()) return no_such_line(call);
  added_.push_back({base, order, text, call.number});
  return {};
}

/// Turns `removed_` into disjoint, non-adjacent ranges and says them.
void ProgramReader::put_removed_lines() {
  const auto before = [](const LineRange& a, const LineRange& b) { return a.first < b.first; };
  if (!std::is_sorted(removed_.begin(), removed_.end(), before)) {
    std::sort(removed_.begin(), removed_.end(), before);
  }
  size_t n = 0;
  for (const LineRange& range : removed_) {
    if (n > 0 && range.first <= removed_[n - 1].last + 1) {
      removed_[n - 1].last = std::max(removed_[n - 1].last, range.last);
    } else {
      removed_[n++] = range;
    }
  }
  removed_.resize(n);
  for (const LineRange& range : removed_) {
    ByteSpan span = {lines_.line_with_end(range.first).begin, lines_.line_with_end(range.last).end};
    const bool open_end = range.last == lines_.line_count() && !lines_.ends_with_newline();
    if (open_end && range.first > 1) --span.begin;
    said_.push_back({span, "", kRemoveLines});
  }
}

/// Lines added at one place become one insertion. Behind the last line that remains, if that has no
/// LF, the LF goes before an added line instead of behind it.
Result<void> ProgramReader::put_added_lines() {
  if (added_.empty()) return {};
  std::stable_sort(added_.begin(), added_.end(), [](const AddedLine& a, const AddedLine& b) {
    return a.base != b.base ? a.base < b.base : a.order < b.order;
  });
  // From which base on lines come behind the last one that remains, and the place for them.
  uint64_t open_base = UINT64_MAX;
  uint64_t open_at = original_.size();
  if (!lines_.ends_with_newline()) {
    open_base = lines_.line_count();
    if (!removed_.empty() && removed_.back().last == lines_.line_count()) {
      open_base = removed_.back().first - 1;
      open_at = said_.back().span.begin;  // the last range is said last
    }
  }
  uint64_t size = added_.size();
  for (const AddedLine& line : added_) size += line.text.size();
  added_text_.clear();
  added_text_.reserve(size);
  for (size_t i = 0; i < added_.size();) {
    const bool open = added_[i].base >= open_base;
    const uint64_t at = open                  ? open_at
                        : added_[i].base == 0 ? 0
                                              : lines_.line_with_end(added_[i].base).end;
    const size_t from = added_text_.size();
    const size_t first = i;
    for (; i < added_.size() && (open || added_[i].base == added_[first].base); ++i) {
      if (i > first && added_[i].base == added_[i - 1].base &&
          added_[i].order == added_[i - 1].order) {
        return program_error(ProgramFault::kConflict, added_[i].call,
                             "add_line: two lines at the same place");
      }
      if (open && !(at == 0 && i == first)) added_text_ += '\n';
      added_text_ += added_[i].text;
      if (!open) added_text_ += '\n';
    }
    const std::string_view text = std::string_view(added_text_).substr(from);
    if (!text.empty()) said_.push_back({{at, at}, text, kAddLine});
  }
  return {};
}

/// Sorts what the calls said and makes it apart, by the rules in dialect.h.
Result<void> ProgramReader::put_apart() {
  if (!std::is_sorted(said_.begin(), said_.end(), in_reading_order)) {
    std::stable_sort(said_.begin(), said_.end(), in_reading_order);
  }
  for (const ReadEdit& edit : said_) {
    if (edits_.empty() || edit.span.begin > edits_.back().span.end) {
      edits_.push_back(edit);
      continue;
    }
    ReadEdit& last = edits_.back();
    const bool touches = edit.span.begin == last.span.end;
    if (is_deletion(edit) && is_deletion(last)) {
      // Removed lines keep an edit of their own: replacements in them are dropped.
      if (edit.span.end <= last.span.end) continue;
      if (edit.rule == last.rule) {
        last.span.end = edit.span.end;
      } else if (edit.rule == kRemoveLines) {
        last.span.end = edit.span.begin;
        edits_.push_back(edit);
      } else {
        edits_.push_back({{last.span.end, edit.span.end}, "", edit.rule});
      }
    } else if (touches) {
      edits_.push_back(edit);
    } else if (last.rule == kRemoveLines && edit.span.empty()) {
      // A line added among removed ones: the removal goes on behind it.
      const ReadEdit behind = {{edit.span.begin, last.span.end}, "", kRemoveLines};
      last.span.end = edit.span.begin;
      edits_.push_back(edit);
      edits_.push_back(behind);
    } else if (last.rule == kRemoveLines && edit.span.end <= last.span.end) {
      continue;  // goes with its line
    } else if (last.span == edit.span && last.with == edit.with) {
      continue;  // said twice
    } else {
      return program_error(
          ProgramFault::kConflict, 0,
          "at bytes " + std::to_string(edit.span.begin) + ".." + std::to_string(edit.span.end));
    }
  }
  return {};
}

}  // namespace lauter
