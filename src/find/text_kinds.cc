#include "find/text_kinds.h"

#include <algorithm>

#include "scan/regions.h"
#include "text/ascii.h"

namespace lauter {
namespace {

/// Log odds of a passage of code: of 11 million bytes of prose, chat and records none reaches it.
constexpr float kSureCode = 10;
/// A fence says so itself.
constexpr float kSureFence = 3;
constexpr float kSureNotice = 4;
/// Of the notices' text, this much is compared with names.
constexpr size_t kComparedBytes = 16 * 1024;
/// A part with this share in comments and literals belongs to the code around it.
constexpr double kInsideCode = 0.9;

bool is_sure_code(const KindPassage& passage) {
  return passage.kind == LineKind::kCode &&
         passage.code_margin >= (passage.is_fence ? kSureFence : kSureCode);
}

/// Bytes of [begin, end) that are no white space.
size_t count_solid(std::string_view text, uint64_t begin, uint64_t end) {
  return static_cast<size_t>(std::count_if(text.begin() + static_cast<std::ptrdiff_t>(begin),
                                           text.begin() + static_cast<std::ptrdiff_t>(end),
                                           [](char c) { return !is_ascii_space(c); }));
}

/// Asked for spans in order: whether they lie in comments and literals. In a file of settings all that
/// is no key is a literal, which says nothing.
class InsideCode {
 public:
  InsideCode(std::string_view text, scan::Regions regions)
      : text_(text),
        regions_(regions),
        is_config_(scan::guess_family(text, true) == scan::CodeFamily::kConfig) {}

  bool operator()(ByteSpan span) {
    while (next_ < regions_.size() && regions_[next_].first <= span.begin) ++next_;
    size_t all = 0;
    size_t inside = 0;
    uint64_t at = span.begin;
    for (size_t r = next_; at < span.end; ++r) {
      const uint64_t end = r < regions_.size() ? std::min<uint64_t>(regions_[r].first, span.end) : span.end;
      const size_t solid = count_solid(text_, at, end);
      const bool is_said = r > 0 && (regions_[r - 1].second == scan::Region::kComment ||
                                     (regions_[r - 1].second == scan::Region::kString && !is_config_));
      all += solid;
      inside += is_said ? solid : 0;
      at = end;
    }
    return static_cast<double>(inside) >= kInsideCode * static_cast<double>(all);
  }

 private:
  std::string_view text_;
  scan::Regions regions_;
  bool is_config_;
  size_t next_ = 0;
};

void add_span(std::vector<ByteSpan>& spans, ByteSpan span) {
  if (!spans.empty() && spans.back().end == span.begin) {
    spans.back().end = span.end;
  } else {
    spans.push_back(span);
  }
}

}  // namespace

void find_text_kinds(std::string_view text, const LineKinds& model, TextKindScratch& scratch,
                     TextKinds& kinds) {
  kinds.code.clear();
  kinds.notices.clear();
  model.read(text, scratch.lines, scratch.passages);
  const std::vector<KindPassage>& passages = scratch.passages;
  for (const KindPassage& passage : passages) {
    if (passage.kind == LineKind::kNotice && passage.margin >= kSureNotice) {
      add_span(kinds.notices, passage.span);
    }
  }
  if (std::none_of(passages.begin(), passages.end(), is_sure_code)) return;
  // Beside a fence all else is about code, not in it.
  const bool is_fenced = std::any_of(passages.begin(), passages.end(), [](const KindPassage& passage) {
    return passage.is_fence && is_sure_code(passage);
  });
  scratch.regions.clear();
  if (!is_fenced) scan::find_regions(text, scratch.regions, true);
  InsideCode is_inside(text, scratch.regions);
  for (size_t i = 0; i < passages.size();) {
    // As many passages as belong together, and whether one of them is code by itself.
    const size_t first = i;
    bool is_code = false;
    for (; i < passages.size(); ++i) {
      const bool is_sure = is_sure_code(passages[i]);
      if (!is_sure && (is_fenced || !(passages[i].kind == LineKind::kCode || is_inside(passages[i].span)))) break;
      is_code |= is_sure;
    }
    if (is_code) add_span(kinds.code, {passages[first].span.begin, passages[i - 1].span.end});
    if (i == first) ++i;
  }
}

void erase_in_code(std::string_view text, std::span<const ByteSpan> code, bool is_sure,
                   TextKindScratch& scratch, std::vector<ValueCandidate>& candidates) {
  using scan::Region;
  scratch.regions.clear();
  for (const ByteSpan& part : code) {
    scan::find_regions(part.of(text), scratch.of_part, is_sure);
    for (const auto& [at, region] : scratch.of_part) {
      scratch.regions.emplace_back(static_cast<uint32_t>(part.begin + at), region);
    }
    scratch.regions.emplace_back(static_cast<uint32_t>(part.end), Region::kText);
  }
  const std::vector<std::pair<uint32_t, Region>>& regions = scratch.regions;
  size_t next = 0;
  std::erase_if(candidates, [&](const ValueCandidate& candidate) {
    if (!candidate.is_learned()) return false;
    while (next < regions.size() && regions[next].first <= candidate.span.begin) ++next;
    bool is_code = next > 0 && regions[next - 1].second == Region::kCode;
    for (size_t r = next; r < regions.size() && regions[r].first < candidate.span.end; ++r) {
      is_code = is_code || regions[r].second == Region::kCode;
    }
    return is_code;
  });
}

void keep_notices(std::string_view text, std::span<const ByteSpan> notices,
                  std::vector<ValueCandidate>& candidates) {
  if (notices.empty()) return;
  std::string said;
  for (const ByteSpan& notice : notices) {
    if (said.size() < kComparedBytes) said += notice.of(text).substr(0, kComparedBytes - said.size());
  }
  said = to_ascii_lower(said);
  const auto is_said = [&](std::string_view name) {
    const std::string lower = to_ascii_lower(name);
    for (size_t at = said.find(lower); at != said.npos; at = said.find(lower, at + 1)) {
      const size_t end = at + lower.size();
      const bool is_apart = (at == 0 || !is_ascii_alnum(said[at - 1])) &&
                            (end == said.size() || !is_ascii_alnum(said[end]));
      if (is_apart) return true;
    }
    return false;
  };
  auto next = notices.begin();
  for (ValueCandidate& candidate : candidates) {
    while (next != notices.end() && next->end <= candidate.span.begin) ++next;
    if (!candidate.is_private || !candidate.is_learned()) continue;
    const PrivacyClass what = privacy_class(candidate.category);
    if (what == PrivacyClass::kAccess) continue;
    const bool is_here = next != notices.end() && next->begin <= candidate.span.begin;
    if (!is_here && (what != PrivacyClass::kName || !is_said(candidate.span.of(text)))) continue;
    candidate.is_private = false;
    candidate.reason = is_here ? "public: of a notice of copyright" : "public: named in a notice of copyright";
  }
}

}  // namespace lauter
