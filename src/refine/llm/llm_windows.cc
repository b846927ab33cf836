#include "refine/llm/llm_windows.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "text/ascii.h"
#include "text/utf8.h"

namespace lauter {
namespace {

/// Text between two windows that costs less than to show them apart.
constexpr uint64_t kJoinedGap = 48;

/// How good a place is to cut at: the higher the better. `at` lies behind the cut's last byte.
int cut_quality(std::string_view text, uint64_t at, bool whole_lines) {
  if (at == 0 || at >= text.size()) return 4;
  const char before = text[at - 1];
  if (before == '\n') return at >= 2 && text[at - 2] == '\n' ? 4 : 3;
  if (whole_lines) return 0;
  if (!is_ascii_space(before)) return 0;
  uint64_t end = at - 1;
  while (end > 0 && (text[end - 1] == '"' || text[end - 1] == '\'' || text[end - 1] == ')')) --end;
  const char mark = end > 0 ? text[end - 1] : '\n';
  return mark == '.' || mark == '!' || mark == '?' || mark == ':' || mark == ';' ? 2 : 1;
}

uint64_t boundary_at_or_before(std::string_view text, uint64_t at) {
  while (at > 0 && !is_utf8_boundary(text, at)) --at;
  return at;
}

/// The best place to begin a window that must hold `at`: the earliest sentence within the context.
uint64_t begin_with_context(std::string_view text, uint64_t at, const AskWindowOptions& options) {
  const uint64_t least = at > options.context_bytes ? at - options.context_bytes : 0;
  uint64_t word = at;
  for (uint64_t begin = least; begin <= at; ++begin) {
    const int quality = cut_quality(text, begin, options.whole_lines);
    if (quality >= 2) return begin;
    if (quality == 1) word = std::min(word, begin);
  }
  return word < at ? word : boundary_at_or_before(text, least);
}

uint64_t end_with_context(std::string_view text, uint64_t at, const AskWindowOptions& options) {
  const uint64_t most = std::min<uint64_t>(text.size(), at + options.context_bytes);
  uint64_t word = at;
  for (uint64_t end = most; end >= at; --end) {
    const int quality = cut_quality(text, end, options.whole_lines);
    if (quality >= 2) return end;
    if (quality == 1) word = std::max(word, end);
    if (end == 0) break;
  }
  return word > at ? word : boundary_at_or_before(text, most);
}

/// Where to end a piece of at most `max_bytes` that begins at `begin`: the best cut in its last half.
uint64_t end_of_piece(std::string_view text, ByteSpan span, const AskWindowOptions& options) {
  if (span.size() <= options.max_window_bytes) return span.end;
  const uint64_t most = span.begin + options.max_window_bytes;
  const uint64_t least = span.begin + options.max_window_bytes / 2;
  uint64_t best = boundary_at_or_before(text, most);
  int best_quality = -1;
  for (uint64_t at = most; at > least; --at) {
    const int quality = cut_quality(text, at, options.whole_lines);
    if (quality <= best_quality || !is_utf8_boundary(text, at)) continue;
    best = at;
    best_quality = quality;
  }
  return best > span.begin ? best : most;
}

ByteSpan trimmed(std::string_view text, ByteSpan span) {
  while (span.begin < span.end && is_ascii_space(text[span.begin])) ++span.begin;
  while (span.end > span.begin && is_ascii_space(text[span.end - 1])) --span.end;
  return span;
}

void add_pieces(std::string_view text, ByteSpan span, const AskWindowOptions& options,
                std::vector<AskWindow>& windows) {
  while (!span.empty()) {
    const uint64_t end = end_of_piece(text, span, options);
    const ByteSpan piece = trimmed(text, {span.begin, end});
    if (!piece.empty()) windows.push_back({piece, 0});
    span.begin = end;
  }
}

void add_risks(std::span<const Doubt> doubts, std::vector<AskWindow>& windows) {
  size_t first = 0;
  for (const Doubt& doubt : doubts) {
    while (first < windows.size() && windows[first].span.end <= doubt.span.begin) ++first;
    if (first == windows.size()) return;
    if (windows[first].span.overlaps(doubt.span)) {
      windows[first].risk += static_cast<double>(doubt.risk);
    }
  }
}

bool is_known(std::span<const ByteSpan> known, ByteSpan span) {
  const auto at = std::partition_point(known.begin(), known.end(),
                                       [&](const ByteSpan& k) { return k.end < span.end; });
  return at != known.end() && at->contains(span);
}

}  // namespace

std::vector<DoubtCopy> take_copies(std::string_view text, std::span<const ByteSpan> known,
                                   std::vector<Doubt>& doubts) {
  std::unordered_map<std::string_view, const Doubt*> riskiest;
  for (const Doubt& doubt : doubts) {
    if (is_known(known, doubt.span)) continue;
    const Doubt*& most = riskiest[doubt.span.of(text)];
    if (most == nullptr || doubt.risk > most->risk) most = &doubt;
  }
  std::vector<DoubtCopy> copies;
  std::vector<Doubt> left;
  for (const Doubt& doubt : doubts) {
    const auto most = riskiest.find(doubt.span.of(text));
    if (most == riskiest.end() || most->second->span == doubt.span || is_known(known, doubt.span)) {
      left.push_back(doubt);
    } else {
      copies.push_back({most->second->span, doubt.span});
    }
  }
  doubts = std::move(left);
  return copies;
}

std::vector<AskWindow> windows_around(std::string_view text, std::span<const Doubt> doubts,
                                      std::span<const ByteSpan> known,
                                      const AskWindowOptions& options) {
  std::vector<ByteSpan> spans;
  std::vector<Doubt> counted;
  for (const Doubt& doubt : doubts) {
    if (is_known(known, doubt.span)) continue;
    counted.push_back(doubt);
    const ByteSpan span{begin_with_context(text, doubt.span.begin, options),
                        end_with_context(text, doubt.span.end, options)};
    if (!spans.empty() && span.begin <= spans.back().end + kJoinedGap) {
      spans.back().begin = std::min(spans.back().begin, span.begin);
      spans.back().end = std::max(spans.back().end, span.end);
    } else {
      spans.push_back(span);
    }
  }
  // Context may reach far enough back to meet the window before the last one.
  std::vector<ByteSpan> joined;
  for (const ByteSpan& span : spans) {
    if (!joined.empty() && span.begin <= joined.back().end) {
      joined.back().end = std::max(joined.back().end, span.end);
    } else {
      joined.push_back(span);
    }
  }
  std::vector<AskWindow> windows;
  for (const ByteSpan& span : joined) add_pieces(text, span, options, windows);
  add_risks(counted, windows);
  return windows;
}

std::vector<AskWindow> windows_of_all(std::string_view text, std::span<const Doubt> doubts,
                                      const AskWindowOptions& options) {
  std::vector<AskWindow> windows;
  add_pieces(text, {0, text.size()}, options, windows);
  add_risks(doubts, windows);
  return windows;
}

std::vector<std::span<const AskWindow>> pack_windows(std::span<const AskWindow> windows,
                                                     uint64_t max_bytes) {
  std::vector<std::span<const AskWindow>> packs;
  size_t first = 0;
  uint64_t bytes = 0;
  for (size_t i = 0; i < windows.size(); ++i) {
    const uint64_t size = windows[i].span.size();
    if (i > first && bytes + size > max_bytes) {
      packs.push_back(windows.subspan(first, i - first));
      first = i;
      bytes = 0;
    }
    bytes += size;
  }
  if (first < windows.size()) packs.push_back(windows.subspan(first));
  return packs;
}

}  // namespace lauter
