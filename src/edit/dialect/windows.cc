#include "edit/dialect/windows.h"

#include <algorithm>

#include "text/utf8.h"

namespace lauter {
namespace {

constexpr uint64_t kMinWindowBytes = 64;

/// The character boundary at or before `offset`, not before `least`. In what is not UTF-8, a place
/// that splits nothing longer than a character.
uint64_t boundary_before(std::string_view text, uint64_t offset, uint64_t least) {
  uint64_t at = offset;
  while (at > least && offset - at < 4 && !is_utf8_boundary(text, at)) --at;
  return is_utf8_boundary(text, at) || at == least ? at : offset;
}

/// The last place in (begin, limit] behind a line; else behind a sentence, else behind a blank,
/// else at a character: the best cut of [begin, limit).
uint64_t cut_at(std::string_view text, uint64_t begin, uint64_t limit) {
  if (limit >= text.size()) return text.size();
  const std::string_view piece = text.substr(begin, limit - begin);
  if (const size_t lf = piece.rfind('\n'); lf != std::string_view::npos) return begin + lf + 1;
  uint64_t blank = 0;
  for (uint64_t at = piece.size(); at-- > 1;) {
    if (piece[at] != ' ') continue;
    const char before = piece[at - 1];
    if (before == '.' || before == '!' || before == '?') return begin + at + 1;
    if (blank == 0) blank = begin + at + 1;
  }
  if (blank != 0) return blank;
  return boundary_before(text, limit, begin);
}

/// Where a window that decides from `at` on begins to show: with a line, if one begins in the first
/// half of the overlap, else with a character.
uint64_t shown_from(std::string_view text, uint64_t at, uint64_t overlap) {
  if (at <= overlap) return 0;
  const uint64_t from = at - overlap;
  const size_t lf = text.substr(from - 1, overlap / 2 + 1).find('\n');
  if (lf != std::string_view::npos) return from + lf;
  return boundary_before(text, from + std::min<uint64_t>(3, overlap), from);
}

/// Where a window that decides up to `end` ends to show: behind a line, a sentence or a blank in
/// the second half of the overlap.
uint64_t shown_to(std::string_view text, uint64_t end, uint64_t overlap) {
  if (overlap == 0) return end;
  return cut_at(text, boundary_before(text, std::min(end + overlap / 2, text.size()), end),
                end + overlap);
}

bool ends_inside_a_line(std::string_view text, const TextWindow& window) {
  return window.shows.end < text.size() && text[window.shows.end - 1] != '\n';
}

/// `edit`, which overlaps `span` or lies at its ends, cut to it and made relative to it.
Edit within(const Edit& edit, const ByteSpan& span) {
  return {{std::max(edit.span.begin, span.begin) - span.begin,
           std::min(edit.span.end, span.end) - span.begin},
          edit.with,
          edit.cause};
}

}  // namespace

std::vector<TextWindow> cut_windows(std::string_view text, const WindowOptions& options) {
  const uint64_t max_bytes = std::max(options.max_bytes, kMinWindowBytes);
  const uint64_t overlap = std::min(options.overlap_bytes, max_bytes / 4);
  std::vector<TextWindow> windows;
  if (text.empty()) return windows;
  if (text.size() <= max_bytes) return {{{0, text.size()}, {0, text.size()}}};
  for (uint64_t at = 0; at < text.size();) {
    const uint64_t end = cut_at(text, at, at + max_bytes - 2 * overlap);
    windows.push_back({{at, end}, {shown_from(text, at, overlap), shown_to(text, end, overlap)}});
    at = end;
  }
  return windows;
}

std::string window_text(std::string_view text, const TextWindow& window) {
  std::string shown(window.shows.of(text));
  if (ends_inside_a_line(text, window)) shown += '\n';
  return shown;
}

EditProgram program_of_window(const EditProgram& program, std::string_view text,
                              const TextWindow& window) {
  EditProgram part;
  part.drop_document = program.drop_document;
  part.drop_cause = program.drop_cause;
  const ByteSpan& shown = window.shows;
  auto at = std::ranges::partition_point(program.edits, [&](const Edit& edit) { return edit.span.end < shown.begin; });
  for (; at != program.edits.end() && at->span.begin <= shown.end; ++at) {
    const Edit& edit = *at;
    const bool deletes = edit.with.empty();
    const bool inside =
        edit.span.begin >= shown.begin && (edit.span.begin < shown.end || shown.end == text.size());
    if (deletes ? edit.span.overlaps(shown) : inside) part.edits.push_back(within(edit, shown));
  }
  return part;
}

Result<EditProgram> merge_windows(std::span<const EditProgram> programs, std::string_view text,
                                  std::span<const TextWindow> windows) {
  if (programs.size() != windows.size()) {
    return invalid_argument(std::to_string(programs.size()) + " programs for " +
                            std::to_string(windows.size()) + " windows");
  }
  EditProgram merged;
  merged.drop_document =
      !programs.empty() && std::all_of(programs.begin(), programs.end(),
                                       [](const EditProgram& p) { return p.drop_document; });
  for (size_t i = 0; i < windows.size(); ++i) {
    const TextWindow& window = windows[i];
    if (auto fits = validate(programs[i], window_text(text, window)); !fits.ok()) {
      return std::move(fits.error()).context("window " + std::to_string(i + 1));
    }
    if (merged.drop_document) merged.drop_cause = programs[0].drop_cause;
    for (const Edit& edit : programs[i].edits) {
      Edit global = edit;
      global.span.begin = std::min(edit.span.begin + window.shows.begin, window.shows.end);
      global.span.end = std::min(edit.span.end + window.shows.begin, window.shows.end);
      if (global.with.empty()) {
        global.span.begin = std::max(global.span.begin, window.decides.begin);
        global.span.end = std::min(global.span.end, window.decides.end);
      } else {
        const bool decided =
            global.span.begin >= window.decides.begin &&
            (global.span.begin < window.decides.end || window.decides.end == text.size());
        if (!decided) continue;
      }
      // A replacement of the window before may have reached into this one.
      const uint64_t free_from = merged.edits.empty() ? 0 : merged.edits.back().span.end;
      if (global.with.empty()) {
        global.span.begin = std::max(global.span.begin, free_from);
        if (global.span.begin >= global.span.end) continue;
      } else if (global.span.begin < free_from) {
        continue;
      }
      Edit* const last = merged.edits.empty() ? nullptr : &merged.edits.back();
      if (last != nullptr && last->span.end == global.span.begin && last->with.empty() &&
          global.with.empty()) {
        last->span.end = global.span.end;
      } else {
        merged.edits.push_back(std::move(global));
      }
    }
  }
  return merged;
}

}  // namespace lauter
